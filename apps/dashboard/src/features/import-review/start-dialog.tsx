"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Textarea } from "@ecomm/ui/input";
import { Tabs, TabsContent, TabsList, TabsTrigger } from "@ecomm/ui/tabs";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { type ReactNode, useState } from "react";
import { goodsImportsKey, startGoods } from "@/api/goods-imports";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { FileForm } from "./file-form";
import { goodsTexts } from "./texts";

const MOST = 100;
const panel = "flex min-h-0 flex-1 flex-col outline-none";
const WAYS = ["address", "list", "pictures", "search"] as const;

/** The four ways in: addresses at suppliers, a list, pictures, or a look around at a supplier. */
export function StartDialog({
  storeId,
  onClose,
  onStarted,
}: {
  storeId: string;
  onClose: () => void;
  onStarted: () => void;
}) {
  const t = useTexts(goodsTexts);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("start_title")} description={t("start_body")}>
        <Tabs defaultValue="address" className="contents">
          <TabsList aria-label={t("ways")} className="mx-0 mt-3 shrink-0 px-3 md:px-3">
            {WAYS.map((way) => (
              <TabsTrigger key={way} value={way}>
                {t(`way_${way}`)}
              </TabsTrigger>
            ))}
          </TabsList>
          <TabsContent value="address" className={panel}>
            <AddressForm storeId={storeId} onClose={onClose} onStarted={onStarted} />
          </TabsContent>
          <TabsContent value="list" className={panel}>
            <FileForm key="list" storeId={storeId} what="list" />
          </TabsContent>
          <TabsContent value="pictures" className={panel}>
            <FileForm key="pictures" storeId={storeId} what="pictures" />
          </TabsContent>
          <TabsContent value="search" className={panel}>
            <DialogBody className="text-13 text-muted">{t("search_body")}</DialogBody>
            <Foot>
              <Button asChild variant="primary">
                <Link href={`/stores/${storeId}/find-products`}>{t("search_do")}</Link>
              </Button>
            </Foot>
          </TabsContent>
        </Tabs>
      </DialogContent>
    </Dialog>
  );
}

function Foot({ children }: { children: ReactNode }) {
  const ui = useTexts(uiTexts);
  return (
    <DialogFooter>
      <DialogClose asChild>
        <Button>{ui("cancel")}</Button>
      </DialogClose>
      {children}
    </DialogFooter>
  );
}

/** Addresses of suppliers' products, to be imported together. */
function AddressForm({
  storeId,
  onClose,
  onStarted,
}: {
  storeId: string;
  onClose: () => void;
  onStarted: () => void;
}) {
  const t = useTexts(goodsTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  const urls = [...new Set(text.split(/\s+/).filter(Boolean))];
  const start = useMutation({
    mutationFn: () =>
      startGoods(
        storeId,
        urls.map((url) => ({ url })),
      ),
    onSuccess: async ({ item_ids: begun, already }) => {
      const [first] = already;
      if (begun.length > 0) toast.success(t("started", { count: begun.length }));
      if (first)
        toast.message(
          already.length === 1
            ? t("already", { title: first.title })
            : t("already_many", { count: already.length }),
        );
      await client.invalidateQueries({ queryKey: goodsImportsKey(storeId) });
      onClose();
      if (begun.length > 0) onStarted();
    },
  });
  return (
    <form
      className="contents"
      onSubmit={(event) => {
        event.preventDefault();
        const wrong =
          urls.length === 0 ? t("start_empty") : urls.length > MOST ? t("start_many") : undefined;
        setProblem(wrong);
        if (!wrong && !start.isPending) start.mutate();
      }}
    >
      <DialogBody className="grid gap-4">
        <FormProblem>{start.error ? troubleText(start.error, shell) : null}</FormProblem>
        <Field label={t("start_label")} help={t("start_help")} error={problem}>
          <Textarea
            rows={6}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="num"
          />
        </Field>
      </DialogBody>
      <Foot>
        <Button type="submit" variant="primary" pending={start.isPending}>
          {urls.length === 0 ? t("import") : t("start_do", { count: urls.length })}
        </Button>
      </Foot>
    </form>
  );
}
