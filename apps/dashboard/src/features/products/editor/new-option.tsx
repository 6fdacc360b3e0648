"use client";

import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@ecomm/ui/popover";
import { TokenInput } from "@ecomm/ui/token-input";
import { Plus } from "lucide-react";
import { useState } from "react";
import { editorTexts } from "./texts";

/** Asks for an option's name and values. */
export function NewOption({
  taken,
  disabled,
  onAdd,
}: {
  taken: readonly string[];
  disabled: boolean;
  onAdd: (name: string, values: string[]) => boolean;
}) {
  const t = useTexts(editorTexts);
  const [open, setOpen] = useState(false);
  const [name, setName] = useState("");
  const [values, setValues] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const clash = taken.some((other) => other.toLowerCase() === name.trim().toLowerCase());
  const nameError = name.trim() === "" ? t("option_missing") : clash ? t("option_taken") : null;
  const valueError = values.length === 0 ? t("option_value_missing") : null;

  function close() {
    setOpen(false);
    setName("");
    setValues([]);
    setTried(false);
  }

  return (
    <Popover open={open} onOpenChange={(next) => (next ? setOpen(true) : close())}>
      <PopoverTrigger asChild>
        <Button size="sm" disabled={disabled}>
          <Plus aria-hidden />
          {t("option_add")}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="grid w-80 gap-3 p-4">
        <Field label={t("option_name")} error={tried ? nameError : null}>
          <Input
            value={name}
            maxLength={60}
            autoFocus
            placeholder={t("option_name_hint")}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        <Field label={t("option_values")} error={tried ? valueError : null}>
          <TokenInput
            value={values}
            onValueChange={setValues}
            placeholder={t("option_values_hint")}
            maxLength={120}
          />
        </Field>
        <Button
          variant="primary"
          onClick={() => {
            setTried(true);
            if (!nameError && !valueError && onAdd(name.trim(), values)) close();
          }}
        >
          {t("option_done")}
        </Button>
      </PopoverContent>
    </Popover>
  );
}
