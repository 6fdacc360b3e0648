"use client";

import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { type CustomRole, deleteRole } from "@/api/team";
import { shellTexts } from "@/shell/texts";
import { troubleText } from "@/shell/trouble";
import { RoleField } from "./role-fields";
import { roleOf } from "./roles";
import { rolesTexts } from "./roles-texts";

/** Deletes a role; whoever holds it gets another one, which is chosen first. */
export function DeleteRoleDialog({
  role,
  onClose,
  onDeleted,
}: {
  role: CustomRole;
  onClose: () => void;
  onDeleted: () => Promise<void>;
}) {
  const t = useTexts(rolesTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const { name } = role;
  const held = role.members + role.invites > 0;
  const [instead, setInstead] = useState("");
  const [asked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => deleteRole(role.id, held ? roleOf(instead) : null),
    onSuccess: async () => {
      await onDeleted();
      onClose();
      toast.success(t("deleted", { name }));
    },
  });
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("delete_title", { name })}>
        <DialogBody className="grid gap-4">
          <p className="text-13 text-muted">
            {held
              ? t("delete_held", { members: role.members, invites: role.invites })
              : t("delete_free")}
          </p>
          {remove.error ? <FormProblem>{troubleText(remove.error, shell)}</FormProblem> : null}
          {held ? (
            <RoleField
              value={instead}
              label={t("instead")}
              without={[role.id, "owner"]}
              error={asked && instead === "" ? t("instead_missing") : undefined}
              onChange={setInstead}
            />
          ) : null}
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("cancel")}</Button>
          </DialogClose>
          <Button
            variant="danger"
            pending={remove.isPending}
            onClick={() => {
              setAsked(true);
              if (!held || instead !== "") remove.mutate();
            }}
          >
            {t("delete")}
          </Button>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}
