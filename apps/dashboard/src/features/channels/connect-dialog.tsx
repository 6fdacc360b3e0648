"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type Channel, type Connector, connectChannel } from "@/api/channels";
import { useStore } from "@/features/stores/store-context";
import { CredentialFields, missingFields, toSend } from "@/features/suppliers/credential-fields";
import { channelsTexts } from "./texts";
import { TroubleNotice } from "./trouble-note";

/** Connects a shop: a kind, and what it wants to know. */
export function ConnectDialog({
  kinds,
  adapter,
  onClose,
  onConnected,
}: {
  kinds: readonly Connector[];
  /** The kind of a shop that is connected again. */
  adapter?: string | undefined;
  onClose: () => void;
  onConnected: (made: Channel) => Promise<void>;
}) {
  const t = useTexts(channelsTexts);
  const ui = useTexts(uiTexts);
  const store = useStore();
  const [chosen, setChosen] = useState(adapter ?? kinds[0]?.name ?? "");
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const kind = kinds.find((one) => one.name === chosen);
  const act = useMutation({
    mutationFn: (credentials: Record<string, string>) =>
      connectChannel(store.id, { adapter: chosen, credentials }),
    onSuccess: onConnected,
  });
  if (!kind) return null;
  const missing = missingFields(kind.fields, typed, (label) => t("field_missing", { label }));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("connect_title")} description={t("connect_body")}>
        <form
          noValidate
          autoComplete="off"
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            setTried(true);
            if (Object.keys(missing).length === 0 && !act.isPending)
              act.mutate(toSend(kind.fields, typed));
          }}
        >
          <DialogBody className="grid gap-4">
            <TroubleNotice error={act.error} />
            <Field label={t("kind")}>
              <Select
                value={chosen}
                onValueChange={(value) => {
                  setChosen(value);
                  setTyped({});
                  setTried(false);
                  act.reset();
                }}
                options={kinds.map((one) => ({ value: one.name, label: one.title }))}
              />
            </Field>
            <CredentialFields
              fields={kind.fields}
              typed={typed}
              errors={tried ? missing : {}}
              onChange={(name, value) => setTyped((all) => ({ ...all, [name]: value }))}
            />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={act.isPending}>
              {t("connect_go")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
