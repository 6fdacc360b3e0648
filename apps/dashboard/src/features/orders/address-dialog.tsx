"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { z } from "zod";
import { editOrder } from "@/api/after-sale";
import type { Order } from "@/api/orders";
import { shellTexts } from "@/shell/texts";
import { formRefusal, troubleText } from "@/shell/trouble";
import { deskTexts } from "./desk-texts";

const FIELDS = ["name", "line1", "line2", "postal_code", "city", "state", "phone"] as const;
const MOST = {
  name: 120,
  line1: 200,
  line2: 200,
  postal_code: 20,
  city: 120,
  state: 120,
  phone: 40,
};
const NEEDED: readonly string[] = ["name", "line1", "postal_code", "city"];

/** Changes whom an order goes to, until a parcel has left; the country stays. */
export function AddressDialog({
  order,
  storeId,
  onClose,
  onDone,
}: {
  order: Order;
  storeId: string;
  onClose: () => void;
  onDone: () => Promise<void>;
}) {
  const t = useTexts(deskTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const movable = order.actions.includes("edit_address");
  const address = order.shipping_address;
  const line = (name: keyof typeof MOST) => {
    const text = z.string().trim().max(MOST[name]);
    return movable && NEEDED.includes(name) ? text.min(1, t("missing")) : text;
  };
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      email: z.email(t("email_wrong")),
      shipping_address: z.object({
        name: line("name"),
        line1: line("line1"),
        line2: line("line2"),
        postal_code: line("postal_code"),
        city: line("city"),
        state: line("state"),
        phone: line("phone"),
      }),
    }),
    values: {
      email: order.email,
      shipping_address: {
        name: address.name,
        line1: address.line1,
        line2: address.line2 ?? "",
        postal_code: address.postal_code,
        city: address.city,
        state: address.state ?? "",
        phone: address.phone ?? "",
      },
    },
    submit: async ({ email, shipping_address: to }) => {
      await editOrder(storeId, order.id, {
        ...(email === order.email ? {} : { email }),
        ...(movable
          ? {
              shipping_address: {
                ...to,
                line2: to.line2 || null,
                state: to.state || null,
                phone: to.phone || null,
                country: address.country,
              },
            }
          : {}),
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
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t("address_title", { number: order.number })}
        description={t(movable ? "address_body" : "email_only")}
      >
        <form noValidate className="contents" onSubmit={onSubmit}>
          <DialogBody className="grid gap-3">
            <FormProblem>{problem}</FormProblem>
            <Field label={t("email")} error={errors.email?.message}>
              <Input type="email" maxLength={254} {...form.register("email")} />
            </Field>
            {movable
              ? FIELDS.map((name) => (
                  <Field
                    key={name}
                    label={t(name)}
                    optional={!NEEDED.includes(name)}
                    error={errors.shipping_address?.[name]?.message}
                  >
                    <Input maxLength={MOST[name]} {...form.register(`shipping_address.${name}`)} />
                  </Field>
                ))
              : null}
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
