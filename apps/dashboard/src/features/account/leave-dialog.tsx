"use client";

import type { Schema } from "@ecomm/api-client";
import { Button } from "@ecomm/ui/button";
import { CheckboxField } from "@ecomm/ui/checkbox";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input, PasswordInput } from "@ecomm/ui/input";
import { Skeleton } from "@ecomm/ui/skeleton";
import { Notice } from "@ecomm/ui/states";
import { uiTexts } from "@ecomm/ui/texts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";
import { Controller } from "react-hook-form";
import { z } from "zod";
import { meQuery } from "@/api/account";
import { type BusinessEnd, deleteMe, leavingQuery } from "@/api/own-data";
import { sessionAction } from "@/features/auth/session";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { formRefusal, loadError, troubleText } from "@/shell/trouble";
import { ownDataTexts } from "./own-data-texts";
import { accountTexts } from "./texts";

/** The end of one's account: what it means for each business, what is in the way, then the proof. */
export function LeaveDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(ownDataTexts);
  const shell = useTexts(shellTexts);
  const leaving = useQuery(leavingQuery);
  const error = loadError(leaving, shell);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("dialog_title")}>
        {leaving.data ? (
          <Leave outlook={leaving.data} onClose={onClose} />
        ) : (
          <DialogBody>
            {error ? (
              <LoadError error={error} />
            ) : (
              <div aria-busy="true">
                <Skeleton className="h-32 w-full" />
              </div>
            )}
          </DialogBody>
        )}
      </DialogContent>
    </Dialog>
  );
}

function Leave({ outlook, onClose }: { outlook: Schema<"LeavingOut">; onClose: () => void }) {
  const t = useTexts(ownDataTexts);
  const ui = useTexts(uiTexts);
  const blocked = outlook.businesses.some((one) => one.in_the_way.length > 0);
  const businesses = (
    <section className="grid gap-1">
      <h3 className="text-13 font-medium">{t("businesses")}</h3>
      <ul className="max-h-72 overflow-y-auto">
        {outlook.businesses.map((one) => (
          <Business key={one.tenant_id} end={one} onClose={onClose} />
        ))}
      </ul>
    </section>
  );
  if (!blocked) {
    return <Proof outlook={outlook}>{businesses}</Proof>;
  }
  return (
    <>
      <DialogBody className="grid gap-4">
        <Notice tone="warning">{t("blocked")}</Notice>
        {businesses}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{ui("close")}</Button>
        </DialogClose>
      </DialogFooter>
    </>
  );
}

const REMEDIES = {
  team: { href: "/team", text: "to_team" },
  orders: { href: "/stores", text: "to_orders" },
  subscription: { href: "/billing", text: "to_subscription" },
} as const;

function Business({ end, onClose }: { end: BusinessEnd; onClose: () => void }) {
  const t = useTexts(ownDataTexts);
  const me = useQuery(meQuery);
  const here = me.data?.tenant_id === end.tenant_id;
  const counts = { team: end.people, orders: end.orders, subscription: 1 };
  return (
    <li className="grid gap-1 border-t py-2 text-13 first:border-t-0">
      <span className="font-medium wrap-anywhere">{end.tenant_name}</span>
      {end.in_the_way.length === 0 ? (
        <span className="text-muted">
          {end.closes ? t("closes", { stores: end.stores }) : t("goes_on")}
        </span>
      ) : null}
      {end.in_the_way.map((what) => (
        <span key={what}>
          {t(`way_${what}`, { count: counts[what] })}{" "}
          {here ? (
            <Link
              href={REMEDIES[what].href}
              onClick={onClose}
              className="rounded-xs text-accent underline"
            >
              {t(REMEDIES[what].text)}
            </Link>
          ) : (
            <span className="text-subtle">{t("elsewhere", { name: end.tenant_name })}</span>
          )}
        </span>
      ))}
      {end.api_keys > 0 ? (
        <span className="text-12 text-subtle">{t("keys", { count: end.api_keys })}</span>
      ) : null}
    </li>
  );
}

function Proof({ outlook, children }: { outlook: Schema<"LeavingOut">; children: ReactNode }) {
  const t = useTexts(ownDataTexts);
  const account = useTexts(accountTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const closing = outlook.businesses.filter((one) => one.closes && one.stores > 0);
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({
      password: z.string().min(1, account("password_missing")),
      code: outlook.needs_code
        ? z.string().trim().min(1, account("code_missing")).max(40)
        : z.string(),
      close_businesses: z
        .boolean()
        .refine((ticked) => ticked || closing.length === 0, t("close_too_missing")),
    }),
    values: { password: "", code: "", close_businesses: false },
    submit: async ({ password, code, close_businesses }) => {
      try {
        await deleteMe({ password, code: outlook.needs_code ? code : null, close_businesses });
      } catch (error) {
        // Something came up meanwhile, such as an order: the outlook says what.
        await client.invalidateQueries({ queryKey: leavingQuery.queryKey });
        throw error;
      }
      await sessionAction("logout", {});
      window.location.assign("/login");
    },
    map: {
      words: (code, message) =>
        code === "wrong_password"
          ? account("password_wrong")
          : code === "wrong_code"
            ? account("code_wrong")
            : message,
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <form noValidate onSubmit={onSubmit} className="contents">
      <DialogBody className="grid gap-4">
        <p className="text-13 text-muted">{t("dialog_body")}</p>
        <FormProblem>{problem}</FormProblem>
        {children}
        {closing.length > 0 ? (
          <Controller
            control={form.control}
            name="close_businesses"
            render={({ field }) => (
              <div>
                <CheckboxField
                  label={t("close_too", {
                    names: closing.map((one) => one.tenant_name).join(", "),
                  })}
                  help={t("close_too_help")}
                  checked={field.value}
                  onCheckedChange={(next) => field.onChange(next === true)}
                  onBlur={field.onBlur}
                  ref={field.ref}
                />
                {errors.close_businesses?.message ? (
                  <p role="alert" className="mt-1 text-12 text-danger">
                    {errors.close_businesses.message}
                  </p>
                ) : null}
              </div>
            )}
          />
        ) : null}
        <Field label={t("password")} error={errors.password?.message}>
          <PasswordInput autoComplete="current-password" {...form.register("password")} />
        </Field>
        {outlook.needs_code ? (
          <Field label={t("code")} error={errors.code?.message}>
            <Input autoComplete="one-time-code" className="num" {...form.register("code")} />
          </Field>
        ) : null}
      </DialogBody>
      <DialogFooter>
        <DialogClose asChild>
          <Button>{ui("cancel")}</Button>
        </DialogClose>
        <Button type="submit" variant="danger" pending={isSubmitting}>
          {t("delete")}
        </Button>
      </DialogFooter>
    </form>
  );
}
