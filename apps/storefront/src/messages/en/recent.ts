/** What was looked at before. English. By itself: it comes when the page is done. */
export const recent = { title: "Recently viewed" } as const;
