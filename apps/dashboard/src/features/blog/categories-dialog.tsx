"use client";

import { ConfirmDialog } from "@ecomm/ui/alert-dialog";
import { Button } from "@ecomm/ui/button";
import { Dialog, DialogBody, DialogClose, DialogContent, DialogFooter } from "@ecomm/ui/dialog";
import { Field } from "@ecomm/ui/field";
import { FormProblem } from "@ecomm/ui/form";
import { useTexts } from "@ecomm/ui/i18n";
import { Input } from "@ecomm/ui/input";
import { Skeleton } from "@ecomm/ui/skeleton";
import { uiTexts } from "@ecomm/ui/texts";
import { toast } from "@ecomm/ui/toast";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Trash2 } from "lucide-react";
import { type FormEvent, useState } from "react";
import {
  type BlogCategory,
  blogCategoriesQuery,
  blogKey,
  deleteBlogCategory,
  saveBlogCategory,
} from "@/api/blog";
import { useStore } from "@/features/stores/store-context";
import { LoadError } from "@/shell/load-error";
import { shellTexts } from "@/shell/texts";
import { loadError, troubleText } from "@/shell/trouble";
import { blogTexts } from "./texts";

const MOST_LETTERS = 80;

function useSaving(id: string | null, onDone: () => void) {
  const t = useTexts(blogTexts);
  const store = useStore();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (name: string) => saveBlogCategory(store.id, id, name),
    onSuccess: async (saved) => {
      toast.success(t("category_saved", { name: saved.name }));
      onDone();
      await client.invalidateQueries({ queryKey: blogKey(store.id) });
    },
  });
}

/** The blog's categories: named, renamed, removed. */
export function CategoriesDialog({ onClose }: { onClose: () => void }) {
  const t = useTexts(blogTexts);
  const ui = useTexts(uiTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const categories = useQuery(blogCategoriesQuery(store.id));
  const [name, setName] = useState("");
  const making = useSaving(null, () => setName(""));
  const trouble = loadError(categories, shell);
  function add(event: FormEvent) {
    event.preventDefault();
    if (name.trim()) making.mutate(name.trim());
  }
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={t("categories_title")}>
        <DialogBody className="grid gap-4">
          <p className="text-13 text-muted">{t("categories_help")}</p>
          {trouble ? (
            <LoadError error={trouble} />
          ) : categories.data === undefined ? (
            <Skeleton className="h-24 w-full rounded-md" />
          ) : categories.data.length === 0 ? (
            <p className="text-13 text-subtle">{t("categories_empty")}</p>
          ) : (
            <ul className="grid gap-2">
              {categories.data.map((category) => (
                <Row key={category.id} category={category} />
              ))}
            </ul>
          )}
          <form onSubmit={add} className="grid gap-2">
            <FormProblem>{making.error ? troubleText(making.error, shell) : null}</FormProblem>
            <div className="flex items-end gap-2">
              <div className="min-w-0 flex-1">
                <Field label={t("category_new")}>
                  <Input
                    maxLength={MOST_LETTERS}
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                  />
                </Field>
              </div>
              <Button type="submit" pending={making.isPending} disabled={!name.trim()}>
                {t("category_add")}
              </Button>
            </div>
          </form>
        </DialogBody>
        <DialogFooter>
          <DialogClose asChild>
            <Button>{ui("close")}</Button>
          </DialogClose>
        </DialogFooter>
      </DialogContent>
    </Dialog>
  );
}

function Row({ category }: { category: BlogCategory }) {
  const t = useTexts(blogTexts);
  const shell = useTexts(shellTexts);
  const store = useStore();
  const client = useQueryClient();
  const [name, setName] = useState(category.name);
  const [asking, setAsking] = useState(false);
  const saving = useSaving(category.id, () => undefined);
  const removing = useMutation({
    mutationFn: () => deleteBlogCategory(store.id, category.id),
    onSuccess: async () => {
      toast.success(t("category_deleted", { name: category.name }));
      setAsking(false);
      await client.invalidateQueries({ queryKey: blogKey(store.id) });
    },
  });
  const wanted = name.trim();
  const changed = wanted !== "" && wanted !== category.name;
  return (
    <li className="grid gap-1">
      <form
        className="flex items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (changed) saving.mutate(wanted);
        }}
      >
        <Input
          className="min-w-0 flex-1"
          aria-label={t("category_name")}
          maxLength={MOST_LETTERS}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <span className="num shrink-0 text-12 text-subtle">
          {t("category_posts", { count: category.posts })}
        </span>
        {changed ? (
          <Button
            type="submit"
            size="icon"
            pending={saving.isPending}
            aria-label={t("category_save", { name: wanted })}
          >
            <Check aria-hidden />
          </Button>
        ) : null}
        <Button
          size="icon"
          variant="ghost"
          aria-label={t("category_delete", { name: category.name })}
          onClick={() => setAsking(true)}
        >
          <Trash2 aria-hidden />
        </Button>
      </form>
      {saving.error ? (
        <p className="text-12 text-danger">{troubleText(saving.error, shell)}</p>
      ) : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={(next) => {
          removing.reset();
          setAsking(next);
        }}
        title={t("category_delete_title", { name: category.name })}
        description={t("category_delete_body", { count: category.posts })}
        action={t("category_delete", { name: category.name })}
        pending={removing.isPending}
        error={removing.error ? troubleText(removing.error, shell) : null}
        onConfirm={() => removing.mutate()}
      />
    </li>
  );
}
