"use client";

import { Command } from "cmdk";
import { CornerDownLeft, Search } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, useEffect, useState } from "react";
import { scrim } from "./dialog";
import { useTexts } from "./i18n";
import { Kbd } from "./kbd";
import { cn } from "./lib/cn";
import { useReturnFocus } from "./return-focus";
import { uiTexts } from "./texts";

export interface PaletteItem {
  id: string;
  label: string;
  /** Further words it is found by. */
  keywords?: readonly string[];
  /** Icon or picture at the start. */
  mark: ReactNode;
  /** Quiet text at the end. */
  note?: ReactNode;
  keys?: readonly string[];
  /** What is known of it, shown beside the list. */
  preview?: ReactNode;
  /** Found by the server: shown whatever is typed. */
  found?: boolean;
  run: () => void;
}

export interface PaletteGroup {
  key: string;
  title: string;
  items: readonly PaletteItem[];
}

/** The typed words in bold inside a label. */
function Highlight({ text, query }: { text: string; query: string }) {
  const at = query ? text.toLowerCase().indexOf(query.toLowerCase()) : -1;
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <b className="font-semibold">{text.slice(at, at + query.length)}</b>
      {text.slice(at + query.length)}
    </>
  );
}

function matches(item: PaletteItem, words: readonly string[]): boolean {
  if (item.found) return true;
  const text = [item.label, ...(item.keywords ?? [])].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The content, mounted with the dialog: the focus goes back to where it was. */
function Content(props: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content onCloseAutoFocus={useReturnFocus()} {...props} />;
}

/** ⌘K: pages, actions and what the server finds, with a preview of the chosen one. */
export function CommandPalette({
  open,
  onOpenChange,
  groups,
  query,
  onQueryChange,
  placeholder,
  searching = false,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  groups: readonly PaletteGroup[];
  query: string;
  onQueryChange: (query: string) => void;
  placeholder: string;
  searching?: boolean;
}) {
  const t = useTexts(uiTexts);
  const [chosen, setChosen] = useState("");
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = groups
    .map((group) => ({ ...group, items: group.items.filter((item) => matches(item, words)) }))
    .filter((group) => group.items.length > 0);
  const items = shown.flatMap((group) => group.items);
  const first = items[0]?.id ?? "";
  const current = items.find((item) => item.id === chosen);
  const previews = items.some((item) => item.preview);

  // The best hit is chosen while one types; what was chosen before may be gone.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new query or first hit resets
  useEffect(() => setChosen(first), [first, query]);

  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-2 z-50 mx-auto max-w-190 overflow-hidden rounded-xl bg-raised shadow-overlay outline-none data-[state=open]:animate-pop md:inset-x-4 md:top-[12vh]"
        >
          <Radix.Title className="sr-only">{t("palette")}</Radix.Title>
          <Command
            loop
            shouldFilter={false}
            label={t("palette")}
            value={chosen}
            onValueChange={setChosen}
            className="flex max-h-[calc(100dvh-16px)] flex-col md:max-h-[76vh]"
          >
            <div className="flex h-14 shrink-0 items-center gap-3 border-b px-4">
              <Search className="size-4.5 text-muted" aria-hidden />
              <Command.Input
                value={query}
                onValueChange={onQueryChange}
                placeholder={placeholder}
                className="min-w-0 flex-1 bg-transparent text-16 outline-none"
              />
              <span className="num text-12 text-subtle" role="status">
                {searching ? t("loading") : t("palette_results", { count: items.length })}
              </span>
              <Kbd className="hidden bg-surface md:inline-grid">esc</Kbd>
            </div>
            <div className={cn("grid min-h-0", previews && "md:grid-cols-[minmax(0,1fr)_248px]")}>
              <Command.List className="max-h-[60vh] min-h-40 overflow-auto px-2 pt-1 pb-2">
                <Command.Empty className="px-2 py-6 text-center text-13 text-muted">
                  {t("palette_empty", { query })}
                </Command.Empty>
                {shown.map((group) => (
                  <Command.Group
                    key={group.key}
                    heading={group.title}
                    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-subtle"
                  >
                    {group.items.map((item) => (
                      <Command.Item
                        key={item.id}
                        value={item.id}
                        onSelect={() => {
                          onOpenChange(false);
                          item.run();
                        }}
                        className="group flex h-11 cursor-default items-center gap-3 rounded-md px-2 text-13 aria-selected:bg-accent-soft aria-selected:text-on-accent-soft md:h-10"
                      >
                        <span className="grid size-7 shrink-0 place-items-center overflow-hidden rounded-sm bg-surface text-muted inset-ring inset-ring-border [&_svg]:size-4">
                          {item.mark}
                        </span>
                        <span className="min-w-0 flex-1 truncate">
                          <Highlight text={item.label} query={query.trim()} />
                        </span>
                        {item.note ? (
                          <span className="num shrink-0 text-12 text-subtle group-aria-selected:text-inherit">
                            {item.note}
                          </span>
                        ) : null}
                        {item.keys ? (
                          <span className="hidden gap-0.5 md:inline-flex" aria-hidden="true">
                            {item.keys.map((key) => (
                              <Kbd key={key} className="bg-surface">
                                {key}
                              </Kbd>
                            ))}
                          </span>
                        ) : (
                          <Kbd className="hidden bg-surface md:group-aria-selected:inline-grid">
                            <CornerDownLeft className="size-3" aria-hidden />
                          </Kbd>
                        )}
                      </Command.Item>
                    ))}
                  </Command.Group>
                ))}
              </Command.List>
              {previews ? (
                <div className="hidden border-s bg-sunken p-4 text-13 md:block" aria-live="off">
                  {current?.preview ?? null}
                </div>
              ) : null}
            </div>
            <footer className="hidden h-10 shrink-0 items-center gap-4 border-t px-4 text-12 text-subtle md:flex">
              <span className="inline-flex items-center gap-1">
                <Kbd className="bg-surface">↑</Kbd>
                <Kbd className="bg-surface">↓</Kbd>
                <span className="ms-0.5">{t("palette_move")}</span>
              </span>
              <span className="inline-flex items-center gap-1">
                <Kbd className="bg-surface">
                  <CornerDownLeft className="size-3" aria-hidden />
                </Kbd>
                <span className="ms-0.5">{t("palette_open")}</span>
              </span>
            </footer>
          </Command>
        </Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
