"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { toast } from "@ecomm/ui/toast";
import { useRef, useState } from "react";
import { uploadPicture } from "@/api/products";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { pictureTexts } from "./texts";

export type Picture = Schema<"ImageOut">;

/** One picture of something: uploaded as soon as it is chosen, kept when the form is saved. */
export function PictureField({
  storeId,
  image,
  help,
  className,
  onChange,
}: {
  storeId: string;
  image: Picture | null;
  /** What stands in its place without one. */
  help: string;
  className?: string;
  onChange: (image: Picture | null) => void;
}) {
  const t = useTexts(pictureTexts);
  const shell = useTexts(shellTexts);
  const file = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  async function choose(chosen: File) {
    setBusy(true);
    try {
      onChange(await uploadPicture(storeId, null, chosen, () => undefined));
    } catch (error) {
      toast.error(`${t("failed", { name: chosen.name })}. ${troubleText(error, shell)}`);
    } finally {
      setBusy(false);
    }
  }
  return (
    <div className={cn("grid gap-3", className)}>
      {image ? (
        // biome-ignore lint/performance/noImgElement: pictures come sized from the API
        <img src={image.url} alt={image.alt} className="max-h-60 w-full rounded-md object-cover" />
      ) : (
        <p className="text-12 text-subtle">{help}</p>
      )}
      <input
        ref={file}
        type="file"
        accept="image/jpeg,image/png,image/webp,image/avif"
        className="sr-only"
        aria-label={t("add")}
        tabIndex={-1}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) void choose(chosen);
          event.target.value = "";
        }}
      />
      <div className="flex flex-wrap gap-2">
        <Button pending={busy} onClick={() => file.current?.click()}>
          {t("add")}
        </Button>
        {image ? <Button onClick={() => onChange(null)}>{t("remove")}</Button> : null}
      </div>
    </div>
  );
}
