import { Trans, useLingui } from "@lingui/react/macro";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { useForm } from "react-hook-form";
import { ApiError } from "../api/client";
import { productQuery } from "../api/queries";
import { useBusiness } from "../shell/business";
import { useErrorWords } from "../shell/Errors";
import { BackIcon, PageBody, PageHead, Scroll } from "../shell/layout";
import { Button, buttonLooks } from "../ui/Button";
import { complain, say } from "../ui/Toasts";
import { type ProductForm, productForm } from "./form";
import { Picture } from "./Picture";
import { ProductFields } from "./ProductFields";
import { productName } from "./ProductsPage";
import { useSaveProduct } from "./save";

/** A product: what it is, what it costs, how many there are. */
export function EditProductPage({ id }: { id: string }) {
  const { t } = useLingui();
  const business = useBusiness();
  const { data: product } = useSuspenseQuery(productQuery(business.id, id));
  const form = useForm<ProductForm>({ defaultValues: productForm(product) });
  const { update } = useSaveProduct(form);
  const words = useErrorWords();
  const { isDirty, isSubmitting } = form.formState;
  const currency = product.variants[0]?.price.currency ?? "IRT";
  const { reset } = form;
  // A change from elsewhere shows at once, unless something is being typed.
  useEffect(() => {
    if (!isDirty) reset(productForm(product));
  }, [product, isDirty, reset]);

  const submit = form.handleSubmit(async (typed) => {
    try {
      const saved = await update(product, typed, currency);
      reset(productForm(saved));
      say(t`Saved. The AI answers with it from now on.`);
    } catch (error) {
      if (!(error instanceof ApiError) || !error.problem.errors?.length) complain(words(error));
    }
  });
  const may = business.may("manage_catalogue");
  return (
    <Scroll>
      <form noValidate onSubmit={submit}>
        <PageHead
          title={
            <span className="flex items-center gap-3">
              <Picture src={product.picture} className="size-10 shrink-0 rounded-control" />
              <bdi className="min-w-0">{productName(product)}</bdi>
            </span>
          }
          back={
            <Link
              to="/products"
              aria-label={t`Back to the products`}
              className={buttonLooks({ look: "plain", size: "icon" })}
            >
              <BackIcon />
            </Link>
          }
        >
          {may ? (
            <Button type="submit" look="primary" isPending={isSubmitting}>
              <Trans>Save</Trans>
            </Button>
          ) : null}
        </PageHead>
        <PageBody wide>
          <fieldset disabled={!may} className="contents">
            <ProductFields form={form} currency={currency} />
          </fieldset>
        </PageBody>
      </form>
    </Scroll>
  );
}
