"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { Textarea } from "@ecomm/ui/input";
import { EditorContent, useEditor } from "@tiptap/react";
import { StarterKit } from "@tiptap/starter-kit";
import { useEffect, useRef, useState } from "react";
import { useMay } from "@/shell/may";
import { canHold } from "./rich-html";
import { RichToolbar } from "./rich-toolbar";
import { editorTexts } from "./texts";

const EXTENSIONS = [
  StarterKit.configure({
    heading: { levels: [2, 3] },
    link: {
      openOnClick: false,
      autolink: true,
      HTMLAttributes: { target: null, rel: null, class: null },
    },
  }),
];

/** What an empty document is written as. */
const EMPTY = "<p></p>";

/**
 * Formatted text. HTML that it could not hold (tables, pictures from an import) is shown as
 * HTML instead, so that opening and saving a product never loses a part of its description.
 */
export function RichText({
  value,
  onChange,
  label,
}: {
  value: string;
  onChange: (html: string) => void;
  label: string;
}) {
  const t = useTexts(editorTexts);
  const may = useMay();
  const editable = may("catalog");
  const [source, setSource] = useState(() => !canHold(value));
  const known = useRef(value);
  const editor = useEditor({
    extensions: EXTENSIONS,
    content: value,
    editable,
    immediatelyRender: false,
    injectCSS: false,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-label": label,
        "aria-readonly": String(!editable),
        class: "prose-editor max-w-[66ch] px-3 py-3 outline-none",
      },
    },
    onUpdate: ({ editor: now }) => {
      const html = now.getHTML();
      known.current = html === EMPTY ? "" : html;
      onChange(known.current);
    },
  });

  // A value from outside (discard, draft brought back) replaces the text; our own echo does not.
  useEffect(() => {
    if (value === known.current) return;
    known.current = value;
    if (canHold(value)) editor?.commands.setContent(value, { emitUpdate: false });
    else setSource(true);
  }, [value, editor]);

  function toText() {
    editor?.commands.setContent(value, { emitUpdate: false });
    setSource(false);
  }

  return (
    <div className="flex h-full flex-col rounded-sm border border-strong focus-within:outline-2 focus-within:-outline-offset-1 focus-within:outline-focus">
      {editable ? (
        <RichToolbar
          editor={editor}
          source={source}
          onSource={() => (source ? toText() : setSource(true))}
          canLeaveSource={!source || canHold(value)}
        />
      ) : null}
      {source ? (
        <>
          <Textarea
            aria-label={`${label}, ${t("rte_source")}`}
            spellCheck={false}
            value={value}
            onChange={(event) => {
              known.current = event.target.value;
              onChange(event.target.value);
            }}
            className="block min-h-0 flex-1 resize-none rounded-none border-0 font-mono hover:border-0 focus:outline-none"
          />
          {canHold(value) ? null : (
            <p className="border-t px-3 py-2 text-12 text-subtle">{t("rte_source_note")}</p>
          )}
        </>
      ) : (
        <EditorContent
          editor={editor}
          className="grid min-h-0 flex-1 overflow-auto text-16 md:text-14"
        />
      )}
    </div>
  );
}
