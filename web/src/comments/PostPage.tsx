import { Trans, useLingui } from "@lingui/react/macro";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { ArrowLeft, ExternalLink, MessageCircle } from "lucide-react";
import { type CommentFilter, commentsQuery, mediaQuery } from "../api/queries";
import type { MediaRow } from "../api/types";
import { language } from "../i18n/language";
import { Text } from "../inbox/Text";
import { WhyDrawer } from "../inbox/WhyDrawer";
import { useBusiness } from "../shell/business";
import { ErrorBox } from "../shell/Errors";
import { More } from "../shell/layout";
import { buttonLooks } from "../ui/Button";
import { Icon } from "../ui/Icon";
import { Empty, Skeleton } from "../ui/States";
import { CommentCard } from "./CommentCard";

/** A post with its comments. */
export function PostPage({ id }: { id: string }) {
  const { t } = useLingui();
  const business = useBusiness();
  const { show: state = "all", why } = useSearch({ from: "/_app/comments/$media" });
  const navigate = useNavigate({ from: "/comments/$media" });
  const media = useInfiniteQuery(mediaQuery(business.id));
  const post = media.data?.pages.flatMap((page) => page.items).find((one) => one.id === id);
  const query = useInfiniteQuery({
    ...commentsQuery(business.id, id, state),
    placeholderData: keepPreviousData,
  });
  const comments = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-label={t`Comments of the post`} className="flex h-full flex-col">
      <PostHead post={post} state={state} />
      <div className="min-h-0 grow overflow-y-auto">
        <div className="mx-auto flex w-full max-w-3xl flex-col px-3 py-3 md:px-6">
          {query.isPending ? <Skeleton rows={5} tall /> : null}
          {query.isError ? <ErrorBox error={query.error} onRetry={() => query.refetch()} /> : null}
          {query.isSuccess && comments.length === 0 ? (
            <Empty icon={MessageCircle} title={t`No comments here`}>
              {state === "all"
                ? t`Nobody has commented on this post yet.`
                : t`No comment of this post is in this state.`}
            </Empty>
          ) : null}
          <ul className="flex flex-col">
            {comments.map((comment) => (
              <li key={comment.id} className="border-b border-line py-4 last:border-b-0">
                <CommentCard comment={comment} />
              </li>
            ))}
          </ul>
          <More query={query} />
        </div>
      </div>
      <WhyDrawer
        decision={why}
        onClose={() =>
          void navigate({ to: ".", search: (old) => ({ ...old, why: undefined }), replace: true })
        }
      />
    </section>
  );
}

function PostHead({ post, state }: { post: MediaRow | undefined; state: CommentFilter }) {
  const { t } = useLingui();
  return (
    <header className="flex max-h-[45%] shrink-0 flex-col gap-2 overflow-y-auto border-b border-line bg-surface px-3 py-3 md:px-6">
      <div className="flex items-start gap-3">
        <Link
          to="/comments"
          search={(old) => ({ show: old.show })}
          aria-label={t`Back to the posts`}
          className={buttonLooks({ look: "plain", size: "icon", className: "md:hidden" })}
        >
          <Icon of={ArrowLeft} mirrors />
        </Link>
        {post?.picture_url ? (
          <img
            src={post.picture_url}
            alt=""
            className="size-20 shrink-0 rounded-control bg-hover object-cover"
          />
        ) : null}
        <div className="min-w-0 grow">
          <h1 className="sr-only">{t`Post`}</h1>
          <div className="line-clamp-3 w-fit max-w-full">
            {post ? <Text text={post.caption || t`Post without words`} /> : null}
          </div>
          {post ? <Shown post={post} /> : null}
        </div>
      </div>
      <Filters state={state} />
    </header>
  );
}

function Shown({ post }: { post: MediaRow }) {
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-3 text-sm">
      {post.products.map((product) => (
        <Link
          key={product.id}
          to="/products/$product"
          params={{ product: product.id }}
          className="inline-flex min-h-6 items-center text-accent-text underline-offset-4 hover:underline"
        >
          <bdi>{product.name[language()] || product.name.fa || product.name.en}</bdi>
        </Link>
      ))}
      {post.permalink ? (
        <a
          href={post.permalink}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex min-h-6 items-center gap-1 text-ink-3 underline-offset-4 hover:underline"
        >
          <Trans>On Instagram</Trans>
          <Icon of={ExternalLink} mirrors />
        </a>
      ) : null}
    </p>
  );
}

function Filters({ state }: { state: CommentFilter }) {
  const { t } = useLingui();
  const filters: [CommentFilter, string][] = [
    ["all", t`All`],
    ["needs_person", t`Needs you`],
    ["new", t`New`],
    ["answered", t`Answered`],
    ["ignored", t`Needs no answer`],
    ["hidden", t`Hidden`],
  ];
  return (
    <ul aria-label={t`States`} className="flex flex-wrap gap-1">
      {filters.map(([name, words]) => (
        <li key={name}>
          <Link
            to="."
            search={(old) => ({ ...old, show: name === "all" ? undefined : name })}
            aria-current={state === name ? "page" : undefined}
            className="inline-flex min-h-8 items-center rounded-full border border-transparent px-2.5 text-sm text-ink-2 transition-colors hover:bg-hover aria-[current]:border-line aria-[current]:bg-accent-soft aria-[current]:font-medium aria-[current]:text-accent-text coarse:min-h-11"
          >
            {words}
          </Link>
        </li>
      ))}
    </ul>
  );
}
