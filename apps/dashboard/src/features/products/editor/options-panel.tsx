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
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { useTexts } from "@ecomm/ui/i18n";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { toast } from "@ecomm/ui/toast";
import { useId } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import { useMay } from "@/shell/may";
import { Fields } from "./fields";
import {
  addOption,
  addValue,
  addVariants,
  combinationCount,
  MAX_OPTIONS,
  MAX_VARIANTS,
  type Matrix,
  missing,
  moveOption,
  removeOption,
  removeValue,
  renameOption,
  tooMany,
  variantTitle,
} from "./matrix";
import { NewOption } from "./new-option";
import { OptionRow } from "./option-rows";
import { editorTexts } from "./texts";
import type { EditorValues } from "./values";
import { VariantsTable } from "./variants-table";

/** Options, and the variants they make. */
export function OptionsPanel({ currency, inclusive }: { currency: string; inclusive: boolean }) {
  const t = useTexts(editorTexts);
  const { control, setValue, getValues } = useFormContext<EditorValues>();
  const options = useWatch({ control, name: "options" });
  const count = useWatch({ control, name: "variants", compute: (all) => all.length });
  const dnd = useId();
  const may = useMay();
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 6 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );

  const now = (): Matrix => ({ options: getValues("options"), variants: getValues("variants") });
  /** Puts a new matrix in place; refuses one that is over the limits. */
  function put(next: Matrix): boolean {
    if (tooMany(next.options)) {
      toast.error(t("too_many", { max: MAX_VARIANTS }));
      return false;
    }
    setValue("options", next.options, { shouldDirty: true });
    setValue("variants", next.variants, { shouldDirty: true });
    return true;
  }

  const matrix = now();
  const gaps = options.length > 0 && count < combinationCount(options) ? missing(matrix) : [];
  const [gap] = gaps;
  return (
    <Panel>
      <PanelHeader
        title={t("options")}
        end={
          may("catalog") ? (
            <NewOption
              taken={options.map((option) => option.name)}
              disabled={options.length >= MAX_OPTIONS}
              onAdd={(name, values) => put(addOption(now(), name, values))}
            />
          ) : null
        }
      />
      {options.length === 0 ? (
        <p className="px-4 pb-4 text-13 text-muted">
          {t(may("catalog") ? "options_none" : "options_none_viewer")}
        </p>
      ) : (
        <>
          <Fields>
            <DndContext
              id={dnd}
              sensors={sensors}
              collisionDetection={closestCenter}
              onDragEnd={({ active, over }) => {
                if (!over || active.id === over.id) return;
                const names = options.map((option) => option.name);
                const from = names.indexOf(String(active.id));
                put(moveOption(now(), from, names.indexOf(String(over.id))));
              }}
              accessibility={{
                screenReaderInstructions: { draggable: t("drag_instructions") },
              }}
            >
              <SortableContext
                items={options.map((option) => option.name)}
                strategy={verticalListSortingStrategy}
              >
                <ul className="mx-4 overflow-hidden rounded-md border">
                  {options.map((option, at) => (
                    <OptionRow
                      key={option.name}
                      option={option}
                      actions={{
                        rename: (name) => {
                          if (name === option.name) return true;
                          const clash = options.some((o, i) => i !== at && o.name === name);
                          if (name === "" || clash) {
                            toast.error(clash ? t("option_taken") : t("option_missing"));
                            return false;
                          }
                          return put(renameOption(now(), at, name));
                        },
                        addValue: (value) => put(addValue(now(), at, value)),
                        removeValue: (value) => put(removeValue(now(), at, value)),
                        remove: () => put(removeOption(now(), at)),
                      }}
                    />
                  ))}
                </ul>
              </SortableContext>
            </DndContext>
            <div className="flex min-h-10 flex-wrap items-center justify-between gap-2 px-4 pt-2 pb-1.5 text-12 text-muted">
              <span className="num">
                {t("combos", { have: count, all: combinationCount(options) })}{" "}
                {gap ? (
                  <span className="text-subtle">
                    {gaps.length === 1
                      ? t("combo_left_out", {
                          name: variantTitle(options, {
                            options: gap,
                          } as Matrix["variants"][number]),
                        })
                      : t("combos_left_out", { count: gaps.length })}
                  </span>
                ) : null}
              </span>
              {gap ? (
                <button
                  type="button"
                  onClick={() => put(addVariants(now(), gaps))}
                  className="rounded-xs font-medium text-accent in-disabled:hidden hover:underline"
                >
                  {gaps.length === 1 ? t("combos_add_one") : t("combos_add")}
                </button>
              ) : null}
            </div>
          </Fields>
          <VariantsTable currency={currency} inclusive={inclusive} />
        </>
      )}
    </Panel>
  );
}
