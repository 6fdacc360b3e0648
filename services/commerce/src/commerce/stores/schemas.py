"""Shapes of stores."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, EmailStr, Field, StrictBool

from commerce.stores.places import known_country, known_currency, known_timezone
from commerce.stores.slugs import given_slug
from ecomm_core.api.schemas import CountryCode, CurrencyCode, Input, Output


class Niche(StrEnum):
    """The closed list of eleven niches."""

    FASHION = "fashion"
    JEWELRY = "jewelry"
    BEAUTY = "beauty"
    HOME = "home"
    ELECTRONICS = "electronics"
    FITNESS = "fitness"
    PETS = "pets"
    KIDS = "kids"
    OUTDOOR = "outdoor"
    FOOD = "food"
    GENERAL = "general"


StoreName = Annotated[str, Field(min_length=1, max_length=80)]
Locale = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$", examples=["en", "de-DE"])]
Timezone = Annotated[
    str, Field(max_length=64, examples=["Europe/Berlin"]), AfterValidator(known_timezone)
]
Country = Annotated[CountryCode, AfterValidator(known_country)]
Currency = Annotated[CurrencyCode, AfterValidator(known_currency)]
Slug = Annotated[str, Field(min_length=1, max_length=60), AfterValidator(given_slug)]


class StoreIn(Input):
    """A new store. The slug is made from the name, with -2, -3 … where taken."""

    name: StoreName
    niche: Niche
    currency: Currency
    country: Country
    description: Annotated[str, Field(max_length=2000)] | None = None
    locale: Locale = "en"
    timezone: Timezone | None = Field(
        default=None, description="Where the store's days begin; the country's own by default."
    )


class StorePatch(Input):
    """What may change; null clears description, contact, business and search engine texts, and
    changes nothing else.
    Currency is fixed once the store has an order (409 `currency_fixed`)."""

    name: StoreName | None = None
    niche: Niche | None = None
    currency: Currency | None = None
    country: Country | None = None
    description: Annotated[str, Field(max_length=2000)] | None = None
    locale: Locale | None = None
    timezone: Timezone | None = None
    slug: Slug | None = None
    status: Literal["active", "paused"] | None = None
    test_mode: StrictBool | None = None
    contact_email: EmailStr | None = None
    contact_phone: Annotated[str, Field(max_length=40)] | None = None
    business_name: Annotated[str, Field(max_length=160)] | None = None
    business_address: Annotated[str, Field(max_length=500)] | None = None
    seo_title: Annotated[str, Field(max_length=255)] | None = None
    seo_description: Annotated[str, Field(max_length=1000)] | None = None


class SetupStepOut(Output):
    """One step of the creation flow. A skipped one says why in `message`."""

    key: Literal["records", "theme", "domain", "pages", "payments", "seo", "analytics", "welcome"]
    status: Literal["pending", "running", "done", "skipped", "failed"]
    message: str | None


class SetupOut(Output):
    """Progress of the creation flow; the store sells from `domain` on."""

    done: int
    total: int
    steps: list[SetupStepOut]


class StoreOut(Output):
    """A store as its merchants see it."""

    id: UUID
    name: str
    slug: str
    status: Literal["active", "paused"]
    niche: Niche
    currency: str
    country: str
    locale: str
    timezone: str
    description: str | None
    contact_email: str | None
    contact_phone: str | None
    business_name: str | None
    business_address: str | None
    seo_title: str | None
    seo_description: str | None
    test_mode: bool
    prices_include_tax: bool
    storefront_url: str
    setup: SetupOut
    created_at: datetime
    updated_at: datetime


MinorUnits = Annotated[int, Field(strict=True, ge=0, le=10**12)]


class ShippingTier(Input):
    """From this measure on, shipping costs `amount`: minor units for rates by price, grams for
    rates by weight."""

    at: Annotated[int, Field(strict=True, ge=0, le=10**12, alias="from")]
    amount: MinorUnits


class ShippingRateIn(Input):
    """What shipping costs, in minor units of the store's currency: `amount`, or the last tier that
    is reached, free from `free_over` on. It serves its zone, or without one its own countries."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    zone_id: UUID | None = None
    countries: Annotated[list[Country], Field(max_length=250)] = Field(
        default_factory=list, description="Without a zone: where it goes; empty means everywhere."
    )
    basis: Literal["flat", "price", "weight"] = "flat"
    tiers: Annotated[list[ShippingTier], Field(max_length=20)] = Field(default_factory=list)
    amount: MinorUnits
    free_over: MinorUnits | None = None
    min_days: Annotated[int, Field(strict=True, ge=0, le=365)] = 2
    max_days: Annotated[int, Field(strict=True, ge=0, le=365)] = 5


class TaxRateIn(Input):
    """The one tax rate of a country. `rate_ppm` in parts per million: 19 % is 190000."""

    country: Country
    name: Annotated[str, Field(min_length=1, max_length=40)]
    rate_ppm: Annotated[int, Field(strict=True, ge=0, le=1_000_000)]
