import type { Choice, NotificationKind, Preferences } from "@/api/notifications";

/** How a kind is told in a place; `own`: it was chosen there. */
export interface Chosen {
  in_app: boolean;
  email: Choice["email"];
  own: boolean;
}

/** What holds for a kind in a store, or (null) in all of them; null for a kind one is not told. */
export function choiceIn(
  { everywhere, stores }: Preferences,
  kind: NotificationKind,
  store: string | null,
): Chosen | null {
  const every = everywhere.find((one) => one.kind === kind);
  if (!every) return null;
  if (store === null) return { in_app: every.in_app, email: every.email, own: !every.usual };
  const own = stores.find((one) => one.kind === kind && one.store_id === store);
  const { in_app, email } = own ?? every;
  return { in_app, email, own: own !== undefined };
}

/** The preferences with another choice in one place. */
export function withChoice(
  preferences: Preferences,
  store: string | null,
  choice: Choice,
): Preferences {
  if (store === null) {
    const everywhere = preferences.everywhere.map((one) =>
      one.kind === choice.kind ? { ...one, ...choice, usual: false } : one,
    );
    return { ...preferences, everywhere };
  }
  const others = withoutChoice(preferences, store, choice.kind).stores;
  return { ...preferences, stores: [...others, { ...choice, store_id: store }] };
}

/** The preferences without a choice of one's own in one place. What is usual the server knows. */
export function withoutChoice(
  preferences: Preferences,
  store: string | null,
  kind: NotificationKind,
): Preferences {
  if (store === null) {
    const everywhere = preferences.everywhere.map((one) =>
      one.kind === kind ? { ...one, usual: true } : one,
    );
    return { ...preferences, everywhere };
  }
  const stores = preferences.stores.filter((one) => !(one.kind === kind && one.store_id === store));
  return { ...preferences, stores };
}
