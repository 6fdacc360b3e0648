import { Progress } from "../progress";

/** The plan and the limit that is nearest to being reached. */
export function UsageMeter({
  plan,
  name,
  text,
  ratio,
}: {
  plan: string;
  /** What is counted. */
  name: string;
  /** "3 of 10". */
  text: string;
  ratio: number;
}) {
  return (
    <div className="mt-2 border-t px-2 pt-3 pb-1 text-12">
      <div className="flex justify-between gap-2 text-muted">
        <span>{plan}</span>
        <span className="num">{text}</span>
      </div>
      <Progress value={ratio} label={`${name}: ${text}`} className="mt-1.5" />
      <p className="mt-1.5 text-subtle">{name}</p>
    </div>
  );
}
