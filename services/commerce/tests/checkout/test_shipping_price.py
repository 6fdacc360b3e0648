"""Where shipping goes and what it costs."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from commerce.checkout.models import ShippingBasis
from commerce.checkout.shipping_price import Pricing, Tier, price, serving, zone_of


@dataclass(frozen=True)
class _Zone:
    id: UUID
    regions: tuple[str, ...]


@dataclass(frozen=True)
class _Rate:
    name: str
    zone_id: UUID | None = None
    countries: tuple[str, ...] = ()


DE, CALIFORNIA, US, WORLD = (
    _Zone(uuid4(), ("DE", "AT")),
    _Zone(uuid4(), ("US-CA", "US-NV")),
    _Zone(uuid4(), ("US",)),
    _Zone(uuid4(), ()),
)


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        (("AT", None), DE),
        (("AT", "Wien"), DE),
        (("US", "CA"), CALIFORNIA),
        (("US", " us-ca "), CALIFORNIA),
        (("US", "NY"), US),
        (("US", None), US),
        (("JP", "13"), WORLD),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_an_address_belongs_to_the_zone_that_says_most_about_it(
    place: tuple[str, str | None], zone: _Zone, turned: bool
) -> None:
    zones = [DE, CALIFORNIA, US, WORLD]
    assert zone_of(zones[::-1] if turned else zones, *place) is zone


def test_without_a_rest_of_the_world_nothing_goes_where_no_zone_is() -> None:
    rates = [_Rate("zone", DE.id), _Rate("own list", countries=("JP",)), _Rate("everywhere")]
    assert zone_of([DE], "JP") is None
    assert [r.name for r in serving(rates, [DE], "JP")] == ["own list", "everywhere"]
    assert [r.name for r in serving(rates, [DE], "DE")] == ["zone", "everywhere"]


def test_a_country_s_rates_do_not_leak_into_a_state_with_a_zone_of_its_own() -> None:
    rates = [_Rate("country", US.id), _Rate("state", CALIFORNIA.id)]
    assert [r.name for r in serving(rates, [US, CALIFORNIA], "US", "CA")] == ["state"]
    assert [r.name for r in serving(rates, [US, CALIFORNIA], "US", "TX")] == ["country"]


BY_PRICE = Pricing(900, 10_000, ShippingBasis.PRICE, (Tier(5000, 300), Tier(2000, 600)))
BY_WEIGHT = Pricing(400, None, ShippingBasis.WEIGHT, (Tier(1000, 700), Tier(5000, 1500)))


@pytest.mark.parametrize(
    ("rate", "amount", "grams", "costs"),
    [
        (Pricing(500), 0, 0, 500),
        (Pricing(500, 5000), 4999, 0, 500),
        (Pricing(500, 5000), 5000, 0, 0),
        (Pricing(500, 0), 0, 0, 0),
        (BY_PRICE, 1999, 0, 900),
        (BY_PRICE, 2000, 0, 600),
        (BY_PRICE, 5000, 99_999, 300),
        (BY_PRICE, 10_000, 0, 0),
        (BY_WEIGHT, 10**9, 0, 400),
        (BY_WEIGHT, 0, 999, 400),
        (BY_WEIGHT, 0, 1000, 700),
        (BY_WEIGHT, 0, 5001, 1500),
        (Pricing(400, 100, ShippingBasis.WEIGHT, (Tier(0, 900),)), 100, 9, 0),
    ],
)
def test_the_last_tier_reached_counts_and_free_beats_them_all(
    rate: Pricing, amount: int, grams: int, costs: int
) -> None:
    assert price(rate, amount, grams) == costs


def test_measures_below_zero_are_faults() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        price(BY_WEIGHT, 0, -1)


def test_another_currency_turns_amounts_and_leaves_grams() -> None:
    def double(amount: int) -> int:
        return amount * 2

    assert BY_PRICE.converted(double) == Pricing(
        1800, 20_000, ShippingBasis.PRICE, (Tier(10_000, 600), Tier(4000, 1200))
    )
    assert BY_WEIGHT.converted(double).tiers == (Tier(1000, 1400), Tier(5000, 3000))


def test_stored_columns_are_read() -> None:
    read = Pricing.read(amount=5, free_over=None, basis="weight", tiers=[{"from": 3, "amount": 7}])
    assert read == Pricing(5, None, ShippingBasis.WEIGHT, (Tier(3, 7),))
