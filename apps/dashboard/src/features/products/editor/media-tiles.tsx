"use client";

import { useSortable } from "@dnd-kit/sortable";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { Progress } from "@ecomm/ui/progress";
import { pictureUrl } from "@ecomm/ui/thumb";
import { GripVertical, RotateCw, Type } from "lucide-react";
import type { CSSProperties } from "react";
import type { Media } from "@/api/products";
import { editorTexts } from "./texts";
import type { Upload } from "./use-uploads";

const label =
  "absolute inline-flex h-5 items-center gap-1 rounded-full px-2 text-11 font-medium whitespace-nowrap";

/** One picture: click to describe it, drag (or lift by keyboard) to move it. */
export function MediaTile({
  media,
  index,
  chosen,
  onChoose,
}: {
  media: Media;
  index: number;
  chosen: boolean;
  onChoose: () => void;
}) {
  const t = useTexts(editorTexts);
  const {
    attributes,
    listeners,
    setNodeRef,
    setActivatorNodeRef,
    transform,
    transition,
    isDragging,
  } = useSortable({ id: media.id });
  const main = index === 0;
  const style: CSSProperties = {
    ...(transform
      ? { transform: `translate3d(${Math.round(transform.x)}px, ${Math.round(transform.y)}px, 0)` }
      : {}),
    ...(transition ? { transition } : {}),
  };
  return (
    <li
      ref={setNodeRef}
      style={style}
      className={cn(
        "relative aspect-square rounded-md bg-pic",
        main && "col-span-2 row-span-2",
        chosen && "outline-2 outline-offset-2 outline-accent",
        isDragging && "z-10 opacity-80 shadow-pop",
      )}
    >
      <button
        type="button"
        aria-pressed={chosen}
        aria-label={t("media_select", { index: index + 1, name: media.alt || media.filename })}
        onClick={onChoose}
        className="absolute inset-0 overflow-hidden rounded-md"
      >
        {/* biome-ignore lint/performance/noImgElement: stored in fitting widths, needs no optimiser */}
        <img
          src={pictureUrl(media, main ? 320 : 160)}
          alt=""
          loading="lazy"
          decoding="async"
          draggable={false}
          className="size-full object-cover"
        />
      </button>
      <button
        type="button"
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
        aria-label={t("media_move", { index: index + 1 })}
        className="absolute start-1.5 top-1.5 grid size-8 cursor-grab in-disabled:hidden touch-none place-items-center rounded-xs bg-pic-label text-pic-label-muted inset-ring inset-ring-pic-label-line md:size-6"
      >
        <GripVertical className="size-3.5" aria-hidden />
      </button>
      {main ? (
        <span className={cn(label, "start-2 bottom-2 bg-pic-label text-on-pic-label")}>
          {t("media_main")}
        </span>
      ) : null}
      {media.alt === "" ? (
        <span
          className={cn(
            label,
            "start-1.5 bg-pic-warning px-1.5 text-on-pic-warning",
            main ? "bottom-8.5" : "bottom-1.5",
          )}
        >
          <Type className="size-2.75" aria-hidden />
          {t("media_no_alt")}
        </span>
      ) : null}
    </li>
  );
}

/** A picture on its way up, or one that did not make it. */
export function UploadTile({
  upload,
  onRetry,
  onDismiss,
}: {
  upload: Upload;
  onRetry: () => void;
  onDismiss: () => void;
}) {
  const t = useTexts(editorTexts);
  const retryable = upload.file.type.startsWith("image/");
  return (
    <li className="relative grid aspect-square place-items-center overflow-hidden rounded-md bg-sunken p-2 text-center text-12">
      {upload.error === null ? (
        <>
          {/* biome-ignore lint/performance/noImgElement: a local preview */}
          <img
            src={upload.preview}
            alt=""
            className="absolute inset-0 size-full object-cover opacity-40"
          />
          <span className="absolute inset-x-3 bottom-3">
            <Progress
              value={upload.ratio}
              label={t("media_uploading", { name: upload.name })}
              size="md"
            />
          </span>
        </>
      ) : (
        <div role="alert" className="grid min-w-0 gap-1.5 text-danger">
          <p className="line-clamp-3 break-words">
            {t("media_failed", { name: upload.name, reason: upload.error })}
          </p>
          <span className="flex flex-wrap justify-center gap-1">
            {retryable ? (
              <Button size="sm" onClick={onRetry}>
                <RotateCw aria-hidden />
                {t("media_retry")}
              </Button>
            ) : null}
            <Button size="sm" variant="ghost" onClick={onDismiss}>
              {t("media_dismiss")}
            </Button>
          </span>
        </div>
      )}
    </li>
  );
}
