/** The blog. English. */

export const blog = {
  title: "Blog",
  all: "All posts",
  about: "Stories, guides and news from {0}",
  tagged: "Posts about “{0}”",
  empty: "Nothing is written yet",
  emptyText: "The first post is on its way. The shop is open meanwhile.",
  by: "By {0}",
  minutes: "{0} min read",
  tags: "Topics",
  products: "In this post",
  related: "More to read",
} as const;
