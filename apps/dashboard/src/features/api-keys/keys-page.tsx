"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { ShelfDrawing } from "@ecomm/ui/drawings";
import { useLocale, useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Page, PageHeader, Panel } from "@ecomm/ui/panel";
import { Skeleton } from "@ecomm/ui/skeleton";
import { EmptyState } from "@ecomm/ui/states";
import { Badge } from "@ecomm/ui/status";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { meQuery } from "@/api/account";
import { type ApiKey, keysQuery, revokeKey, scopesQuery } from "@/api/team";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { ReadOnlyNote } from "@/shell/role-gate";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { keysTexts } from "./texts";

const KeyDialog = dynamic(() => import("./key-dialog").then((part) => part.KeyDialog), {
  ssr: false,
});

/** The business's API keys. */
export function KeysPage() {
  const t = useTexts(keysTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const keys = useQuery(keysQuery);
  const scopes = useQuery(scopesQuery);
  const me = useQuery(meQuery);
  const may = useMay();
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const manages = may("api_keys") && me.data?.store_ids === null;
  const refresh = () => client.invalidateQueries({ queryKey: keysQuery.queryKey });
  const revoke = useMutation({
    mutationFn: (key: ApiKey) => revokeKey(key.id),
    onSuccess: async (_, { name }) => {
      await refresh();
      setRevoking(null);
      toast.success(t("revoked", { name }));
    },
  });
  const error = loadError(keys, shell) ?? loadError(scopes, shell);
  const items = keys.data?.items;
  const add = manages ? (
    <Button variant="primary" disabled={!scopes.data} onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      {t("add")}
    </Button>
  ) : null;
  return (
    <Page className="mx-auto max-w-220 flex-1">
      <PageHeader
        title={t("title")}
        sub={t("lead")}
        actions={items !== undefined && items.length > 0 ? add : null}
      />
      <div className="grid gap-4">
        <ReadOnlyNote what="api_keys" />
        <Panel>
          {error ? (
            <LoadError error={error} />
          ) : items === undefined ? (
            <div className="p-4" aria-busy="true">
              <Skeleton className="w-64" />
            </div>
          ) : items.length === 0 ? (
            <EmptyState drawing={<ShelfDrawing />} title={t("none_title")} actions={add}>
              {t("none_body")}
            </EmptyState>
          ) : (
            <ul>
              {items.map((key) => (
                <KeyRow
                  key={key.id}
                  apiKey={key}
                  onRevoke={manages ? () => setRevoking(key) : null}
                />
              ))}
            </ul>
          )}
        </Panel>
      </div>
      {making && scopes.data ? (
        <KeyDialog
          scopes={scopes.data.scopes}
          onClose={() => setMaking(false)}
          onMade={() => refresh()}
        />
      ) : null}
      <ConfirmDialog
        open={revoking !== null}
        onOpenChange={(next) => {
          revoke.reset();
          if (!next) setRevoking(null);
        }}
        title={t("revoke_title", { name: revoking?.name ?? "" })}
        description={t("revoke_body")}
        action={t("revoke")}
        typeToConfirm={{
          text: revoking?.name ?? "",
          label: t("revoke_type", { name: revoking?.name ?? "" }),
        }}
        pending={revoke.isPending}
        error={revoke.error ? troubleText(revoke.error, shell) : null}
        onConfirm={() => revoking && revoke.mutate(revoking)}
      />
    </Page>
  );
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: (() => void) | null }) {
  const t = useTexts(keysTexts);
  const { locale } = useLocale();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const day = (at: string) => formatDate(at, "dayYear", locale, zone);
  const stores =
    apiKey.store_ids === null
      ? t("all_stores")
      : t("some_stores", { count: apiKey.store_ids.length });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t px-4 py-3 text-13 first:border-0">
      <span className="min-w-0 flex-1 basis-56">
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-medium wrap-anywhere">{apiKey.name}</span>
          <code className="font-mono text-12 text-subtle">ek_live_…{apiKey.hint}</code>
          {apiKey.expired ? <Badge tone="warning">{t("expired")}</Badge> : null}
        </span>
        <span className="block text-12 text-subtle">
          <span title={apiKey.scopes.join(", ")}>
            {t("scopes", { count: apiKey.scopes.length })}
          </span>{" "}
          · {stores} ·{" "}
          {apiKey.expires_at ? t("ends", { when: day(apiKey.expires_at) }) : t("ends_never")} ·{" "}
          {apiKey.last_used_at ? t("used", { when: day(apiKey.last_used_at) }) : t("used_never")}
        </span>
      </span>
      {onRevoke ? (
        <Button
          size="sm"
          variant="ghost"
          aria-label={t("revoke_of", { name: apiKey.name })}
          onClick={onRevoke}
        >
          {t("revoke")}
        </Button>
      ) : null}
    </li>
  );
}
