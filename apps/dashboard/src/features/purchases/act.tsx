import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

/** Something a person may do, with what comes of it. */
export function Act({
  icon: Icon,
  title,
  body,
  children,
}: {
  icon: LucideIcon;
  title: string;
  body: string;
  children: ReactNode;
}) {
  return (
    <li className="flex flex-col gap-3 border-t px-4 py-3 text-13 md:flex-row md:items-center">
      <span className="grid size-8 shrink-0 place-items-center rounded-sm bg-sunken text-muted inset-ring inset-ring-border max-md:hidden">
        <Icon className="size-4" aria-hidden />
      </span>
      <span className="min-w-0 flex-1">
        <span className="block font-medium wrap-anywhere">{title}</span>
        <span className="block text-12 wrap-anywhere text-muted">{body}</span>
      </span>
      <span className="grid shrink-0 md:min-w-36">{children}</span>
    </li>
  );
}
