"use client";

import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { dayOf, formatDay } from "@ecomm/ui/lib/dates";
import { Popover, PopoverContent, PopoverTrigger } from "@ecomm/ui/popover";
import { Calendar, Check, ChevronDown } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { Range } from "@/api/stores";
import type { Chosen } from "./chosen";
import { fits } from "./period";
import { analyticsTexts } from "./texts";

const RANGES: readonly Range[] = ["7d", "30d", "90d"];

/** The period of a report: the last days or days of one's own, and which orders count. */
export function PeriodMenu({
  chosen,
  shown,
}: {
  chosen: Chosen;
  shown: { since: string; until: string } | null;
}) {
  const t = useTexts(analyticsTexts);
  const [open, setOpen] = useState(false);
  const { asked, store } = chosen;
  const today = dayOf(new Date(), store.timezone);
  const range = "range" in asked ? asked.range : null;
  const pick = (changes: Record<string, string | null>) => {
    chosen.set({ page: null, ...changes });
    setOpen(false);
  };
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const from = String(form.get("from"));
    const to = String(form.get("to"));
    if (fits(from, to, today)) pick({ range: null, from, to });
    else setWrong(true);
  }
  const [wrong, setWrong] = useState(false);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button>
          <Calendar aria-hidden />
          {range ? t(`range_${range}`) : t("period")}
          {shown ? (
            <span className="num font-normal text-subtle max-md:hidden">
              {formatDay(shown.since, "day", t.locale)} – {formatDay(shown.until, "day", t.locale)}
            </span>
          ) : null}
          <ChevronDown className="size-3.5!" aria-hidden />
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t("period")} data-filter>
        <Choices
          label={t("period")}
          choices={RANGES.map((key) => ({ key, label: t(`range_${key}`) }))}
          current={range}
          onChoose={(key) => pick({ range: key, from: null, to: null })}
        />
        <form onSubmit={submit} className="mt-3 grid grid-cols-2 gap-2 border-t pt-3">
          <Field label={t("from_day")}>
            <Input
              type="date"
              name="from"
              max={today}
              defaultValue={shown?.since}
              onChange={() => setWrong(false)}
            />
          </Field>
          <Field label={t("to_day")}>
            <Input
              type="date"
              name="to"
              max={today}
              defaultValue={shown?.until}
              onChange={() => setWrong(false)}
            />
          </Field>
          {wrong ? (
            <p role="alert" className="col-span-2 text-12 text-danger">
              {t("days_wrong")}
            </p>
          ) : null}
          <Button type="submit" className="col-span-2">
            {t("show")}
          </Button>
        </form>
        {chosen.choice ? (
          <div className="mt-3 border-t pt-3">
            <Choices
              label={t("payments_label")}
              choices={[
                { key: "live", label: t("payments_live") },
                { key: "test", label: t("payments_test") },
              ]}
              current={asked.payments}
              onChoose={(payments) => pick({ payments })}
            />
          </div>
        ) : null}
      </PopoverContent>
    </Popover>
  );
}

function Choices({
  label,
  choices,
  current,
  onChoose,
}: {
  label: string;
  choices: readonly { key: string; label: string }[];
  current: string | null;
  onChoose: (key: string) => void;
}) {
  return (
    <fieldset className="grid gap-0.5">
      <legend className="mb-1 text-12 font-medium text-muted">{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.key}
          type="button"
          aria-pressed={choice.key === current}
          onClick={() => onChoose(choice.key)}
          className="flex h-10 items-center gap-2 rounded-sm px-2 text-start text-13 hover:bg-sunken md:h-8"
        >
          <span className="flex-1">{choice.label}</span>
          {choice.key === current ? <Check className="size-4 text-accent" aria-hidden /> : null}
        </button>
      ))}
    </fieldset>
  );
}
