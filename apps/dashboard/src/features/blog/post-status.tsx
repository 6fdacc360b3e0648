"use client";

import { useTexts } from "@ecomm/ui/i18n";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import type { PostRow } from "@/api/blog";
import { blogTexts } from "./texts";

const LOOKS: Record<PostRow["state"], { glyph: Glyph; tone: Tone }> = {
  draft: { glyph: "circle-draft", tone: "idle" },
  scheduled: { glyph: "circle-half", tone: "info" },
  published: { glyph: "circle-full", tone: "success" },
};

/** Where a post stands. */
export function PostStatus({ state }: { state: PostRow["state"] }) {
  const t = useTexts(blogTexts);
  const { glyph, tone } = LOOKS[state];
  return (
    <Status glyph={glyph} tone={tone}>
      {t(`state_${state}`)}
    </Status>
  );
}
