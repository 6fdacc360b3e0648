"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button, IconButton } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { ShopDrawing } from "@ecomm/ui/drawings";
import { Field } from "@ecomm/ui/field";
import { FormProblem, useApiForm } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { type Glyph, Status, type Tone } from "@ecomm/ui/status";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Copy, Plus } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import {
  addDomain,
  checkDomain,
  type Domain,
  domainsQuery,
  removeDomain,
  setPrimaryDomain,
} from "@/api/site";
import { shopHost } from "@/features/stores/shop-host";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { formRefusal, loadError, troubleText } from "@/shell/trouble";
import { siteTexts } from "./texts";

const LOOKS: Record<Domain["status"], { glyph: Glyph; tone: Tone }> = {
  pending: { glyph: "circle-half", tone: "info" },
  verified: { glyph: "circle-full", tone: "success" },
  failed: { glyph: "cross", tone: "danger" },
};

/** Domains of the store's own: the records to set, what we saw, which is the primary one. */
export function DomainsPage() {
  const t = useTexts(siteTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const domains = useQuery(domainsQuery(store.id));
  const [adding, setAdding] = useState(false);
  const error = loadError(domains, shell);
  const all = domains.data;
  const add = may("settings") ? (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden />
      {t("domain_add")}
    </Button>
  ) : null;
  return (
    <Page className="mx-auto max-w-220">
      <PageHeader title={t("domains")} actions={all?.length === 0 ? null : add} />
      <div className="grid gap-4">
        <ReadOnlyNote what="settings" />
        <Panel className="flex flex-wrap items-center gap-x-4 gap-y-1 p-4 text-13">
          <a
            href={store.storefront_url}
            target="_blank"
            rel="noreferrer"
            className="min-w-0 flex-1 truncate rounded-xs font-medium hover:text-accent"
          >
            {shopHost(store)}
          </a>
          <span className="text-12 text-subtle">{t("domains_own")}</span>
        </Panel>
        {error ? (
          <Panel>
            <LoadError error={error} />
          </Panel>
        ) : all === undefined ? (
          <Panel aria-busy="true" className="p-4">
            <Skeleton className="w-48" />
          </Panel>
        ) : all.length === 0 ? (
          <Panel>
            <EmptyState drawing={<ShopDrawing />} title={t("domains_empty")} actions={add}>
              {t("domains_empty_body")}
            </EmptyState>
          </Panel>
        ) : (
          all.map((domain) => <DomainPanel key={domain.id} domain={domain} />)
        )}
      </div>
      {adding ? <AddDomain onClose={() => setAdding(false)} /> : null}
    </Page>
  );
}

function DomainPanel({ domain }: { domain: Domain }) {
  const t = useTexts(siteTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const client = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const { host } = domain;
  const refresh = () => client.invalidateQueries({ queryKey: domainsQuery(store.id).queryKey });
  const complain = (error: unknown) => toast.error(troubleText(error, shell));
  const check = useMutation({
    mutationFn: () => checkDomain(store.id, domain.id),
    onSuccess: async () => {
      toast.message(t("checking", { host }));
      await refresh();
    },
    onError: complain,
  });
  const primary = useMutation({
    mutationFn: () => setPrimaryDomain(store.id, domain.id, !domain.is_primary),
    onSuccess: refresh,
    onError: complain,
  });
  const remove = useMutation({
    mutationFn: () => removeDomain(store.id, domain.id),
    onSuccess: async () => {
      setRemoving(false);
      toast.success(t("domain_removed", { host }));
      await refresh();
    },
  });
  const certificate = domain.certificate_problem
    ? t(`cert_${domain.certificate_problem}`)
    : t(`cert_${domain.certificate}`);
  return (
    <Panel>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 p-4 text-13">
        <h2 className="min-w-0 flex-1 truncate text-14 font-semibold">{host}</h2>
        {domain.is_primary ? (
          <Status glyph="circle-full" tone="accent">
            {t("domain_primary")}
          </Status>
        ) : null}
        <Status {...LOOKS[domain.status]}>{t(`domain_${domain.status}`)}</Status>
      </div>
      <div className="grid gap-3 border-t p-4 text-13">
        {domain.problem ? <p role="status">{t(`problem_${domain.problem}`)}</p> : null}
        {domain.status === "verified" ? (
          <p>
            <span className="text-muted">{t("certificate")}:</span> {certificate}
          </p>
        ) : null}
        <Records domain={domain} />
        <p className="text-12 text-subtle">
          {domain.checked_at
            ? t("checked", {
                time: `${formatDate(domain.checked_at, "day", t.locale, store.timezone)}, ${formatDate(domain.checked_at, "time", t.locale, store.timezone)}`,
              })
            : t("never_checked")}
        </p>
      </div>
      {may("settings") ? (
        <div className="flex flex-wrap gap-2 border-t p-4">
          <Button onClick={() => check.mutate()} pending={check.isPending}>
            {t("check_now")}
          </Button>
          {domain.status === "verified" ? (
            <Button onClick={() => primary.mutate()} pending={primary.isPending}>
              {t(domain.is_primary ? "unmake_primary" : "make_primary")}
            </Button>
          ) : null}
          <Button variant="danger" className="ms-auto" onClick={() => setRemoving(true)}>
            {t("domain_remove")}
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        open={removing}
        onOpenChange={(open) => {
          remove.reset();
          setRemoving(open);
        }}
        title={t("domain_remove_title", { host })}
        description={t("domain_remove_body")}
        action={t("domain_remove")}
        pending={remove.isPending}
        error={remove.error ? troubleText(remove.error, shell) : null}
        onConfirm={() => remove.mutate()}
      />
    </Panel>
  );
}

function Records({ domain }: { domain: Domain }) {
  const t = useTexts(siteTexts);
  const copy = async (value: string) => {
    await navigator.clipboard.writeText(value);
    toast.success(t("copied"));
  };
  return (
    <section aria-label={t("records")} className="grid gap-2">
      <h3 className="text-12 font-medium text-muted">{t("records")}</h3>
      {domain.records.map((record) => (
        <dl
          key={record.type}
          className="grid grid-cols-[64px_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 rounded-md bg-sunken p-3"
        >
          <dt className="text-12 text-muted">{t("record_type")}</dt>
          <dd className="col-span-2 font-medium">{record.type}</dd>
          {(["name", "value"] as const).map((part) => (
            <div key={part} className="contents">
              <dt className="text-12 text-muted">{t(`record_${part}`)}</dt>
              <dd className="font-mono text-12 wrap-anywhere">{record[part]}</dd>
              <dd>
                <IconButton
                  label={t("copy", { what: `${record.type} ${t(`record_${part}`)}` })}
                  onClick={() => void copy(record[part])}
                >
                  <Copy aria-hidden />
                </IconButton>
              </dd>
            </div>
          ))}
        </dl>
      ))}
    </section>
  );
}

function AddDomain({ onClose }: { onClose: () => void }) {
  const t = useTexts(siteTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const { form, onSubmit, problem } = useApiForm({
    schema: z.object({ host: z.string().trim().min(1, t("domain_host_missing")).max(300) }),
    values: { host: "" },
    submit: async ({ host }) => {
      const made = await addDomain(store.id, host);
      await client.invalidateQueries({ queryKey: domainsQuery(store.id).queryKey });
      toast.success(t("domain_added", { host: made.host }));
      onClose();
    },
    asRefusal: formRefusal,
    unexpected: (error) => troubleText(error, shell),
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("domain_add")}>
        <form noValidate onSubmit={onSubmit} className="contents">
          <DialogBody className="grid gap-4">
            <FormProblem>{problem}</FormProblem>
            <Field
              label={t("domain_host")}
              help={t("domain_host_help")}
              error={form.formState.errors.host?.message}
            >
              <Input
                autoFocus
                spellCheck={false}
                autoCapitalize="none"
                inputMode="url"
                {...form.register("host")}
              />
            </Field>
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={form.formState.isSubmitting}>
              {t("domain_add")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
