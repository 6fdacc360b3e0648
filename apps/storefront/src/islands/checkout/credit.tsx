"use client";

import { useWords } from "#words";
import { Icon } from "@/components/icon";
import type { Money } from "@/lib/api-types";
import { formatMoney } from "@/lib/money";

interface CreditProps {
  balance: Money;
  /** Whether it pays. */
  used: boolean;
  locale: string;
  onChange: (used: boolean) => void;
}

/** The shopper's credit: put on and taken off like a code. */
export function Credit({ balance, used, locale, onChange }: CreditProps) {
  const words = useWords("checkout");
  return (
    <div className="credit">
      <span className="min-w-0">
        <b className="strong">
          {used && <Icon name="check" className="icon icon-small" />}{" "}
          {words.credit(formatMoney(balance, locale))}
        </b>
        <span className="small muted">{used ? words.creditUsed : words.creditUnused}</span>
      </span>
      <button
        type="button"
        className={used ? "fix" : "btn btn-quiet btn-small"}
        aria-label={used ? words.creditRemoveNamed : words.creditUseNamed}
        onClick={() => onChange(!used)}
      >
        {used ? words.creditRemove : words.creditUse}
      </button>
    </div>
  );
}
