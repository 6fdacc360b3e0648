"use client";

import { Columns3 } from "lucide-react";
import { useCallback, useEffect, useState } from "react";
import { IconButton } from "../button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "../dropdown-menu";
import { useTexts } from "../i18n";
import { uiTexts } from "../texts";
import type { Column } from "./types";

export type Visibility = Record<string, boolean>;
type Change = Visibility | ((old: Visibility) => Visibility);

/** Which columns a person hid, kept in this browser per table. */
export function useColumnVisibility(id: string): [Visibility, (change: Change) => void] {
  const key = `ecomm:columns:${id}`;
  const [visibility, setVisibility] = useState<Visibility>({});

  useEffect(() => {
    const hidden = (localStorage.getItem(key) ?? "").split(",").filter(Boolean);
    setVisibility(Object.fromEntries(hidden.map((name) => [name, false])));
  }, [key]);

  const change = useCallback(
    (next: Change) => {
      setVisibility((old) => {
        const made = typeof next === "function" ? next(old) : next;
        const hidden = Object.keys(made).filter((name) => made[name] === false);
        if (hidden.length > 0) localStorage.setItem(key, hidden.join(","));
        else localStorage.removeItem(key);
        return made;
      });
    },
    [key],
  );
  return [visibility, change];
}

export function ColumnChoice<Row>({
  columns,
  visibility,
  onChange,
}: {
  columns: readonly Column<Row>[];
  visibility: Visibility;
  onChange: (change: Change) => void;
}) {
  const t = useTexts(uiTexts);
  const choices = columns.filter((column) => column.hideable !== false);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton label={t("columns")} className="max-md:hidden">
          <Columns3 aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuLabel>{t("columns")}</DropdownMenuLabel>
        {choices.map((column) => (
          <DropdownMenuCheckboxItem
            key={column.id}
            checked={visibility[column.id] !== false}
            onSelect={(event) => event.preventDefault()}
            onCheckedChange={(on) => onChange((old) => ({ ...old, [column.id]: on === true }))}
          >
            {column.header}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
