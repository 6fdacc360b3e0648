import type { ComponentProps, ReactNode } from "react";
import { cn } from "./lib/cn";

/** A separate thing on the page: a hairline and rounded corners, no shadow. */
export function Panel({ className, ...props }: ComponentProps<"section">) {
  return (
    <section
      className={cn("min-w-0 rounded-panel bg-surface inset-ring inset-ring-border", className)}
      {...props}
    />
  );
}

export function PanelHeader({
  title,
  note,
  end,
  className,
}: {
  title: ReactNode;
  /** A quiet remark beside the title. */
  note?: ReactNode;
  end?: ReactNode;
  className?: string;
}) {
  return (
    <header className={cn("flex min-h-12 flex-wrap items-center gap-x-2 px-4 py-2", className)}>
      <h2 className="text-14 font-semibold tracking-[-0.006em]">{title}</h2>
      {note ? <span className="text-12 text-subtle">{note}</span> : null}
      {end ? <div className="ms-auto flex items-center gap-2">{end}</div> : null}
    </header>
  );
}

export function PanelBody({ className, ...props }: ComponentProps<"div">) {
  return <div className={cn("px-4 pb-4", className)} {...props} />;
}

/** Names and values in two columns; the last may be a total. */
export function KeyValues({ className, ...props }: ComponentProps<"dl">) {
  return (
    <dl className={cn("grid grid-cols-[minmax(0,1fr)] gap-2 text-13", className)} {...props} />
  );
}

export function KeyValue({
  label,
  total = false,
  children,
}: {
  label: ReactNode;
  total?: boolean;
  children: ReactNode;
}) {
  return (
    <div
      className={cn(
        "flex min-w-0 justify-between gap-4",
        total && "border-t pt-2 font-semibold [&>dt]:text-text",
      )}
    >
      <dt className="min-w-0 text-muted">{label}</dt>
      <dd className="num shrink-0 text-end max-w-3/4">{children}</dd>
    </div>
  );
}

/** A page: padding, and for forms and details a widest width. */
export function Page({
  form = false,
  className,
  ...props
}: ComponentProps<"div"> & { form?: boolean }) {
  return (
    <div
      className={cn(
        "w-full px-4 pt-4 pb-6 md:px-8 md:pt-6 md:pb-12",
        form && "mx-auto max-w-[calc(var(--form-max)+64px)]",
        className,
      )}
      {...props}
    />
  );
}

/** Title, what stands beside it, and the actions; the primary one last. */
export function PageHeader({
  title,
  count,
  status,
  lead,
  sub,
  actions,
}: {
  title: ReactNode;
  count?: ReactNode;
  status?: ReactNode;
  /** Before the title, e.g. a thumbnail. */
  lead?: ReactNode;
  sub?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <header className="mb-4 flex flex-wrap items-start gap-3 md:mb-5 md:flex-nowrap md:gap-4">
      <div className="min-w-0">
        <div className="flex min-h-8 flex-wrap items-center gap-2">
          {lead}
          <h1 className="line-clamp-3 min-w-0 text-20 font-semibold wrap-anywhere">
            {title}
            {count === undefined ? null : (
              <span className="num ms-2 font-normal text-subtle">{count}</span>
            )}
          </h1>
          {status}
        </div>
        {sub ? <p className="max-w-160 text-13 wrap-anywhere text-muted">{sub}</p> : null}
      </div>
      {actions ? (
        <div className="flex w-full shrink-0 flex-wrap items-center gap-2 *:flex-1 sm:ms-auto sm:w-auto sm:max-w-full sm:*:flex-none md:flex-nowrap [&>[data-fixed]]:flex-none">
          {actions}
        </div>
      ) : null}
    </header>
  );
}

/**
 * Main column (what it is) and side column (state, links). They stand beside each other where the
 * page has room for both, which the sidebar, open or narrow, has a say in.
 */
export function DetailColumns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className="@container">
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 @min-[56rem]:grid-cols-[minmax(0,1fr)_var(--side-column)]">
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">{main}</div>
        <aside className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">{side}</aside>
      </div>
    </div>
  );
}
