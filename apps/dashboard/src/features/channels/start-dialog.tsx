"use client";

import { Button } from "@ecomm/ui/button";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { RadioGroup, RadioItem } from "@ecomm/ui/radio-group";
import { uiTexts } from "@ecomm/ui/texts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { beginMigration, type Channel, type Entity, type Migration } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { ENTITIES } from "./figures";
import { channelsTexts } from "./texts";

/** Begins a migration: to look, or for good; and what comes along. */
export function StartDialog({
  channel,
  onClose,
  onBegun,
}: {
  channel: Channel;
  onClose: () => void;
  onBegun: (job: Migration) => Promise<void>;
}) {
  const t = useTexts(channelsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const [dry, setDry] = useState(true);
  const [chosen, setChosen] = useState<readonly Entity[]>(ENTITIES);
  const [tried, setTried] = useState(false);
  const act = useMutation({
    mutationFn: () =>
      beginMigration(store.id, { channel_id: channel.id, dry_run: dry, entities: [...chosen] }),
    onSuccess: onBegun,
  });
  const none = tried && chosen.length === 0;
  const problem = act.error ? troubleText(act.error, shell) : none ? t("what_missing") : null;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("start_title", { name: channel.name })} description={t("start_body")}>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (chosen.length > 0 && !act.isPending) act.mutate();
          }}
        >
          <DialogBody className="grid gap-5">
            <FormProblem>{problem}</FormProblem>
            <fieldset className="grid gap-2">
              <legend className="mb-2 text-13 font-medium">{t("how")}</legend>
              <RadioGroup
                aria-label={t("how")}
                value={dry ? "dry" : "real"}
                onValueChange={(value) => setDry(value === "dry")}
              >
                <RadioItem value="dry" label={t("how_dry")} help={t("how_dry_help")} />
                <RadioItem value="real" label={t("how_real")} help={t("how_real_help")} />
              </RadioGroup>
            </fieldset>
            <fieldset className="grid gap-3">
              <legend className="mb-2 text-13 font-medium">{t("what")}</legend>
              {ENTITIES.map((entity) => (
                <CheckboxField
                  key={entity}
                  label={t(`e_${entity}`)}
                  help={t(`h_${entity}`)}
                  checked={chosen.includes(entity)}
                  onCheckedChange={(on) =>
                    setChosen((all) =>
                      ENTITIES.filter((one) => (one === entity ? on === true : all.includes(one))),
                    )
                  }
                />
              ))}
            </fieldset>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={act.isPending}>
              {t(dry ? "start_dry" : "start_real")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
