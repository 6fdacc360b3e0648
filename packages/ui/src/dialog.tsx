"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { IconButton } from "./button";
import { useTexts } from "./i18n";
import { cn } from "./lib/cn";
import { useReturnFocus } from "./return-focus";
import { uiTexts } from "./texts";

export const Dialog = Radix.Root;
export const DialogTrigger = Radix.Trigger;
export const DialogClose = Radix.Close;

export const scrim = "fixed inset-0 z-50 bg-scrim data-[state=open]:animate-fade";

/** The content, mounted with the dialog: the focus goes back to where it was. */
function Content(props: ComponentProps<typeof Radix.Content>) {
  return <Radix.Content onCloseAutoFocus={useReturnFocus()} {...props} />;
}

/** A dialog in the middle of the page, on phones at its lower edge. */
export function DialogContent({
  title,
  description,
  className,
  children,
  ...props
}: Omit<ComponentProps<typeof Radix.Content>, "title"> & {
  title: ReactNode;
  description?: ReactNode;
}) {
  const t = useTexts(uiTexts);
  return (
    <Radix.Portal>
      <Radix.Overlay className={scrim} />
      <Content
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "fixed inset-x-2 bottom-2 z-50 mx-auto flex max-h-[calc(100dvh-16px)] max-w-120 flex-col overflow-hidden rounded-xl bg-raised shadow-overlay outline-none data-[state=open]:animate-sheet md:top-[12vh] md:bottom-auto md:max-h-[76vh]",
          className,
        )}
        {...props}
      >
        <header className="flex items-start gap-4 p-5 pb-0">
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-16 font-semibold">{title}</Radix.Title>
            {description ? (
              <Radix.Description className="mt-1 text-13 text-muted">
                {description}
              </Radix.Description>
            ) : null}
          </div>
          <Radix.Close asChild>
            <IconButton label={t("close")} size="icon-sm" className="-me-1 -mt-0.5">
              <X aria-hidden />
            </IconButton>
          </Radix.Close>
        </header>
        {children}
      </Content>
    </Radix.Portal>
  );
}

export function DialogBody({ className, ...props }: ComponentProps<"div">) {
  return (
    <div
      className={cn("min-h-0 flex-1 grid-cols-[minmax(0,1fr)] overflow-auto p-5", className)}
      {...props}
    />
  );
}

export function DialogFooter({ className, ...props }: ComponentProps<"footer">) {
  return (
    <footer
      className={cn(
        "flex flex-col-reverse gap-2 border-t bg-raised px-5 py-3 md:flex-row md:justify-end",
        className,
      )}
      {...props}
    />
  );
}
