"use client";

import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  arrayMove,
  rectSortingStrategy,
  SortableContext,
  sortableKeyboardCoordinates,
} from "@dnd-kit/sortable";
import { Button, IconButton } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { cn } from "@ecomm/ui/lib/cn";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { Thumb } from "@ecomm/ui/thumb";
import { toast } from "@ecomm/ui/toast";
import { ImagePlus, Plus, Trash2 } from "lucide-react";
import { useId, useRef, useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import type { Media } from "@/api/products";
import { useMay } from "@/shell/may";
import { MediaTile, UploadTile } from "./media-tiles";
import { editorTexts } from "./texts";
import { MAX_MEDIA, useUploads } from "./use-uploads";
import type { EditorValues } from "./values";

const ACCEPT = "image/jpeg,image/png,image/webp,image/avif,image/gif";

/** Pictures: upload, order by drag or keyboard, alternative text. Saved with the product. */
export function MediaPanel({ storeId }: { storeId: string }) {
  const t = useTexts(editorTexts);
  const { control, getValues, setValue } = useFormContext<EditorValues>();
  const media = useWatch({ control, name: "media" });
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const dnd = useId();
  const may = useMay();
  const set = (next: Media[]) => setValue("media", next, { shouldDirty: true });
  const { uploads, add, retry, dismiss } = useUploads(storeId, (fresh) =>
    set([...getValues("media"), fresh]),
  );
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const chosen = media.find((entry) => entry.id === chosenId);
  const at = media.findIndex((entry) => entry.id === chosenId);
  const nameOf = (id: string | number) => media.find((entry) => entry.id === id)?.filename ?? "";
  const placeOf = (id: string | number) => media.findIndex((entry) => entry.id === id) + 1;

  function take(files: FileList | null) {
    if (!files || files.length === 0 || !may("catalog")) return;
    const room = MAX_MEDIA - media.length - uploads.length;
    if (files.length > room) toast.error(t("media_full", { max: MAX_MEDIA }));
    add([...files].slice(0, Math.max(0, room)));
  }

  function onDragEnd({ active, over: target }: DragEndEvent) {
    if (!target || active.id === target.id) return;
    const from = media.findIndex((entry) => entry.id === active.id);
    const to = media.findIndex((entry) => entry.id === target.id);
    set(arrayMove(media, from, to));
  }

  const nothing = media.length === 0 && uploads.length === 0;
  return (
    <Panel
      onDragOver={(event) => {
        if (!may("catalog") || !event.dataTransfer.types.includes("Files")) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(event.dataTransfer.files);
      }}
      className={cn("pb-4", over && "inset-ring-2 inset-ring-accent")}
    >
      <PanelHeader
        title={t("media")}
        note={
          media.length > 0 ? (
            <span className="num">{t("media_count", { count: media.length, max: MAX_MEDIA })}</span>
          ) : null
        }
        end={
          may("catalog") ? (
            <Button size="sm" onClick={() => input.current?.click()}>
              <ImagePlus aria-hidden />
              {t("media_add")}
            </Button>
          ) : null
        }
      />
      <input
        ref={input}
        type="file"
        accept={ACCEPT}
        multiple
        hidden
        aria-label={t("media_add")}
        onChange={(event) => {
          take(event.target.files);
          event.target.value = "";
        }}
      />
      {nothing && !may("catalog") ? (
        <p className="px-4 text-13 text-muted">{t("media_none")}</p>
      ) : nothing ? (
        <button
          type="button"
          onClick={() => input.current?.click()}
          className="mx-4 grid w-[calc(100%-32px)] justify-items-center gap-1 rounded-md border border-dashed border-strong px-4 py-8 text-13 text-muted hover:bg-hover hover:text-text"
        >
          <ImagePlus className="mb-1 size-5" aria-hidden />
          {t("media_drop")}
          <span className="text-12 text-subtle">{t("media_drop_hint")}</span>
        </button>
      ) : (
        <DndContext
          id={dnd}
          sensors={sensors}
          collisionDetection={closestCenter}
          onDragEnd={onDragEnd}
          accessibility={{
            screenReaderInstructions: { draggable: t("drag_instructions") },
            announcements: {
              onDragStart: ({ active }) => t("drag_lifted", { name: nameOf(active.id) }),
              onDragOver: ({ active, over: target }) =>
                target
                  ? t("drag_over", { name: nameOf(active.id), index: placeOf(target.id) })
                  : undefined,
              onDragEnd: ({ active, over: target }) =>
                t("drag_dropped", {
                  name: nameOf(active.id),
                  index: placeOf(target?.id ?? active.id),
                }),
              onDragCancel: ({ active }) => t("drag_cancelled", { name: nameOf(active.id) }),
            },
          }}
        >
          <SortableContext items={media.map((entry) => entry.id)} strategy={rectSortingStrategy}>
            <ul className="grid grid-cols-3 gap-2 px-4 sm:grid-cols-5">
              {media.map((entry, index) => (
                <MediaTile
                  key={entry.id}
                  media={entry}
                  index={index}
                  chosen={entry.id === chosenId}
                  onChoose={() => setChosenId(entry.id === chosenId ? null : entry.id)}
                />
              ))}
              {uploads.map((upload) => (
                <UploadTile
                  key={upload.key}
                  upload={upload}
                  onRetry={() => retry(upload.key)}
                  onDismiss={() => dismiss(upload.key)}
                />
              ))}
              <li className="aspect-square in-disabled:hidden">
                <button
                  type="button"
                  aria-label={t("media_drop")}
                  onClick={() => input.current?.click()}
                  className="grid size-full place-items-center rounded-md border border-dashed border-strong text-muted hover:bg-hover hover:text-text"
                >
                  <Plus className="size-4" aria-hidden />
                </button>
              </li>
            </ul>
          </SortableContext>
        </DndContext>
      )}
      {chosen ? (
        <div className="mx-4 mt-4 flex items-end gap-3 rounded-md bg-sunken p-3">
          <Thumb picture={chosen} size={48} className="max-md:hidden" />
          <Field
            label={t("media_alt", { index: at + 1 })}
            end={t("title_count", { count: chosen.alt.length, max: 500 })}
            className="flex-1"
          >
            <Input
              value={chosen.alt}
              maxLength={500}
              placeholder={t("media_alt_hint")}
              onChange={(event) =>
                set(
                  media.map((entry) =>
                    entry.id === chosen.id ? { ...entry, alt: event.target.value } : entry,
                  ),
                )
              }
            />
          </Field>
          <IconButton
            label={t("media_remove")}
            variant="default"
            onClick={() => {
              set(media.filter((entry) => entry.id !== chosen.id));
              setChosenId(null);
            }}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ) : null}
    </Panel>
  );
}
