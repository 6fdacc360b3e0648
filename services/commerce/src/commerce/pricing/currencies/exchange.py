"""How amounts in a store's currency become amounts in another one the store sells in (R9.1): the
merchant's own rate, else the bank's newest; prices then end as the store likes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from commerce.pricing.currencies.convert import (
    Direction,
    Ending,
    Rate,
    StaleRate,
    convert,
    rate_between,
)
from ecomm_core.money import PPM

DEFAULT_MAX_AGE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A rate, and how prices end after it."""

    rate: Rate
    ending: Ending

    def price(self, amount: int) -> int:
        """A price of the store's currency as it is shown."""
        return convert(amount, self.rate, self.ending)

    def amount(self, amount: int) -> int:
        """Any other amount (a discount, shipping): converted, with no ending."""
        return convert(amount, self.rate)

    def facts(self) -> dict[str, Any]:
        """What an order freezes of it."""
        return {
            "of": self.rate.of,
            "to": self.rate.to,
            "day": self.rate.day.isoformat(),
            "of_per_euro_ppm": self.rate.of_per_euro_ppm,
            "to_per_euro_ppm": self.rate.to_per_euro_ppm,
        }


def exchange_of(
    row: Mapping[str, Any] | None, *, of: str, to: str, today: date, max_age_days: int | None
) -> Exchange:
    """The exchange from a store's setting of a currency and the bank's newest common day:
    {step, below, direction, manual_ppm, manual_day, bank: {day, of, to} or null}.

    Raises StaleRate when the store does not sell in the currency, or no rate is young enough.
    """
    if row is None:
        raise StaleRate(f"the store does not sell in {to}")
    max_age = DEFAULT_MAX_AGE if max_age_days is None else timedelta(days=max_age_days)
    ending = Ending(row["step"], row["below"], Direction(row["direction"]))
    if row["manual_ppm"] is not None:
        rate = Rate(of, to, date.fromisoformat(row["manual_day"]), PPM, row["manual_ppm"])
        return Exchange(rate, ending)
    bank = row["bank"]
    if bank is None:
        raise StaleRate(f"there is no rate between {of} and {to}")
    per_euro = {of: bank["of"], to: bank["to"]}
    day = date.fromisoformat(bank["day"])
    rate = rate_between(of, to, day=day, per_euro_ppm=per_euro, today=today, max_age=max_age)
    return Exchange(rate, ending)
