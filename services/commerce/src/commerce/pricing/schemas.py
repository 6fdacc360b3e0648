"""Shapes of taxes."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool

from commerce.catalog.schemas import TaxClass
from commerce.pricing.taxes.computing import Rounding
from commerce.pricing.taxes.explaining import Verdict
from commerce.stores.schemas import Country
from ecomm_core.api.schemas import Input, Money, Output, Text
from ecomm_core.money import MAX_AMOUNT

State = Annotated[
    str,
    Field(
        pattern=r"^([A-Z0-9]{1,3})?$",
        description="The part of the ISO 3166-2 code after the country (`CA` of `US-CA`); empty: "
        "the whole country.",
    ),
]
PostalPattern = Annotated[
    str,
    Field(
        pattern=r"^([A-Za-z0-9](?:[A-Za-z0-9 \-]{0,18}))?\*?$",
        max_length=20,
        description="A postcode, or its beginning and a star (`902*`); empty: all.",
    ),
    AfterValidator(str.upper),
]
Ppm = Annotated[int, Field(strict=True, ge=0, le=1_000_000)]


class TaxRateOut(Output):
    """A tax rate. `rate_ppm` in parts per million: 19 % is 190000. Rates of one `slot` exclude each
    other, the most specific wins; rates of different slots stack."""

    id: UUID
    country: str
    state: str
    postal_pattern: str
    tax_class: TaxClass
    slot: int
    name: str
    rate_ppm: int


class PlacedTaxRateIn(Input):
    """A tax rate of a place, for a class of goods."""

    country: Country
    state: State = ""
    postal_pattern: PostalPattern = ""
    tax_class: TaxClass = TaxClass.STANDARD
    slot: Annotated[int, Field(strict=True, ge=1, le=9)] = 1
    name: Annotated[str, Field(min_length=1, max_length=40)]
    rate_ppm: Ppm


class TaxPresetsIn(Input):
    """Countries whose standard rate shall be added; `eu` adds all members of the European Union."""

    countries: Annotated[list[Country], Field(max_length=250)] = Field(default_factory=list)
    eu: StrictBool = False


class TaxPresetsOut(Output):
    """What was added, which countries had a rate already, and which have no national one."""

    added: list[TaxRateOut]
    kept: list[str]
    unknown: list[str]


class TaxSettings(Input):
    """How a store taxes: whether prices include tax, whether shipping is taxed, and whether tax is
    rounded on each line or once per order."""

    prices_include_tax: StrictBool
    shipping_taxable: StrictBool
    rounding: Rounding


class TaxTestIn(BaseModel):
    """A sale to try: an amount after discounts, as the shopper sees prices."""

    model_config = ConfigDict(str_strip_whitespace=True, frozen=True)

    country: Country
    state: Annotated[Text, Field(max_length=120)] = ""
    postal_code: Annotated[Text, Field(max_length=20)] = ""
    tax_class: TaxClass = TaxClass.STANDARD
    amount: Annotated[
        int, Field(ge=0, le=MAX_AMOUNT, description="Minor units of the store's currency.")
    ]


class JudgedRateOut(Output):
    """A rate of the country, whether it applied, why, and what it takes."""

    rate: TaxRateOut
    jurisdiction: str
    verdict: Verdict
    reason: str
    amount: Money | None


class TaxTestOut(Output):
    """The sale, taxed: `gross = net + tax`."""

    net: Money
    tax: Money
    gross: Money
    inclusive: bool
    rates: list[JudgedRateOut]
