"""What shipping costs and where it goes: pure functions of zones and rates.

An address belongs to exactly one zone, the one that says most about it: a zone that names its
state beats one that names its country, which beats the rest of the world (a zone without regions).
No region may stand in two zones of a store, so there is never a choice to make. Rates of that zone
serve the address, and besides them the rates that are in no zone and list countries of their own
(none: everywhere).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, Self, TypeVar
from uuid import UUID

from commerce.checkout.models import ShippingBasis


@dataclass(frozen=True, slots=True)
class Tier:
    """From this measure on (minor units or grams, by the rate's basis) shipping costs `amount`."""

    at: int
    amount: int


@dataclass(frozen=True, slots=True)
class Pricing:
    """How a rate is priced. Amounts in minor units of one currency."""

    amount: int
    free_over: int | None = None
    basis: ShippingBasis = ShippingBasis.FLAT
    tiers: tuple[Tier, ...] = ()

    @classmethod
    def read(
        cls, *, amount: int, free_over: int | None, basis: str, tiers: Iterable[Mapping[str, Any]]
    ) -> Self:
        """From the columns of `shipping_rates`; `tiers` are [{from, amount}]."""
        return cls(
            amount=amount,
            free_over=free_over,
            basis=ShippingBasis(basis),
            tiers=tuple(Tier(tier["from"], tier["amount"]) for tier in tiers),
        )

    def converted(self, amount: Callable[[int], int]) -> Self:
        """The same in another currency: every amount through `amount`, grams as they are."""
        by_price = self.basis is ShippingBasis.PRICE
        return replace(
            self,
            amount=amount(self.amount),
            free_over=None if self.free_over is None else amount(self.free_over),
            tiers=tuple(
                Tier(amount(tier.at) if by_price else tier.at, amount(tier.amount))
                for tier in self.tiers
            ),
        )


def price(rate: Pricing, items_amount: int, grams: int) -> int:
    """What shipping costs for items worth `items_amount` (discounted, as shown) that weigh `grams`.

    Free from `free_over` on, whatever the basis. Else the last tier that is reached counts; before
    the first, and without tiers, `amount`. Raises ValueError for negative measures.
    """
    if items_amount < 0 or grams < 0:
        raise ValueError("shipping is priced for amounts and weights of 0 or more")
    if rate.free_over is not None and items_amount >= rate.free_over:
        return 0
    if rate.basis is ShippingBasis.FLAT:
        return rate.amount
    measure = items_amount if rate.basis is ShippingBasis.PRICE else grams
    reached = [tier for tier in rate.tiers if tier.at <= measure]
    return max(reached, key=lambda tier: tier.at).amount if reached else rate.amount


class ZoneLike(Protocol):
    """A row of `shipping_zones`."""

    @property
    def id(self) -> UUID:
        """Its key."""

    @property
    def regions(self) -> Sequence[str]:
        """Countries (`DE`) and states (`US-CA`)."""


class RateLike(Protocol):
    """A row of `shipping_rates`."""

    @property
    def zone_id(self) -> UUID | None:
        """The zone it serves."""

    @property
    def countries(self) -> Sequence[str]:
        """Without a zone: where it goes; none means everywhere."""


Zone = TypeVar("Zone", bound=ZoneLike)
Rate = TypeVar("Rate", bound=RateLike)


def state_code(country: str, state: str | None) -> str:
    """The part of an ISO 3166-2 code after the country, as people write it: `ca` and `US-CA` are
    both `CA`."""
    code = (state or "").strip().upper()
    return code.removeprefix(f"{country}-")


def zone_of(zones: Iterable[Zone], country: str, state: str | None = None) -> Zone | None:
    """The one zone an address belongs to, or None: nothing but rates without a zone goes there."""
    place = f"{country}-{state_code(country, state)}"
    found: dict[str, Zone] = {}
    for zone in zones:
        for region in zone.regions or ("",):
            found.setdefault(region, zone)
    return found.get(place) or found.get(country) or found.get("")


def serves(rate: RateLike, zone: ZoneLike | None, country: str) -> bool:
    """Whether a rate goes to `country`, where `zone` is the address's (`zone_of`)."""
    if rate.zone_id is not None:
        return zone is not None and rate.zone_id == zone.id
    return not rate.countries or country in rate.countries


def serving(
    rates: Iterable[Rate], zones: Iterable[ZoneLike], country: str, state: str | None = None
) -> list[Rate]:
    """The rates that go to an address, in the order given."""
    zone = zone_of(zones, country, state)
    return [rate for rate in rates if serves(rate, zone, country)]
