import { Picture } from "@/components/picture";
import { ShopLink } from "@/components/shop-link";
import type { PostCard as Card, Store } from "@/lib/api-types";
import { postHref } from "@/lib/blog";

const COVER = "(min-width: 1040px) 400px, (min-width: 720px) 45vw, 92vw";

/** The day something was published, in the page's language. Of UTC: a page is cached for everybody. */
export const dayOf = (time: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(time));

export interface PostCardProps {
  post: Card;
  store: Pick<Store, "locale">;
  heading?: "h2" | "h3";
  priority?: boolean;
}

/** A post in a list: the whole card leads to it. */
export function PostCard({ post, store, heading = "h2", priority = false }: PostCardProps) {
  const Heading = heading;
  return (
    <article className="panel post-card">
      {post.cover && (
        <span className="post-cover">
          <Picture image={post.cover} sizes={COVER} alt="" priority={priority} />
        </span>
      )}
      <div className="post-said">
        <p className="small muted">
          {post.category && <span className="post-shelf">{post.category.name}</span>}
          <time dateTime={post.published_at}>{dayOf(post.published_at, store.locale)}</time>
        </p>
        <Heading className="post-title">
          <ShopLink href={postHref(post)}>{post.title}</ShopLink>
        </Heading>
        {post.summary && <p className="muted post-summary">{post.summary}</p>}
      </div>
    </article>
  );
}

export function PostGrid({
  posts,
  store,
  heading = "h2",
  eager = 0,
}: {
  posts: readonly Card[];
  store: Pick<Store, "locale">;
  heading?: "h2" | "h3";
  /** How many of the first pictures open the page. */
  eager?: number;
}) {
  return (
    <ul className="post-grid">
      {posts.map((post, index) => (
        <li key={post.id} className="grid">
          <PostCard post={post} store={store} heading={heading} priority={index < eager} />
        </li>
      ))}
    </ul>
  );
}
