"""A price in the currency a shopper asked for (R9.1): the merchant's own price in it, else the rate
times the store's price, ended as the store wants. Pure; `service.presenter` reads what it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Self

from commerce.pricing.currencies.convert import (
    AS_IT_IS,
    Direction,
    Ending,
    Rate,
    StaleRate,
    convert,
    rate_between,
)
from commerce.pricing.errors import CurrencyNotOffered, ExchangeRateStale
from ecomm_core.money import PPM, divide_rounding, minor_digits


@dataclass(frozen=True, slots=True)
class Shown:
    """What a shopper is shown of a variant, in minor units."""

    price: int
    compare_at: int | None


@dataclass(frozen=True, slots=True)
class Presenter:
    """From the store's currency to one it sells in. `rate` None: they are the same."""

    base: str
    currency: str
    rate: Rate | None
    ending: Ending = AS_IT_IS

    @classmethod
    def own(cls, currency: str) -> Self:
        """Everything stays as it is."""
        return cls(currency, currency, None)

    @classmethod
    def of(cls, base: str, currency: str, facts: Mapping[str, Any] | None, *, today: date) -> Self:
        """From what `presentment_facts` tells: {step, below, direction, manual_ppm, manual_day,
        max_age_days, day, base_per_euro, per_euro}; None where the store does not offer it.

        Raises CurrencyNotOffered (422), ExchangeRateStale (409): no price is better than a guess.
        """
        if currency == base:
            return cls.own(base)
        if facts is None:
            raise CurrencyNotOffered.on_field("currency")
        ending = Ending(facts["step"], facts["below"], Direction(facts["direction"]))
        return cls(base, currency, _rate(base, currency, facts, today), ending)

    def price(self, amount: int, explicit: int | None = None) -> int:
        """A price of the catalogue or of shipping: the explicit one, else by rate and ending."""
        if explicit is not None:
            return explicit
        return amount if self.rate is None else convert(amount, self.rate, self.ending)

    def amount(self, amount: int) -> int:
        """Any other amount, such as a discount or a minimum: by the rate alone."""
        return amount if self.rate is None else convert(amount, self.rate)

    def back(self, amount: int) -> int:
        """An amount in the shopper's currency as one of the store's, to compare with."""
        if self.rate is None:
            return amount
        scale = Fraction(10) ** (minor_digits(self.base) - minor_digits(self.currency))
        exact = amount / self.rate.exact * scale
        return divide_rounding(exact.numerator, exact.denominator)

    def shown(
        self,
        price: int,
        compare_at: int | None,
        explicit: tuple[int, int | None] | None = None,
    ) -> Shown:
        """A variant's two prices. Beside an explicit price only an explicit former one is shown,
        and a former price is only one when it is higher."""
        if explicit is not None:
            now, before = explicit
        else:
            now = self.price(price)
            before = None if compare_at is None else self.price(compare_at)
        return Shown(now, before if before is not None and before > now else None)

    def frozen(self) -> dict[str, Any] | None:
        """The rate as checkouts and orders keep it; None where there is none."""
        if self.rate is None:
            return None
        return {
            "of": self.rate.of,
            "to": self.rate.to,
            "day": self.rate.day.isoformat(),
            "of_per_euro_ppm": self.rate.of_per_euro_ppm,
            "to_per_euro_ppm": self.rate.to_per_euro_ppm,
        }


def _rate(base: str, currency: str, facts: Mapping[str, Any], today: date) -> Rate:
    limit = timedelta(days=facts["max_age_days"])
    if facts["manual_ppm"] is not None:
        day = _day(facts["manual_day"])
        if today - day > limit:
            raise ExchangeRateStale(f"The rate of {currency} was set on {day}.")
        return Rate(base, currency, day, PPM, facts["manual_ppm"])
    known = {base: facts["base_per_euro"], currency: facts["per_euro"]}
    per_euro = {code: ppm for code, ppm in known.items() if ppm is not None}
    if facts["day"] is None:
        raise ExchangeRateStale(f"There is no rate of {currency} yet.")
    try:
        return rate_between(
            base,
            currency,
            day=_day(facts["day"]),
            per_euro_ppm=per_euro,
            today=today,
            max_age=limit,
        )
    except StaleRate as exc:
        raise ExchangeRateStale(f"The rate of {currency} is of {facts['day']}.") from exc
    except KeyError as exc:
        raise ExchangeRateStale(f"The bank publishes no rate of {exc.args[0]}.") from exc


def _day(stored: date | str) -> date:
    return date.fromisoformat(stored) if isinstance(stored, str) else stored
