"""Shapes of currencies and prices in them."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StrictBool, model_validator

from commerce.pricing.currencies.convert import Direction
from commerce.stores.schemas import Currency
from ecomm_core.api.schemas import Input, Output, Price

ManualPpm = Annotated[int, Field(strict=True, ge=1, le=10**15)]


class CurrencyIn(Input):
    """How a store sells in a currency besides its own. Prices end as `step` and `below` say, in
    minor units: step 5 makes Swiss five centimes, step 100 and below 1 make 19.99. `manual_ppm`,
    instead of the bank's rate: units of it for one of the store's currency, in parts per
    million."""

    enabled: StrictBool = True
    step: Annotated[int, Field(strict=True, ge=1, le=1_000_000)] = 1
    below: Annotated[int, Field(strict=True, ge=0, le=999_999)] = 0
    direction: Direction = Direction.NEAREST
    manual_ppm: ManualPpm | None = None

    @model_validator(mode="after")
    def _ending_names_prices(self) -> Self:
        if self.below >= self.step:
            raise ValueError("below must be less than step")
        return self


class NewCurrencyIn(CurrencyIn):
    """A currency to sell in."""

    currency: Currency


class CurrencyOut(Output):
    """A currency the store sells in. `rate_ppm` is what counts today, for people to read; null with
    a `problem` while there is none, and then nothing is sold in it."""

    currency: str
    enabled: bool
    step: int
    below: int
    direction: Direction
    manual_ppm: int | None
    manual_day: date | None
    source: Literal["bank", "manual"]
    rate_ppm: int | None
    rate_day: date | None
    problem: str | None
    example: Annotated[
        int | None, Field(description="What 2,000 minor units of the store's currency become.")
    ]


class CurrenciesOut(Output):
    """The store's own currency, the ones besides it, and its choices."""

    own: str
    newest_bank_day: date | None
    rate_max_age_days: int
    omnibus: bool
    currencies: list[CurrencyOut]


class PricingSettingsIn(Input):
    """How old a rate may be, and whether reductions show the lowest price of the 30 days before."""

    rate_max_age_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 7
    omnibus: StrictBool = False


class RatesFileIn(Input):
    """The European Central Bank's file of daily rates (`eurofxref-daily.xml`), as text."""

    xml: Annotated[str, Field(min_length=1, max_length=262_144)]


class VariantPriceIn(Input):
    """A price in another currency than the store's; null takes it back, so that the rate counts."""

    variant_id: UUID
    price: Price | None
    compare_at_price: Price | None = None
    currency: Currency


class VariantPricesIn(Input):
    """Prices to set; what is not named stays."""

    prices: Annotated[list[VariantPriceIn], Field(min_length=1, max_length=1000)]


class VariantPriceOut(Output):
    """What a variant costs in a currency, and where the price comes from. Minor units; null where
    there is neither a price of its own nor a rate. `automatic…` is what the rate makes of the
    store's own prices: what counts once a price of its own is taken back."""

    currency: str
    source: Literal["own", "rate"]
    price: int | None
    compare_at_price: int | None
    automatic: int | None
    automatic_compare_at: int | None


class PricedVariantOut(Output):
    """A variant with its prices in every currency the store has added."""

    variant_id: UUID
    title: str
    sku: str | None
    price: int
    compare_at_price: int | None
    prices: list[VariantPriceOut]
