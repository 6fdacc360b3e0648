"""Amounts between our minor units and a provider's.

Every provider has its *own* table of digits: a shared factor of 100 has charged customers
100 times too much (Paymenter#1258). Conversions are exact or refused; nothing is ever rounded here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import lcm
from typing import Final

from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_core.money import minor_digits

_CODE: Final = re.compile(r"[A-Z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ExponentTable:
    """How one provider writes amounts.

    digits: minor digits in the provider's API where they are not 2.
    multiples: what the provider's integer must be a multiple of, where that is not 1.
    """

    digits: Mapping[str, int] = field(default_factory=dict)
    multiples: Mapping[str, int] = field(default_factory=dict)

    def step(self, currency: str) -> int:
        """Amounts in *our* minor units must be multiples of this to be representable.

        Raises ProviderRefused (`currency_unsupported`) for anything but three capital letters.
        """
        ours, theirs = self._digits(currency)
        multiple = self.multiples.get(currency, 1)
        # The smallest of our amounts whose conversion is a multiple of `multiple`.
        if theirs >= ours:
            scale: int = 10 ** (theirs - ours)
            return lcm(scale, multiple) // scale
        coarser: int = 10 ** (ours - theirs)
        return multiple * coarser

    def to_provider(self, amount: int, currency: str) -> int:
        """Our minor units as the provider's integer.

        Raises ProviderRefused (`amount_not_representable`) where that is not exact.
        """
        step = self.step(currency)
        if amount % step:
            raise ProviderRefused(
                "amount_not_representable",
                f"{amount} {currency} is not a multiple of {step} minor units",
                field="amount",
            )
        ours, theirs = self._digits(currency)
        converted: int = amount * 10**theirs // 10**ours
        return converted

    def from_provider(self, amount: int, currency: str) -> int:
        """The provider's integer in our minor units.

        Raises ValueError where our unit is too coarse for it: never guess at money.
        """
        ours, theirs = self._digits(currency)
        whole: int
        rest: int
        whole, rest = divmod(amount * 10**ours, 10**theirs)
        if rest:
            raise ValueError(f"provider amount {amount} {currency} is finer than our minor unit")
        return whole

    def _digits(self, currency: str) -> tuple[int, int]:
        if not _CODE.fullmatch(currency):
            raise ProviderRefused("currency_unsupported", "not an ISO 4217 code", field="currency")
        return minor_digits(currency), self.digits.get(currency, 2)
