import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { Plus, SearchX, Shirt } from "lucide-react";
import { productsQuery } from "../api/queries";
import type { Product } from "../api/types";
import { money, number } from "../i18n/format";
import { language } from "../i18n/language";
import { useBusiness } from "../shell/business";
import { ErrorBox } from "../shell/Errors";
import { More, PageBody, PageHead, Scroll } from "../shell/layout";
import { useSearchText } from "../shell/useSearchText";
import { buttonLooks } from "../ui/Button";
import { Chip } from "../ui/Chip";
import { Icon } from "../ui/Icon";
import { SearchBox } from "../ui/SearchBox";
import { Empty, Skeleton } from "../ui/States";
import { Picture } from "./Picture";

/** What is sold: picture, price, and how many can still be promised. */
export function ProductsPage() {
  const { t } = useLingui();
  const business = useBusiness();
  const { q = "" } = useSearch({ from: "/_app/products/" });
  const [text, setText] = useSearchText(q);
  const query = useInfiniteQuery({
    ...productsQuery(business.id, q),
    placeholderData: keepPreviousData,
  });
  const products = query.data?.pages.flatMap((page) => page.items) ?? [];
  const create = business.may("manage_catalogue") ? (
    <Link to="/products/new" className={buttonLooks({ look: "primary" })}>
      <Icon of={Plus} />
      <Trans>New product</Trans>
    </Link>
  ) : null;
  return (
    <Scroll>
      <PageHead title={<Trans>Products</Trans>}>
        <div className="w-full sm:w-72">
          <SearchBox label={t`Search products`} value={text} onChange={setText} />
        </div>
        {create}
      </PageHead>
      <PageBody wide>
        {query.isPending ? <Skeleton rows={4} tall /> : null}
        {query.isError ? <ErrorBox error={query.error} onRetry={() => query.refetch()} /> : null}
        {query.isSuccess && products.length === 0 ? (
          q ? (
            <Empty icon={SearchX} title={t`Nothing found`}>
              {t`Try another name or the code of a variant.`}
            </Empty>
          ) : (
            <Empty icon={Shirt} title={t`No products yet`} action={create}>
              {t`The AI answers prices and stock from what stands here.`}
            </Empty>
          )
        ) : null}
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(10.5rem,100%),1fr))] gap-4">
          {products.map((product) => (
            <li key={product.id}>
              <ProductCard product={product} />
            </li>
          ))}
        </ul>
        <More query={query} />
      </PageBody>
    </Scroll>
  );
}

export function productName(product: Product): string {
  const [first, second] =
    language() === "fa" ? [product.name_fa, product.name_en] : [product.name_en, product.name_fa];
  return first || second;
}

function ProductCard({ product }: { product: Product }) {
  return (
    <Link
      to="/products/$product"
      params={{ product: product.id }}
      className="flex h-full flex-col overflow-hidden rounded-card border border-line bg-surface transition-colors hover:border-edge"
    >
      <Picture src={product.picture} className="aspect-square w-full" />
      <span className="flex grow flex-col gap-1 p-3">
        <bdi className="font-medium">{productName(product)}</bdi>
        <span className="text-ink-2">
          <PriceRange product={product} />
        </span>
        <span className="mt-auto flex flex-wrap gap-1 pt-1">
          <Stock available={product.available} />
          {product.active ? null : (
            <Chip>
              <Trans>Not on sale</Trans>
            </Chip>
          )}
        </span>
      </span>
    </Link>
  );
}

function PriceRange({ product }: { product: Product }) {
  const { price_min: low, price_max: high } = product;
  if (!low || !high) return <Trans>Price not set</Trans>;
  if (low.minor === high.minor) return <>{money(low)}</>;
  return (
    <Trans>
      {money(low)} to {money(high)}
    </Trans>
  );
}

/** Few is few enough to look after. */
const FEW = 3;

function Stock({ available }: { available: number }) {
  if (available === 0) {
    return (
      <Chip tone="bad">
        <Trans>Sold out</Trans>
      </Chip>
    );
  }
  return (
    <Chip tone={available <= FEW ? "warn" : "ok"}>
      <Trans>{number(available)} in stock</Trans>
    </Chip>
  );
}
