import { Trans, useLingui } from "@lingui/react/macro";
import { Link, useNavigate } from "@tanstack/react-router";
import { useForm } from "react-hook-form";
import { ApiError } from "../api/client";
import { useErrorWords } from "../shell/Errors";
import { BackIcon, PageBody, PageHead, Scroll } from "../shell/layout";
import { Button, buttonLooks } from "../ui/Button";
import { complain, say } from "../ui/Toasts";
import { type ProductForm, productForm } from "./form";
import { ProductFields } from "./ProductFields";
import { useSaveProduct } from "./save";

/** What shops in Iran price in. */
const CURRENCY = "IRT";

/** A new product. */
export function NewProductPage() {
  const { t } = useLingui();
  const form = useForm<ProductForm>({ defaultValues: productForm() });
  const { create } = useSaveProduct(form);
  const words = useErrorWords();
  const navigate = useNavigate();
  const submit = form.handleSubmit(async (typed) => {
    try {
      const product = await create(typed, CURRENCY);
      say(t`The product is there. The AI can answer about it now.`);
      await navigate({ to: "/products/$product", params: { product: product.id } });
    } catch (error) {
      if (!(error instanceof ApiError) || !error.problem.errors?.length) complain(words(error));
    }
  });
  return (
    <Scroll>
      <form noValidate onSubmit={submit}>
        <PageHead
          title={<Trans>New product</Trans>}
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
          <Button type="submit" look="primary" isPending={form.formState.isSubmitting}>
            <Trans>Create</Trans>
          </Button>
        </PageHead>
        <PageBody wide>
          <ProductFields form={form} currency={CURRENCY} />
        </PageBody>
      </form>
    </Scroll>
  );
}
