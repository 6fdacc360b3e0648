"use client";

import { Button } from "@ecomm/ui/button";
import { FilterChip, type ListControls } from "@ecomm/ui/data-table";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatDay } from "@ecomm/ui/lib/dates";
import { Popover, PopoverContent, PopoverTrigger } from "@ecomm/ui/popover";
import { CalendarDays } from "lucide-react";
import { useState } from "react";
import { dayPlus, dayStart, isDay } from "@/shell/day-start";
import { listTexts } from "./list-texts";

/** Days back from today, today counted. */
export const PRESETS = { today: 1, "7d": 7, "30d": 30, "90d": 90 } as const;
type Preset = keyof typeof PRESETS;

/** What the address says of days, as the API takes it: `placed` is a preset, `from` and `to` days,
 * both counted. Days that do not exist are as if nothing was said. */
export function placedRange(
  filters: Readonly<Record<string, string>>,
  today: string,
  timeZone: string,
): { placed_from?: string; placed_to?: string } {
  const { placed, from, to } = filters;
  if (placed && placed in PRESETS) {
    return { placed_from: dayStart(dayPlus(today, 1 - PRESETS[placed as Preset]), timeZone) };
  }
  return {
    ...(from && isDay(from) ? { placed_from: dayStart(from, timeZone) } : {}),
    ...(to && isDay(to) ? { placed_to: dayStart(dayPlus(to, 1), timeZone) } : {}),
  };
}

/** Which days' orders are shown. */
export function DateFilter({ list }: { list: ListControls }) {
  const t = useTexts(listTexts);
  const { filters } = list.state;
  const [open, setOpen] = useState(false);
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const { placed: _placed, from: _from, to: _to, ...others } = filters;
  const wrong = from !== "" && to !== "" && to < from;

  function show(days: Record<string, string>) {
    list.update({ filters: { ...others, ...days } });
    setOpen(false);
  }

  const chosen = rangeText(filters, t);
  return (
    <>
      {chosen ? <FilterChip name={t("placed")} value={chosen} onRemove={() => show({})} /> : null}
      <Popover
        open={open}
        onOpenChange={(next) => {
          setFrom(filters.from ?? "");
          setTo(filters.to ?? "");
          setOpen(next);
        }}
      >
        <PopoverTrigger className="inline-flex h-10 items-center gap-1.5 rounded-full border border-dashed border-strong px-3 text-12 font-medium text-muted hover:text-text data-[state=open]:text-text md:h-7">
          <CalendarDays className="size-3.5" aria-hidden />
          {t("placed")}
        </PopoverTrigger>
        <PopoverContent aria-label={t("placed")} data-filter>
          <div className="grid grid-cols-2 gap-1">
            {(Object.keys(PRESETS) as Preset[]).map((preset) => (
              <Button
                key={preset}
                size="sm"
                aria-pressed={filters.placed === preset}
                onClick={() => show({ placed: preset })}
              >
                {t(`placed_${preset}`)}
              </Button>
            ))}
          </div>
          <form
            className="mt-3 grid grid-cols-2 gap-2 border-t pt-3"
            onSubmit={(event) => {
              event.preventDefault();
              if (!wrong) show({ ...(from ? { from } : {}), ...(to ? { to } : {}) });
            }}
          >
            <Field label={t("placed_from")}>
              <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
            </Field>
            <Field label={t("placed_to")} error={wrong ? t("placed_wrong") : undefined}>
              <Input type="date" value={to} onChange={(event) => setTo(event.target.value)} />
            </Field>
            <Button type="submit" size="sm" className="col-span-2" disabled={!from && !to}>
              {t("placed_apply")}
            </Button>
          </form>
        </PopoverContent>
      </Popover>
    </>
  );
}

function rangeText(
  { placed, from, to }: Readonly<Record<string, string>>,
  t: ReturnType<typeof useTexts<(typeof listTexts)["messages"]>>,
): string | null {
  if (placed) return t(`placed_${placed as Preset}`);
  const first = from && isDay(from) ? formatDay(from, "dayYear", t.locale) : null;
  const last = to && isDay(to) ? formatDay(to, "dayYear", t.locale) : null;
  if (first && last) return t("placed_between", { from: first, to: last });
  if (first) return t("placed_since", { day: first });
  return last ? t("placed_until", { day: last }) : null;
}
