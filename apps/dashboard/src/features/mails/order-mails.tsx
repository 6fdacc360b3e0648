"use client";

import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { formatDate } from "@ecomm/ui/lib/dates";
import { Panel, PanelHeader } from "@ecomm/ui/panel";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { orderMailsQuery, type SentMail } from "@/api/mails";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { useMay } from "@/shell/may";
import { shellTexts } from "@/shell/texts";
import { loadError } from "@/shell/trouble";
import { AgainDialog } from "./again-dialog";
import { mailName } from "./names";
import { MailStatus } from "./status";
import { mailsTexts } from "./texts";

/** The mails an order has brought, each with a way to send it again. */
export function OrderMails({ orderId }: { orderId: string }) {
  const t = useTexts(mailsTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const may = useMay();
  const mails = useQuery(orderMailsQuery(store.id, orderId));
  const [again, setAgain] = useState<SentMail | null>(null);
  const error = loadError(mails, shell);
  if (!error && !mails.data?.items.length) return null;
  return (
    <Panel>
      <PanelHeader title={t("order_mails")} />
      {error ? <LoadError error={error} /> : null}
      <ul className="px-4 pb-2 text-13">
        {mails.data?.items.map((mail) => (
          <li key={mail.id} className="grid gap-1 border-t py-2 first:border-0">
            <span className="flex items-center justify-between gap-2">
              <span className="truncate font-medium">{mailName(mail.kind, t)}</span>
              <MailStatus mail={mail} />
            </span>
            <span className="flex items-center justify-between gap-2">
              <time dateTime={mail.created_at} className="num text-12 text-subtle">
                {formatDate(mail.created_at, "full", t.locale, store.timezone)}
              </time>
              {mail.repeatable && may("sent_mails") ? (
                <Button size="sm" onClick={() => setAgain(mail)}>
                  {t("send_again")}
                </Button>
              ) : null}
            </span>
          </li>
        ))}
      </ul>
      <AgainDialog mail={again} onClose={() => setAgain(null)} />
    </Panel>
  );
}
