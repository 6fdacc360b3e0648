"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { cn } from "@ecomm/ui/lib/cn";
import { Popover, PopoverContent, PopoverTrigger } from "@ecomm/ui/popover";
import { Select } from "@ecomm/ui/select";
import { type Editor, useEditorState } from "@tiptap/react";
import {
  Bold,
  Code,
  Italic,
  Link as LinkIcon,
  List,
  ListOrdered,
  type LucideIcon,
  Quote,
} from "lucide-react";
import { useState } from "react";
import { linkAddress } from "./rich-html";
import { editorTexts } from "./texts";

const square =
  "grid size-10 shrink-0 place-items-center rounded-xs text-muted hover:bg-hover hover:text-text aria-pressed:bg-accent-soft aria-pressed:text-on-accent-soft disabled:opacity-40 focus-visible:-outline-offset-2 md:size-7";

function Tool({
  icon: Icon,
  label,
  on,
  onPress,
  disabled = false,
}: {
  icon: LucideIcon;
  label: string;
  on: boolean;
  onPress: () => void;
  disabled?: boolean;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={on}
      title={label}
      disabled={disabled}
      onClick={onPress}
      className={square}
    >
      <Icon className="size-4" aria-hidden />
    </button>
  );
}

/** Formatting of the text editor. */
export function RichToolbar({
  editor,
  source,
  onSource,
  canLeaveSource,
}: {
  editor: Editor | null;
  source: boolean;
  onSource: () => void;
  canLeaveSource: boolean;
}) {
  const t = useTexts(editorTexts);
  const state = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      style: now?.isActive("heading", { level: 2 })
        ? "h2"
        : now?.isActive("heading", { level: 3 })
          ? "h3"
          : "p",
      bold: now?.isActive("bold") ?? false,
      italic: now?.isActive("italic") ?? false,
      list: now?.isActive("bulletList") ?? false,
      numbers: now?.isActive("orderedList") ?? false,
      quote: now?.isActive("blockquote") ?? false,
      link: (now?.getAttributes("link").href as string | undefined) ?? null,
    }),
  });
  const off = source || !editor;
  const run = () => editor?.chain().focus();
  function style(value: string) {
    if (value === "p") run()?.setParagraph().run();
    else
      run()
        ?.setHeading({ level: value === "h2" ? 2 : 3 })
        .run();
  }
  return (
    <div
      role="toolbar"
      aria-label={t("rte_label")}
      className="flex flex-wrap items-center gap-0.5 border-b p-1"
    >
      <Select
        aria-label={t("rte_style")}
        disabled={off}
        value={state?.style ?? "p"}
        onValueChange={style}
        className="w-auto shrink-0 border-transparent bg-transparent text-muted hover:border-transparent md:h-7"
        options={[
          { value: "p", label: t("rte_paragraph") },
          { value: "h2", label: t("rte_heading") },
          { value: "h3", label: t("rte_small_heading") },
        ]}
      />
      <span aria-hidden="true" className="mx-1 h-4 w-px shrink-0 bg-border" />
      <Tool
        icon={Bold}
        label={t("rte_bold")}
        on={state?.bold ?? false}
        disabled={off}
        onPress={() => run()?.toggleBold().run()}
      />
      <Tool
        icon={Italic}
        label={t("rte_italic")}
        on={state?.italic ?? false}
        disabled={off}
        onPress={() => run()?.toggleItalic().run()}
      />
      <LinkTool editor={editor} current={state?.link ?? null} disabled={off} />
      <Tool
        icon={List}
        label={t("rte_list")}
        on={state?.list ?? false}
        disabled={off}
        onPress={() => run()?.toggleBulletList().run()}
      />
      <Tool
        icon={ListOrdered}
        label={t("rte_numbers")}
        on={state?.numbers ?? false}
        disabled={off}
        onPress={() => run()?.toggleOrderedList().run()}
      />
      <Tool
        icon={Quote}
        label={t("rte_quote")}
        on={state?.quote ?? false}
        disabled={off}
        onPress={() => run()?.toggleBlockquote().run()}
      />
      <span className="ms-auto" />
      <Tool
        icon={Code}
        label={source ? t("rte_source_on") : t("rte_source")}
        on={source}
        disabled={!canLeaveSource}
        onPress={onSource}
      />
    </div>
  );
}

function LinkTool({
  editor,
  current,
  disabled,
}: {
  editor: Editor | null;
  current: string | null;
  disabled: boolean;
}) {
  const t = useTexts(editorTexts);
  const [open, setOpen] = useState(false);
  const [address, setAddress] = useState("");
  const href = linkAddress(address);
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setAddress(current ?? "");
        setOpen(next);
      }}
    >
      <PopoverTrigger
        aria-label={t("rte_link")}
        aria-pressed={current !== null}
        title={t("rte_link")}
        disabled={disabled}
        className={cn(square)}
      >
        <LinkIcon className="size-4" aria-hidden />
      </PopoverTrigger>
      <PopoverContent className="grid gap-2">
        <Input
          aria-label={t("rte_link_address")}
          placeholder="https://"
          value={address}
          autoFocus
          onChange={(event) => setAddress(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (href) {
              editor?.chain().focus().extendMarkRange("link").setLink({ href }).run();
              setOpen(false);
            }
          }}
        />
        <div className="flex justify-end gap-2">
          {current ? (
            <Button
              size="sm"
              variant="ghost"
              onClick={() => {
                editor?.chain().focus().extendMarkRange("link").unsetLink().run();
                setOpen(false);
              }}
            >
              {t("rte_link_remove")}
            </Button>
          ) : null}
          <Button
            size="sm"
            variant="primary"
            disabled={href === null}
            onClick={() => {
              if (href) editor?.chain().focus().extendMarkRange("link").setLink({ href }).run();
              setOpen(false);
            }}
          >
            {t("rte_link_set")}
          </Button>
        </div>
      </PopoverContent>
    </Popover>
  );
}
