"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { useTexts } from "@ecomm/ui/i18n";
import { useState } from "react";
import { shellTexts } from "./texts";
import { troubleText } from "./trouble";

/** The act at the end of a page that takes its thing away: said first, then asked for by name. */
export function DangerZone({
  label,
  note,
  title,
  body,
  action,
  act,
}: {
  label: string;
  note: string;
  title: string;
  body: string;
  action: string;
  /** The mutation that does it. */
  act: { isPending: boolean; error: unknown; reset: () => void; mutate: () => void };
}) {
  const shell = useTexts(shellTexts);
  const [asking, setAsking] = useState(false);
  return (
    <div className="flex flex-col gap-4 px-4 pt-6 pb-4 text-13 md:flex-row md:items-center md:justify-between">
      <div>
        <p className="font-medium">{label}</p>
        <p className="text-12 text-subtle">{note}</p>
      </div>
      <Button variant="danger" onClick={() => setAsking(true)}>
        {label}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={(open) => {
          act.reset();
          setAsking(open);
        }}
        title={title}
        description={body}
        action={action}
        pending={act.isPending}
        error={act.error ? troubleText(act.error, shell) : null}
        onConfirm={act.mutate}
      />
    </div>
  );
}
