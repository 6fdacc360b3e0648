"""Which rates tax a product at a destination (R2.1): country, then state, then postcode pattern.

Rates of one `slot` exclude each other and the most specific one wins; rates of different slots
stack (a state's tax and a city's). A class without a rate of its own in a slot is taxed as
standard, because too little tax is the merchant's loss; what is not to be taxed is `zero` or
`exempt`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from commerce.catalog.schemas import TaxClass

UNTAXED = frozenset({TaxClass.ZERO, TaxClass.EXEMPT})


@dataclass(frozen=True, slots=True)
class Place:
    """Where the goods go. Country and state by their ISO 3166 codes."""

    country: str
    state: str = ""
    postal_code: str = ""


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate as it is frozen on orders: name, jurisdiction, parts per million."""

    name: str
    ppm: int
    country: str
    state: str = ""
    postal_pattern: str = ""
    tax_class: TaxClass = TaxClass.STANDARD
    slot: int = 1

    @property
    def jurisdiction(self) -> str:
        """The place it is levied for: `US`, `US-CA`, or `US-CA 902*`."""
        place = f"{self.country}-{self.state}" if self.state else self.country
        return f"{place} {self.postal_pattern}" if self.postal_pattern else place

    def serves(self, place: Place) -> bool:
        """Whether it is levied there."""
        return (
            self.country == place.country
            and (not self.state or self.state == _key(place.state))
            and (not self.postal_pattern or _matches(self.postal_pattern, place.postal_code))
        )

    @property
    def _specific(self) -> tuple[bool, bool, int]:
        """A postcode beats a state beats a country; a longer pattern beats a shorter one."""
        return bool(self.postal_pattern), bool(self.state), len(self.postal_pattern.strip("*"))


def applying(rates: Sequence[Rate], place: Place, tax_class: TaxClass) -> tuple[Rate, ...]:
    """The rates that stack for goods of `tax_class` that go to `place`, by slot."""
    if tax_class in UNTAXED:
        return ()
    here = [rate for rate in rates if rate.serves(place)]
    found = []
    for slot in sorted({rate.slot for rate in here}):
        level = [rate for rate in here if rate.slot == slot]
        own = [rate for rate in level if rate.tax_class is tax_class]
        standard = [rate for rate in level if rate.tax_class is TaxClass.STANDARD]
        best = max(own or standard, key=lambda rate: rate._specific, default=None)
        if best is not None and best.ppm > 0:
            found.append(best)
    return tuple(found)


def _key(word: str) -> str:
    return word.strip().upper()


def _matches(pattern: str, postal_code: str) -> bool:
    return bool(_compiled(_code(pattern)).fullmatch(_code(postal_code)))


def _code(word: str) -> str:
    return word.replace(" ", "").replace("-", "").upper()


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    """`902*` or `10115`; the star stands for any end. Everything else is literal."""
    return re.compile("".join(".*" if sign == "*" else re.escape(sign) for sign in pattern))
