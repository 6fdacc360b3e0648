"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Select } from "@ecomm/ui/select";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { addTrackingEvent, editTracking } from "@/api/after-sale";
import type { Order } from "@/api/orders";
import type { Store } from "@/api/stores";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { deskTexts } from "./desk-texts";

const KINDS = ["in_transit", "out_for_delivery", "attempted", "held", "information"] as const;
type Kind = (typeof KINDS)[number];

interface DialogProps {
  order: Order;
  parcel: Order["fulfillments"][number];
  number: number;
  store: Store;
  onClose: () => void;
  onDone: () => Promise<unknown>;
}

function Frame(props: {
  title: string;
  body: string;
  problem: ReactNode;
  action: string;
  pending: boolean;
  onSubmit: (event?: { preventDefault?: () => void }) => Promise<void>;
  onClose: () => void;
  children: ReactNode;
}) {
  const ui = useTexts(uiTexts);
  return (
    <Dialog open onOpenChange={(open) => !open && props.onClose()}>
      <DialogContent title={props.title} description={props.body}>
        <form noValidate className="contents" onSubmit={props.onSubmit}>
          <DialogBody className="grid gap-3">
            <FormProblem>{props.problem}</FormProblem>
            {props.children}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={props.pending}>
              {props.action}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** Puts a parcel's carrier and number right. */
export function EditDialog({ order, parcel, number, store, onClose, onDone }: DialogProps) {
  const t = useTexts(deskTexts);
  const shell = useTexts(shellTexts);
  const url = z.union([
    z.literal(""),
    z
      .string()
      .trim()
      .max(500)
      .regex(/^https?:\/\/[^\s<>"]+$/, t("tracking_url_wrong")),
  ]);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      carrier: z.string().trim().min(1, t("missing")).max(80),
      tracking_number: z.string().trim().min(1, t("missing")).max(120),
      tracking_url: url,
    }),
    values: {
      carrier: parcel.carrier,
      tracking_number: parcel.tracking_number,
      tracking_url: parcel.tracking_url ?? "",
    },
    submit: async (values) => {
      // An address made from the old number would lead to another parcel.
      const kept = values.tracking_url !== "" && values.tracking_url !== parcel.tracking_url;
      await editTracking(store.id, order.id, parcel.id, {
        carrier: values.carrier,
        tracking_number: values.tracking_number,
        ...(kept ? { tracking_url: values.tracking_url } : {}),
      });
      await onDone();
      toast.success(t("saved"));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Frame
      title={t("tracking_title", { number })}
      body={t("tracking_body")}
      problem={problem}
      action={t("save")}
      pending={isSubmitting}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <Field label={t("carrier")} error={errors.carrier?.message}>
        <Input maxLength={80} {...form.register("carrier")} />
      </Field>
      <Field label={t("tracking_number")} error={errors.tracking_number?.message}>
        <Input maxLength={120} {...form.register("tracking_number")} />
      </Field>
      <Field
        label={t("tracking_url")}
        optional
        help={t("tracking_url_help")}
        error={errors.tracking_url?.message}
      >
        <Input type="url" maxLength={500} {...form.register("tracking_url")} />
      </Field>
    </Frame>
  );
}

/** Writes down what the carrier said. */
export function EventDialog({ order, parcel, number, store, onClose, onDone }: DialogProps) {
  const t = useTexts(deskTexts);
  const shell = useTexts(shellTexts);
  const [kind, setKind] = useState<Kind>("in_transit");
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      message: z.string().trim().min(1, t("missing")).max(500),
      location: z.string().trim().max(200),
    }),
    values: { message: "", location: "" },
    submit: async ({ message, location }) => {
      await addTrackingEvent(store.id, order.id, parcel.id, {
        kind,
        message,
        location: location || null,
      });
      await onDone();
      toast.success(t("saved"));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <Frame
      title={t("event_title", { number })}
      body={t("event_body")}
      problem={problem}
      action={t("event_do")}
      pending={isSubmitting}
      onSubmit={onSubmit}
      onClose={onClose}
    >
      <Field label={t("event_kind")}>
        <Select
          value={kind}
          onValueChange={(value) => setKind(value as Kind)}
          options={KINDS.map((value) => ({ value, label: t(`event_${value}`) }))}
        />
      </Field>
      <Field label={t("event_message")} error={errors.message?.message}>
        <Input maxLength={500} {...form.register("message")} />
      </Field>
      <Field label={t("event_location")} optional error={errors.location?.message}>
        <Input maxLength={200} {...form.register("location")} />
      </Field>
    </Frame>
  );
}
