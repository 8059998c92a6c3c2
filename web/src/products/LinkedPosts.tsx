import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import { mediaQuery } from "../api/queries";
import type { MediaRow } from "../api/types";
import { useBusiness } from "../shell/business";
import { Card, More } from "../shell/layout";
import { Preview } from "../ui/Preview";

type Props = { chosen: string[]; onChange: (ids: string[]) => void };

/** The posts that show a product: «قیمت؟» under one of them is answered with no question back. */
export function LinkedPosts({ chosen, onChange }: Props) {
  const business = useBusiness();
  const query = useInfiniteQuery(mediaQuery(business.id));
  const posts = (query.data?.pages ?? [])
    .flatMap((page) => page.items)
    .filter((post) => post.ig_media_id);
  return (
    <Card title={<Trans>Posts that show it</Trans>}>
      <p className="mb-3 text-ink-2">
        <Trans>
          When someone asks for the price under one of these posts, the AI knows what is meant.
        </Trans>
      </p>
      {posts.length === 0 ? (
        <p className="text-ink-3">
          <Trans>Posts appear here once an Instagram account is connected.</Trans>
        </p>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(8rem,45%),1fr))] gap-2">
          {posts.map((post) => (
            <li key={post.id}>
              <Post post={post} chosen={chosen} onChange={onChange} />
            </li>
          ))}
        </ul>
      )}
      <More query={query} />
    </Card>
  );
}

function Post({ post, chosen, onChange }: Props & { post: MediaRow }) {
  const { t } = useLingui();
  const id = post.ig_media_id ?? "";
  const on = chosen.includes(id);
  const caption = post.caption.split("\n")[0] || t`Post`;
  return (
    <label className="relative flex flex-col overflow-hidden rounded-card border border-line bg-surface transition-colors hover:bg-hover has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent-text">
      <input
        type="checkbox"
        checked={on}
        onChange={() => onChange(on ? chosen.filter((one) => one !== id) : [...chosen, id])}
        className="absolute start-2 top-2 size-5 accent-accent"
      />
      {post.picture_url ? (
        <img
          src={post.picture_url}
          alt=""
          loading="lazy"
          className="aspect-square w-full object-cover"
        />
      ) : (
        <span className="aspect-square w-full bg-hover" />
      )}
      <Preview text={caption} className="p-2 text-sm" />
    </label>
  );
}
