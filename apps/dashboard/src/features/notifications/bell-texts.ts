import { createCatalogue } from "@ecomm/ui/catalogue";

/** What the bell says on every page: apart, because every page loads it. */
export const bellTexts = createCatalogue({
  title: "Notifications",
  bell: "{count, plural, =0 {Notifications, none unread} one {Notifications, # unread} other {Notifications, # unread}}",
  arrived:
    "{count, plural, one {# new notification} other {# new notifications}}. {unread} unread.",
  many: "99+",
});
