"use client";

import { AlertDialog as Radix } from "radix-ui";
import { type ComponentProps, type ReactNode, useId, useState } from "react";
import { Button } from "./button";
import { scrim } from "./dialog";
import { FieldError } from "./field";
import { useTexts } from "./i18n";
import { Input } from "./input";
import { cn } from "./lib/cn";
import { useReturnFocus } from "./return-focus";
import { uiTexts } from "./texts";

export interface ConfirmProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the thing: "Delete Kettle & Crane?" */
  title: ReactNode;
  /** What will happen, before it does. */
  description: ReactNode;
  /** Names the act: "Delete store", never "OK". */
  action: ReactNode;
  /** Names the way out where "Cancel" could be read as the act itself. */
  keep?: ReactNode;
  onConfirm: () => void;
  danger?: boolean;
  pending?: boolean;
  error?: string | null;
  /** Asks to type this (the object's name) where there is no way back. */
  typeToConfirm?: { text: string; label: ReactNode };
  children?: ReactNode;
}

/** The content, mounted with the dialog: the focus goes back to where it was. */
function Content(props: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content onCloseAutoFocus={useReturnFocus()} {...props} />;
}

/** Asks before something that cannot be undone. Stays open while it works and when it fails. */
export function ConfirmDialog(props: ConfirmProps) {
  const { open, onOpenChange, title, description, action, onConfirm, danger = true } = props;
  const t = useTexts(uiTexts);
  const [typed, setTyped] = useState("");
  const id = useId();
  const must = props.typeToConfirm;
  const ready = !must || typed.trim() === must.text.trim();
  return (
    <Radix.Root
      open={open}
      onOpenChange={(next) => {
        setTyped("");
        onOpenChange(next);
      }}
    >
      <Radix.Portal>
        <Radix.Overlay className={scrim} />
        <Content className="fixed inset-x-2 bottom-2 z-50 mx-auto flex max-h-[calc(100dvh-16px)] max-w-110 flex-col overflow-hidden rounded-xl bg-raised shadow-overlay outline-none data-[state=open]:animate-sheet md:top-[12vh] md:bottom-auto md:max-h-[76vh]">
          <form
            className="flex min-h-0 flex-1 flex-col"
            onSubmit={(event) => {
              event.preventDefault();
              if (ready && !props.pending) onConfirm();
            }}
          >
            <div className="grid min-h-0 flex-1 grid-cols-[minmax(0,1fr)] gap-3 overflow-auto p-5 break-words">
              <Radix.Title className="text-16 font-semibold">{title}</Radix.Title>
              <Radix.Description className="text-13 text-muted">{description}</Radix.Description>
              {props.children}
              {must ? (
                <div className="grid gap-1.5">
                  <label htmlFor={id} className="text-12 font-medium">
                    {must.label}
                  </label>
                  <Input
                    id={id}
                    value={typed}
                    autoComplete="off"
                    onChange={(event) => setTyped(event.target.value)}
                  />
                </div>
              ) : null}
              {props.error ? <FieldError role="alert">{props.error}</FieldError> : null}
            </div>
            <footer
              className={cn(
                "flex flex-col-reverse gap-2 border-t px-5 py-3 md:flex-row md:justify-end",
              )}
            >
              <Radix.Cancel asChild>
                <Button>{props.keep ?? t("cancel")}</Button>
              </Radix.Cancel>
              <Button
                type="submit"
                variant={danger ? "danger-solid" : "primary"}
                disabled={!ready}
                pending={props.pending ?? false}
              >
                {action}
              </Button>
            </footer>
          </form>
        </Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
