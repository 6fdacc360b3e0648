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
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { Button, IconButton } from "@ecomm/ui/button";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { GripVertical, Pencil, Plus, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { type CSSProperties, useId, useState } from "react";
import { type Menu, menusQuery, saveMenu } from "@/api/site";
import { useStore } from "@/features/stores/store-context";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { itemsOf, type Line, linesOf, moved, settled } from "./menu-lines";
import { siteTexts } from "./texts";

const LineDialog = dynamic(() => import("./line-dialog").then((part) => part.LineDialog), {
  ssr: false,
});

/** Which line is edited, or where a new one comes. */
type Editing = { at: number; depth: 0 | 1; line: Line | null };

/** One menu: lines in order, two levels, by drag or keyboard. Saved as a whole. */
export function MenuEditor({ menu }: { menu: Menu }) {
  const t = useTexts(siteTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const dnd = useId();
  const known = linesOf(menu);
  const [draft, setDraft] = useState<Line[] | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const lines = draft ?? known;
  const save = useMutation({
    mutationFn: () => saveMenu(store.id, menu.menu, itemsOf(lines)),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: menusQuery(store.id).queryKey });
      setDraft(null);
      toast.success(t("menu_saved"));
    },
  });
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const placeOf = (key: string | number) => lines.findIndex((line) => line.key === key);
  const nameOf = (key: string | number) => lines[placeOf(key)]?.label ?? "";
  const said = (key: string | number, over: string | number | undefined) => ({
    name: nameOf(key),
    place: placeOf(over ?? key) + 1,
  });
  function dropped({ active, over }: DragEndEvent) {
    if (over && over.id !== active.id) setDraft(moved(lines, placeOf(active.id), placeOf(over.id)));
  }
  function put(line: Line, { at, line: before }: Editing) {
    const next = [...lines];
    if (before) next[at] = line;
    else next.splice(at, 0, line);
    setDraft(settled(next));
  }
  function remove(at: number) {
    const next = lines.filter((_, place) => place !== at);
    // What stood below a removed line stands at the top, or below the line before.
    setDraft(settled(next));
  }
  const editable = may("content");
  return (
    <Panel aria-label={t(`menu_${menu.menu}`)}>
      <PanelHeader title={t(`menu_${menu.menu}`)} />
      <div className="grid gap-3 px-4 pb-4 text-13">
        <p className="text-12 text-subtle">{t(`menu_${menu.menu}_note`)}</p>
        <FormProblem>{save.error ? troubleText(save.error, shell) : null}</FormProblem>
        {lines.length === 0 ? <p className="text-muted">{t("menu_empty")}</p> : null}
        <DndContext
          id={dnd}
          sensors={sensors}
          collisionDetection={closestCenter}
          onDragEnd={dropped}
          accessibility={{
            announcements: {
              onDragStart: ({ active }) => t("lifted", { name: nameOf(active.id) }),
              onDragOver: ({ active, over }) => t("moved", said(active.id, over?.id)),
              onDragEnd: ({ active, over }) => t("dropped", said(active.id, over?.id)),
              onDragCancel: ({ active }) => t("put_back", { name: nameOf(active.id) }),
            },
          }}
        >
          <SortableContext
            items={lines.map((line) => line.key)}
            strategy={verticalListSortingStrategy}
          >
            <ul>
              {lines.map((line, at) => (
                <MenuLine
                  key={line.key}
                  line={line}
                  editable={editable}
                  onEdit={() => setEditing({ at, depth: line.depth, line })}
                  onRemove={() => remove(at)}
                  onAddBelow={() => setEditing({ at: at + 1, depth: 1, line: null })}
                />
              ))}
            </ul>
          </SortableContext>
        </DndContext>
        {editable ? (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setEditing({ at: lines.length, depth: 0, line: null })}>
              <Plus aria-hidden />
              {t("line_add")}
            </Button>
            {draft ? (
              <>
                <Button
                  variant="primary"
                  className="ms-auto"
                  pending={save.isPending}
                  onClick={() => save.mutate()}
                >
                  {t("menu_save")}
                </Button>
                <Button
                  variant="ghost"
                  onClick={() => {
                    save.reset();
                    setDraft(null);
                  }}
                >
                  {t("menu_discard")}
                </Button>
              </>
            ) : null}
          </div>
        ) : null}
      </div>
      {editing ? (
        <LineDialog
          storeId={store.id}
          line={editing.line}
          depth={editing.depth}
          onClose={() => setEditing(null)}
          onDone={(line) => put(line, editing)}
        />
      ) : null}
    </Panel>
  );
}

function MenuLine({
  line,
  editable,
  onEdit,
  onRemove,
  onAddBelow,
}: {
  line: Line;
  editable: boolean;
  onEdit: () => void;
  onRemove: () => void;
  onAddBelow: () => void;
}) {
  const t = useTexts(siteTexts);
  const sortable = useSortable({ id: line.key, disabled: !editable });
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition } =
    sortable;
  const style: CSSProperties = {
    ...(transform ? { transform: `translate3d(0, ${Math.round(transform.y)}px, 0)` } : {}),
    ...(transition ? { transition } : {}),
  };
  const name = line.label;
  return (
    <li
      ref={setNodeRef}
      style={style}
      className={cn(
        "flex min-h-12 items-center gap-2 border-t py-1 first:border-0",
        line.depth === 1 && "ps-8",
        sortable.isDragging && "relative z-10 rounded-md bg-raised shadow-pop",
      )}
    >
      {editable ? (
        <button
          type="button"
          ref={setActivatorNodeRef}
          {...attributes}
          {...listeners}
          aria-label={t("line_move", { name })}
          className="grid size-10 shrink-0 cursor-grab touch-none place-items-center rounded-sm text-subtle hover:bg-hover md:size-8"
        >
          <GripVertical className="size-4" aria-hidden />
        </button>
      ) : null}
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        <span className="block truncate text-12 text-subtle">
          {line.hidden ? t("line_hidden") : (line.title ?? line.url)}
        </span>
      </span>
      {editable ? (
        <span className="flex">
          {line.depth === 0 ? (
            <IconButton label={t("line_add_below", { name })} onClick={onAddBelow}>
              <Plus aria-hidden />
            </IconButton>
          ) : null}
          <IconButton label={t("line_edit", { name })} onClick={onEdit}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton label={t("line_remove", { name })} onClick={onRemove}>
            <Trash2 aria-hidden />
          </IconButton>
        </span>
      ) : null}
    </li>
  );
}
