"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { Notice } from "@ecomm/ui/states";
import { uiTexts } from "@ecomm/ui/texts";
import { useMutation } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import { useState } from "react";
import {
  connectSupplier,
  reconnectSupplier,
  type Supplier,
  type SupplierKind,
} from "@/api/suppliers";
import { useStore } from "@/features/stores/store-context";
import { CredentialFields, missingFields, toSend } from "./credential-fields";
import { suppliersTexts } from "./texts";
import { TroubleNotice } from "./trouble-note";

/** Credentials as they are typed, and what is missing once somebody tried to send them. */
function useCredentials(fields: SupplierKind["fields"]) {
  const t = useTexts(suppliersTexts);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const missing = missingFields(fields, typed, (label) => t("field_missing", { label }));
  return {
    typed,
    errors: tried ? missing : {},
    change: (name: string, value: string) => setTyped((all) => ({ ...all, [name]: value })),
    /** What to send; null where something is missing, which is shown from now on. */
    ready: () => {
      setTried(true);
      return Object.keys(missing).length === 0 ? toSend(fields, typed) : null;
    },
    /** Whatever was typed is forgotten. */
    forget: () => {
      setTyped({});
      setTried(false);
    },
  };
}

/** Connects an account: a kind, what it wants to know, and a name. */
export function ConnectDialog({
  kinds,
  onClose,
  onConnected,
}: {
  kinds: readonly SupplierKind[];
  onClose: () => void;
  onConnected: (made: Supplier) => Promise<void>;
}) {
  const t = useTexts(suppliersTexts);
  const ui = useTexts(uiTexts);
  const store = useStore();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState(
    () => (kinds.find((kind) => kind.simulated) ?? kinds[0])?.name ?? "",
  );
  const kind = kinds.find((one) => one.name === chosen);
  const credentials = useCredentials(kind?.fields ?? []);
  const act = useMutation({
    mutationFn: (values: Record<string, string>) =>
      connectSupplier(store.id, {
        adapter: chosen,
        credentials: values,
        ...(name.trim() ? { name: name.trim() } : {}),
      }),
    onSuccess: onConnected,
  });
  if (!kind) return null;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("connect_title")} description={t("connect_body")}>
        <form
          noValidate
          autoComplete="off"
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            const values = credentials.ready();
            if (values && !act.isPending) act.mutate(values);
          }}
        >
          <DialogBody className="grid gap-4">
            <TroubleNotice error={act.error} />
            <Field label={t("kind")}>
              <Select
                value={chosen}
                onValueChange={(value) => {
                  setChosen(value);
                  credentials.forget();
                  act.reset();
                }}
                options={kinds.map((one) => ({ value: one.name, label: one.title }))}
              />
            </Field>
            {kind.simulated ? (
              <Notice icon={<FlaskConical aria-hidden />} title={t("practice")}>
                {t("practice_note")}
              </Notice>
            ) : null}
            <CredentialFields
              fields={kind.fields}
              typed={credentials.typed}
              errors={credentials.errors}
              onChange={credentials.change}
            />
            <Field label={t("your_name")} help={t("your_name_help")} optional>
              <Input
                maxLength={80}
                autoComplete="off"
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
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

/** New credentials of the same account. */
export function ReconnectDialog({
  supplier,
  onClose,
  onDone,
}: {
  supplier: Supplier;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(suppliersTexts);
  const ui = useTexts(uiTexts);
  const store = useStore();
  const credentials = useCredentials(supplier.fields);
  const act = useMutation({
    mutationFn: (values: Record<string, string>) =>
      reconnectSupplier(store.id, supplier.id, values),
    onSuccess: onDone,
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t("reconnect_title", { name: supplier.name })}
        description={t("reconnect_body", { account: supplier.account_ref })}
      >
        <form
          noValidate
          autoComplete="off"
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            const values = credentials.ready();
            if (values && !act.isPending) act.mutate(values);
          }}
        >
          <DialogBody className="grid gap-4">
            <TroubleNotice error={act.error} />
            <CredentialFields
              fields={supplier.fields}
              typed={credentials.typed}
              errors={credentials.errors}
              onChange={credentials.change}
            />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={act.isPending}>
              {t("reconnect")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
