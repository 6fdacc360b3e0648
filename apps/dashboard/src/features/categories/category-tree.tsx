"use client";

import {
  closestCenter,
  DndContext,
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
import { IconButton } from "@ecomm/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@ecomm/ui/dropdown-menu";
import { useTexts } from "@ecomm/ui/i18n";
import { cn } from "@ecomm/ui/lib/cn";
import { Thumb } from "@ecomm/ui/thumb";
import { CornerDownRight, GripVertical, MoveVertical, Pencil, Trash2 } from "lucide-react";
import Link from "next/link";
import { useId } from "react";
import { useMay } from "@/shell/may";
import { dropped, type Move, type Step, stepped } from "./moves";
import { categoriesTexts } from "./texts";
import { type Branch, type Category, treeOf } from "./tree";

const STEPS: readonly Step[] = ["up", "down", "in", "out"];

interface Props {
  storeId: string;
  all: readonly Category[];
  onMove: (moved: Category, moves: Move[]) => void;
  onEdit: (category: Category) => void;
  onDelete: (category: Category) => void;
}

/** The tree: drag a row onto another to take its place, or move it by its menu. */
export function CategoryTree(props: Props) {
  const t = useTexts(categoriesTexts);
  const { all, onMove } = props;
  const dnd = useId();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const rows = treeOf(all);
  const nameOf = (id: string | number) => all.find((category) => category.id === id)?.name ?? "";
  return (
    <DndContext
      id={dnd}
      sensors={sensors}
      collisionDetection={closestCenter}
      onDragEnd={({ active, over }) => {
        const moved = all.find((category) => category.id === active.id);
        const moves = moved && over ? dropped(all, moved.id, String(over.id)) : null;
        if (moved && moves) onMove(moved, moves);
      }}
      accessibility={{
        screenReaderInstructions: { draggable: t("drag_instructions") },
        announcements: {
          onDragStart: ({ active }) => t("drag_lifted", { name: nameOf(active.id) }),
          onDragOver: ({ active, over }) =>
            over ? t("drag_over", { name: nameOf(active.id), other: nameOf(over.id) }) : undefined,
          onDragEnd: ({ active }) => t("drag_dropped", { name: nameOf(active.id) }),
          onDragCancel: ({ active }) => t("drag_cancelled", { name: nameOf(active.id) }),
        },
      }}
    >
      <SortableContext
        items={rows.map(({ category }) => category.id)}
        strategy={verticalListSortingStrategy}
      >
        <ul>
          {rows.map((branch) => (
            <Row key={branch.category.id} {...props} branch={branch} />
          ))}
        </ul>
      </SortableContext>
    </DndContext>
  );
}

function Row({ storeId, all, branch, onMove, onEdit, onDelete }: Props & { branch: Branch }) {
  const t = useTexts(categoriesTexts);
  const may = useMay();
  const { category, depth } = branch;
  const { name } = category;
  const {
    attributes,
    listeners,
    setNodeRef,
    setActivatorNodeRef,
    transform,
    transition,
    isDragging,
  } = useSortable({ id: category.id, disabled: !may("catalog") });
  return (
    <li
      ref={setNodeRef}
      className={cn(
        "relative flex min-h-13 items-center gap-3 border-t px-4 py-1.5 text-13 first:border-0",
        isDragging && "z-10 bg-surface shadow-pop",
      )}
      style={{
        paddingInlineStart: `${(may("catalog") ? 8 : 16) + depth * 24}px`,
        ...(transform ? { transform: `translate3d(0, ${Math.round(transform.y)}px, 0)` } : {}),
        ...(transition ? { transition } : {}),
      }}
    >
      {may("catalog") ? (
        <IconButton
          ref={setActivatorNodeRef}
          className="cursor-grab touch-none"
          {...attributes}
          {...listeners}
          label={t("drag", { name })}
        >
          <GripVertical aria-hidden />
        </IconButton>
      ) : null}
      {depth > 0 ? (
        <CornerDownRight className="size-4 shrink-0 text-subtle rtl:-scale-x-100" aria-hidden />
      ) : null}
      {category.image ? <Thumb picture={category.image} size={32} /> : null}
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{name}</span>
        {category.description ? (
          <span className="block truncate text-12 text-subtle">{category.description}</span>
        ) : null}
      </span>
      <Link
        href={`/stores/${storeId}/products?category_id=${category.id}`}
        aria-label={`${t("products", { count: category.products })}. ${t("see", { name })}`}
        className="num rounded-xs text-12 whitespace-nowrap text-muted hover:text-accent max-sm:hidden"
      >
        {t("products", { count: category.products })}
      </Link>
      {may("catalog") ? (
        <span className="flex">
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <IconButton label={t("move", { name })}>
                <MoveVertical aria-hidden />
              </IconButton>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              {STEPS.map((step) => {
                const moves = stepped(all, category.id, step);
                return (
                  <DropdownMenuItem
                    key={step}
                    disabled={!moves?.length}
                    onSelect={() => {
                      if (moves) onMove(category, moves);
                    }}
                  >
                    {t(`move_${step}`)}
                  </DropdownMenuItem>
                );
              })}
            </DropdownMenuContent>
          </DropdownMenu>
          <IconButton label={t("edit", { name })} onClick={() => onEdit(category)}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton label={t("delete", { name })} onClick={() => onDelete(category)}>
            <Trash2 aria-hidden />
          </IconButton>
        </span>
      ) : null}
    </li>
  );
}
