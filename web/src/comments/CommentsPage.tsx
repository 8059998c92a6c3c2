import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { CircleAlert, Image, MessageCircle } from "lucide-react";
import { mediaQuery } from "../api/queries";
import type { MediaRow } from "../api/types";
import { number, shortDate } from "../i18n/format";
import { useBusiness } from "../shell/business";
import { useNow } from "../shell/clock";
import { ErrorBox } from "../shell/Errors";
import { More } from "../shell/layout";
import { Chip } from "../ui/Chip";
import { Preview } from "../ui/Preview";
import { Empty, Skeleton } from "../ui/States";

/** The posts and, beside them, the comments of the chosen one; one of both on a phone. */
export function CommentsPage() {
  const { t } = useLingui();
  const { media } = useParams({ strict: false });
  const chosen = media !== undefined;
  // One first heading in every layout: what is chosen has it.
  const Title = chosen ? "h2" : "h1";
  return (
    <div className="flex h-full">
      <section
        aria-label={t`Posts`}
        className={`${chosen ? "hidden md:flex" : "flex"} w-full shrink-0 flex-col border-e border-line bg-surface md:w-84`}
      >
        <header className="border-b border-line px-4 py-3">
          <Title className="text-lg font-semibold">
            <Trans>Comments</Trans>
          </Title>
          <p className="text-sm text-ink-3">
            <Trans>By post, the newest first</Trans>
          </p>
        </header>
        <Posts chosen={media} />
      </section>
      <div className={`${chosen ? "block" : "hidden md:block"} h-full min-w-0 grow`}>
        <Outlet />
      </div>
    </div>
  );
}

function Posts({ chosen }: { chosen: string | undefined }) {
  const { t } = useLingui();
  const { id } = useBusiness();
  const query = useInfiniteQuery(mediaQuery(id));
  const posts = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <Skeleton rows={6} />;
  if (query.isError) return <ErrorBox error={query.error} onRetry={() => query.refetch()} />;
  if (posts.length === 0) {
    return (
      <Empty icon={MessageCircle} title={t`No posts yet`}>
        {t`A post appears here with its first comment.`}
      </Empty>
    );
  }
  return (
    <div className="min-h-0 grow overflow-y-auto">
      <ul>
        {posts.map((post) => (
          <li key={post.id}>
            <Post post={post} chosen={post.id === chosen} />
          </li>
        ))}
      </ul>
      <More query={query} />
    </div>
  );
}

function Post({ post, chosen }: { post: MediaRow; chosen: boolean }) {
  const { t } = useLingui();
  const now = useNow();
  const kinds: Record<string, string> = { reels: t`Reel`, story: t`Story`, ad: t`Advertisement` };
  return (
    <Link
      to="/comments/$media"
      params={{ media: post.id }}
      search={(old) => ({ show: old.show })}
      aria-current={chosen ? "page" : undefined}
      className="flex items-center gap-3 border-b border-line px-3 py-2.5 -outline-offset-2! transition-colors hover:bg-hover aria-[current]:bg-accent-soft"
    >
      {post.picture_url ? (
        <img
          src={post.picture_url}
          alt=""
          loading="lazy"
          className="size-16 shrink-0 rounded-control bg-hover object-cover"
        />
      ) : (
        <span className="flex size-16 shrink-0 items-center justify-center rounded-control bg-hover text-ink-3">
          <Image size="1.5rem" strokeWidth={1.5} aria-hidden />
        </span>
      )}
      <span className="flex min-w-0 grow flex-col gap-0.5">
        <Preview text={post.caption.split("\n")[0] || t`Post`} className="font-medium" />
        <span className="text-sm text-ink-3">
          {kinds[post.kind] ?? t`Post`}
          {post.posted_at ? ` · ${shortDate(new Date(post.posted_at), now)}` : ""}
        </span>
        <span className="flex flex-wrap gap-1">
          <Chip icon={MessageCircle}>
            <Plural value={post.comments} one="# comment" other="# comments" />
          </Chip>
          {post.needing_person > 0 ? (
            <Chip icon={CircleAlert} tone="warn">
              <Trans>{number(post.needing_person)} for you</Trans>
            </Chip>
          ) : null}
        </span>
      </span>
    </Link>
  );
}
