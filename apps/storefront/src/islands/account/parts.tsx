"use client";

import { useWords } from "#words";
import { State } from "@/components/state";

export function Skeleton() {
  const words = useWords("account");
  return (
    <div className="panel" role="status">
      <span className="sr-only">{words.loading}</span>
      <div className="skeleton h-40" />
    </div>
  );
}

export function Sorry({ onRetry }: { onRetry: () => Promise<void> }) {
  const words = useWords("account");
  return (
    <State art="parcel" title={words.failed} text={words.failedText}>
      <button type="button" className="btn btn-primary" onClick={() => void onRetry()}>
        {words.retry}
      </button>
    </State>
  );
}
