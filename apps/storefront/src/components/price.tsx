import { useWords } from "#words";
import type { Money } from "@/lib/api-types";
import { formatMoney, saving } from "@/lib/money";

export interface PriceProps {
  price: Money;
  before: Money | null;
  locale: string;
  /** Variants cost differently: this is the lowest. */
  from?: boolean;
  showSaving?: boolean;
}

/** A price, with the former one struck and named for those who cannot see the stroke. */
export function Price({ price, before, locale, from = false, showSaving = true }: PriceProps) {
  const common = useWords("common");
  const percent = saving(price, before);
  return (
    <p className={percent === null ? "price" : "price price-sale"}>
      <span className="price-now">
        {percent !== null && <span className="sr-only">{common.now} </span>}
        {from && `${common.from} `}
        {formatMoney(price, locale)}
      </span>
      {percent !== null && before && (
        <>
          <s>
            <span className="sr-only">{common.before} </span>
            {formatMoney(before, locale)}
          </s>
          {showSaving && <span className="price-save">{common.less(percent)}</span>}
        </>
      )}
    </p>
  );
}
