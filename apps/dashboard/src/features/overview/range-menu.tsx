"use client";

import { Button } from "@ecomm/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@ecomm/ui/dropdown-menu";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDay } from "@ecomm/ui/lib/dates";
import { Calendar, ChevronDown } from "lucide-react";
import type { Payments, Range } from "@/api/stores";
import { overviewTexts } from "./texts";

const RANGES: readonly Range[] = ["7d", "30d", "90d"];

/** A range out of the URL; anything else is the default. */
export function readRange(value: string | null): Range {
  return RANGES.find((range) => range === value) ?? "30d";
}

/** The period of the page, with its first and last day. */
export function RangeMenu({
  range,
  days,
  onChange,
  payments,
  onPayments,
}: {
  range: Range;
  days: { since: string; until: string } | null;
  onChange: (range: Range) => void;
  /** What the figures are made of; null where there is nothing to choose. */
  payments: Payments | null;
  onPayments: (payments: Payments) => void;
}) {
  const t = useTexts(overviewTexts);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button>
          <Calendar aria-hidden />
          {t(`range_${range}`)}
          {days ? (
            <span className="num font-normal text-subtle max-md:hidden">
              {formatDay(days.since, "day", t.locale)} – {formatDay(days.until, "day", t.locale)}
            </span>
          ) : null}
          <ChevronDown className="size-3.5!" aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuRadioGroup value={range} onValueChange={(value) => onChange(readRange(value))}>
          {RANGES.map((choice) => (
            <DropdownMenuRadioItem key={choice} value={choice}>
              {t(`range_${choice}`)}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        {payments ? (
          <>
            <DropdownMenuSeparator />
            <DropdownMenuLabel>{t("payments_label")}</DropdownMenuLabel>
            <DropdownMenuRadioGroup
              value={payments}
              onValueChange={(value) => onPayments(value === "test" ? "test" : "live")}
            >
              <DropdownMenuRadioItem value="live">{t("payments_live")}</DropdownMenuRadioItem>
              <DropdownMenuRadioItem value="test">{t("payments_test")}</DropdownMenuRadioItem>
            </DropdownMenuRadioGroup>
          </>
        ) : null}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
