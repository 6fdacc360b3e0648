"use client";

import { Button } from "@ecomm/ui/button";
import { Field } from "@ecomm/ui/field";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { toast } from "@ecomm/ui/toast";
import { Copy } from "lucide-react";
import { partnersTexts } from "./texts";

/** A link to be sent on. */
export function LinkField({ link }: { link: string }) {
  const t = useTexts(partnersTexts);
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => toast.success(t("copied")),
      () => toast.error(t("copy_failed")),
    );
  return (
    <div className="flex flex-wrap items-end gap-2">
      <div className="min-w-0 flex-1 basis-64">
        <Field label={t("link")}>
          <Input
            readOnly
            value={link}
            className="font-mono text-12"
            onFocus={(event) => event.target.select()}
          />
        </Field>
      </div>
      <Button className="w-full sm:w-auto" onClick={copy}>
        <Copy aria-hidden />
        {t("copy")}
      </Button>
    </div>
  );
}
