import { type Schema, unwrap, unwrapList } from "@ecomm/api-client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api } from "./client";

export type Notification = Schema<"NotificationOut">;
export type NotificationKind = Notification["kind"];
export type Preferences = Schema<"PreferencesOut">;
export type Choice = Schema<"ChoiceIn">;
export type StoreChoice = Schema<"StoreChoiceIn">;
export type Email = Choice["email"];

export const notificationsKey = ["notifications"] as const;

/** How often the bell asks. Nobody asks while the tab is hidden; coming back asks at once. */
export const BELL_MS = 20_000;

/** How many are unread. The reply is one number and an ETag. */
export const unreadQuery = queryOptions({
  queryKey: [...notificationsKey, "unread"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/notifications/unread", { signal })),
  refetchInterval: BELL_MS,
  refetchIntervalInBackground: false,
  select: ({ unread }) => unread,
});

export interface NotificationFilter {
  unread?: boolean;
  kind?: NotificationKind[];
  store_id?: string;
  order?: "newest" | "unread_first";
  page?: number;
  per_page: number;
}

export const notificationsQuery = (query: NotificationFilter) =>
  queryOptions({
    queryKey: [...notificationsKey, "list", query],
    queryFn: ({ signal }) =>
      unwrapList(api.GET("/api/v1/notifications", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const markNotifications = (body: Schema<"MarkIn">) =>
  unwrap(api.POST("/api/v1/notifications/mark", { body }));

export const preferencesQuery = queryOptions({
  queryKey: [...notificationsKey, "preferences"],
  queryFn: ({ signal }) => unwrap(api.GET("/api/v1/notifications/preferences", { signal })),
});

export const setPreferences = (body: Schema<"PreferencesIn">) =>
  unwrap(api.PUT("/api/v1/notifications/preferences", { body }));
