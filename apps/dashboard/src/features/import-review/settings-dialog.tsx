"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { SwitchField } from "@ecomm/ui/switch";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { goodsSettingsQuery, saveGoodsSettings } from "@/api/goods-imports";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { goodsTexts } from "./texts";

/** Whether imports that pass every check go on sale by themselves. */
export function GoodsSettingsDialog({
  storeId,
  autoPublish,
  onClose,
}: {
  storeId: string;
  autoPublish: boolean;
  onClose: () => void;
}) {
  const t = useTexts(goodsTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const client = useQueryClient();
  const [auto, setAuto] = useState(autoPublish);
  const save = useMutation({
    mutationFn: () => saveGoodsSettings(storeId, auto),
    onSuccess: (saved) => {
      client.setQueryData(goodsSettingsQuery(storeId).queryKey, saved);
      toast.success(t("saved"));
      onClose();
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("settings_title")} description={t("settings_body")}>
        <form
          className="contents"
          onSubmit={(event) => {
            event.preventDefault();
            if (!save.isPending) save.mutate();
          }}
        >
          <DialogBody className="grid gap-4">
            <FormProblem>{save.error ? troubleText(save.error, shell) : null}</FormProblem>
            <SwitchField
              label={t("auto")}
              help={t("auto_help")}
              checked={auto}
              onCheckedChange={setAuto}
            />
          </DialogBody>
          <DialogFooter>
            <DialogClose asChild>
              <Button>{ui("cancel")}</Button>
            </DialogClose>
            <Button type="submit" variant="primary" pending={save.isPending}>
              {t("save")}
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}
