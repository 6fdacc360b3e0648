import type { Translator } from "@ecomm/ui/i18n";
import type { ShortcutGroup } from "@ecomm/ui/shortcuts";
import type { Capability } from "@/shell/may";
import type { shellTexts } from "@/shell/texts";

/** Every key that works in the shell; the same list is shown by `?`. */
export function shellShortcuts(
  t: Translator<(typeof shellTexts)["messages"]>,
  storeId: string | null,
  may: (what: Capability) => boolean,
  act: { go: (to: string) => void; help: () => void; sees: (to: string) => boolean },
): ShortcutGroup[] {
  const go = (key: string, label: string, to: string) => ({
    keys: ["g", key] as const,
    label,
    run: () => act.go(to),
  });
  const home = `/stores/${storeId}`;
  const pages: [key: string, label: string, to: string][] = storeId
    ? [
        ["h", t("overview"), home],
        ["o", t("orders"), `${home}/orders`],
        ["p", t("products"), `${home}/products`],
        ["i", t("inventory"), `${home}/inventory`],
        [",", t("settings"), `${home}/settings`],
      ]
    : [];
  const inStore = pages.filter(([, , to]) => act.sees(to)).map((page) => go(...page));
  const doing =
    storeId && may("catalog")
      ? [
          {
            keys: ["n"] as const,
            label: t("action_add"),
            run: () => act.go(`${home}/products/new`),
          },
          {
            keys: ["i"] as const,
            label: t("action_import"),
            run: () => act.go(`${home}/imports/new`),
          },
        ]
      : [];
  return [
    { title: t("keys_go"), items: [...inStore, go("s", t("stores"), "/stores")] },
    {
      title: t("keys_do"),
      items: [
        ...doing,
        { keys: ["⌘", "K"], label: t("keys_search") },
        { keys: ["⌘", "S"], label: t("keys_save") },
        { keys: ["?"] as const, label: t("keys_help"), run: act.help },
      ],
    },
    {
      title: t("keys_lists"),
      items: [
        { keys: ["/"], label: t("keys_find") },
        { keys: ["↓", "↑"], label: t("keys_up_down") },
        { keys: ["↵"], label: t("keys_open") },
        { keys: ["x"], label: t("keys_select") },
      ],
    },
  ];
}
