"use client";

import { Button, IconButton } from "@ecomm/ui/button";
import { Combobox } from "@ecomm/ui/combobox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field, FieldError } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { useMutation } from "@tanstack/react-query";
import { Plus, X } from "lucide-react";
import { useMemo, useState } from "react";
import { addWay, changeWay, type Way } from "@/api/mappings";
import { countryOptions } from "@/features/stores/choices";
import { useStore } from "@/features/stores/store-context";
import { whole } from "@/features/suppliers/figures";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { Picker } from "./picker";
import { nextPriority } from "./plain";
import { mappingsTexts } from "./texts";

interface Part {
  id: string;
  title: string;
  options: string;
  pieces: string;
}

const ANY = "any";

const partsOf = (way: Way | null): Part[] =>
  (way?.parts ?? []).map((part) => ({
    id: part.supplier_variant_id,
    title: part.title,
    options: Object.values(part.options).join(" / ") || part.external_sku,
    pieces: String(part.quantity),
  }));

/** Adds a way to get a variant, or changes one: what one unit is made of, and where it may go. */
export function WayDialog({
  variantId,
  name,
  ways,
  way,
  onClose,
  onSaved,
}: {
  variantId: string;
  name: string;
  ways: readonly Way[];
  way: Way | null;
  onClose: () => void;
  onSaved: () => Promise<void>;
}) {
  const t = useTexts(mappingsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const [parts, setParts] = useState(() => partsOf(way));
  const [supplier, setSupplier] = useState(way?.supplier_id ?? null);
  const [picking, setPicking] = useState(way === null);
  const [country, setCountry] = useState(way?.country ?? ANY);
  const [active, setActive] = useState(way?.active ?? true);
  const [tried, setTried] = useState(false);
  const countries = useMemo(
    () => [{ value: ANY, label: t("country_any") }, ...countryOptions(t.locale)],
    [t],
  );
  const chosen = new Set(parts.map((part) => part.id));
  const quantities = parts.map((part) => whole(part.pieces, 1, 1_000));
  const save = useMutation({
    mutationFn: () => {
      const body = {
        parts: parts.map((part, at) => ({
          supplier_variant_id: part.id,
          quantity: quantities[at] ?? 1,
        })),
        country: country === ANY ? null : country,
        active,
      };
      return way
        ? changeWay(store.id, way.id, body)
        : addWay(store.id, { ...body, variant_id: variantId, priority: nextPriority(ways) });
    },
    onSuccess: onSaved,
  });
  const remove = (id: string) => {
    const left = parts.filter((part) => part.id !== id);
    setParts(left);
    if (left.length === 0) {
      setSupplier(null);
      setPicking(true);
    }
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={way ? t("edit_title", { name: way.supplier_name }) : t("add_title", { name })}
        className="max-w-140"
      >
        <form
          noValidate
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            const ready = parts.length > 0 && !quantities.includes(null);
            if (ready && !save.isPending) save.mutate();
          }}
        >
          <DialogBody className="grid content-start gap-4">
            <FormProblem>{save.error ? troubleText(save.error, shell) : null}</FormProblem>
            <section className="grid grid-cols-[minmax(0,1fr)] gap-2">
              <h3 className="text-12 font-medium">{t("parts")}</h3>
              {parts.length > 0 ? (
                <ul className="grid grid-cols-[minmax(0,1fr)] gap-2">
                  {parts.map((part, at) => (
                    <li key={part.id} className="grid gap-1">
                      <span className="flex items-center gap-2 text-13">
                        <Input
                          aria-label={t("pieces", { title: part.title })}
                          {...(tried && quantities[at] === null
                            ? { "aria-invalid": true as const }
                            : {})}
                          inputMode="numeric"
                          maxLength={4}
                          className="num w-16 text-end"
                          value={part.pieces}
                          onChange={(event) =>
                            setParts(
                              parts.map((one) =>
                                one.id === part.id ? { ...one, pieces: event.target.value } : one,
                              ),
                            )
                          }
                        />
                        <span aria-hidden="true">×</span>
                        <span className="min-w-0 flex-1">
                          <span className="line-clamp-2 wrap-anywhere">{part.title}</span>
                          <span className="block text-12 wrap-anywhere text-subtle">
                            {part.options}
                          </span>
                        </span>
                        <IconButton
                          size="icon-sm"
                          label={t("part_remove", { title: part.title })}
                          onClick={() => remove(part.id)}
                        >
                          <X aria-hidden />
                        </IconButton>
                      </span>
                      {tried && quantities[at] === null ? (
                        <FieldError>{t("pieces_bad")}</FieldError>
                      ) : null}
                    </li>
                  ))}
                </ul>
              ) : tried ? (
                <FieldError>{t("parts_none")}</FieldError>
              ) : null}
              {picking ? (
                <Picker
                  supplierId={supplier}
                  chosen={chosen}
                  onPick={(picked) => {
                    setParts([
                      ...parts,
                      { id: picked.id, title: picked.title, options: picked.options, pieces: "1" },
                    ]);
                    setSupplier(picked.supplierId);
                    setPicking(false);
                  }}
                />
              ) : parts.length < 20 ? (
                <div>
                  <Button size="sm" onClick={() => setPicking(true)}>
                    <Plus aria-hidden />
                    {way ? t("pick_more", { name: way.supplier_name }) : t("pick")}
                  </Button>
                </div>
              ) : null}
            </section>
            <Field label={t("country")}>
              <Combobox options={countries} value={country} onValueChange={setCountry} />
            </Field>
            <SwitchField
              label={t("active")}
              help={t("active_help")}
              checked={active}
              onCheckedChange={setActive}
            />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={save.isPending}>
              {t(way ? "save" : "save_new")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
