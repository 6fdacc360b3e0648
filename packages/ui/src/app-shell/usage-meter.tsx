import Link from "next/link";
import { cn } from "../lib/cn";
import { Progress } from "../progress";

/** The plan and the limit that is nearest to being reached. */
export function UsageMeter({
  plan,
  name,
  text,
  ratio,
  href,
  note = null,
  pressing = false,
}: {
  plan: string;
  /** What is counted. */
  name: string;
  text: string;
  /** 0 to 1. */
  ratio: number;
  /** Where the plan is shown. */
  href: string;
  /** Beside the plan, e.g. how long a trial lasts. */
  note?: string | null;
  /** There is no room left, or no time. */
  pressing?: boolean;
}) {
  return (
    <Link
      href={href}
      className="mt-2 block rounded-sm border-t px-2 pt-3 pb-1 text-12 text-muted hover:text-text"
    >
      <span className="flex justify-between gap-2">
        <span className="text-text">{plan}</span>
        {note ? <span className={cn("num", pressing && "text-warning")}>{note}</span> : null}
      </span>
      <Progress value={ratio} label={`${name}: ${text}`} className="mt-1.5" />
      <span className="mt-1.5 flex justify-between gap-2">
        <span>{name}</span>
        <span className="num">{text}</span>
      </span>
    </Link>
  );
}
