"""Shapes of bundles."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.promotions.upsell_models import BundlePricing
from ecomm_core.api.schemas import Input, Money, Output, Text

Percent = Annotated[
    int, Field(strict=True, ge=1, le=999_999, description="Parts per million: 10 % is 100000.")
]


class BundlePartIn(Input):
    """So many units of a variant in each bundle."""

    variant_id: UUID
    quantity: Annotated[int, Field(strict=True, ge=1, le=99)] = 1


class BundleTermsIn(Input):
    """What a bundle is made of and what it costs: a price of its own (as its product has it), or a
    percentage off the sum of its components' prices, which follows them."""

    components: Annotated[list[BundlePartIn], Field(min_length=1, max_length=20)]
    pricing: BundlePricing
    price: Money | None = Field(default=None, description="Of a fixed price.")
    percent_ppm: Percent | None = None
    shown_with_components: StrictBool = Field(
        default=True, description="Offered on the pages of its components."
    )


class BundleIn(BundleTermsIn):
    """A new bundle: of a product that is there (`variant_id`, its only variant), or of a new one
    (`title`)."""

    variant_id: UUID | None = None
    title: Annotated[Text, Field(min_length=1, max_length=250)] | None = None
    status: Literal["draft", "active"] = "draft"


class BundleReplace(BundleTermsIn):
    """Other components or prices, with the version that was read."""

    version: Annotated[int, Field(strict=True, ge=1)]


class BundlePartOut(Output):
    """A component as the catalogue has it now. `problem`: why the bundle cannot be sold because of
    it; `share`: what a unit of the bundle's price it stands for."""

    variant_id: UUID
    product_id: UUID | None
    title: str
    variant_title: str
    sku: str | None
    quantity: int
    price: Money
    share: Money
    available: int | None
    problem: Literal["gone", "removed", "archived", "draft", "sold_out"] | None


class BundleTermsOut(Output):
    """What a bundle costs and how many can be sold: the least its components allow; null where none
    of them is counted. `reason` says why it is not for sale."""

    components: list[BundlePartOut]
    components_total: Money
    price: Money
    saved: Money
    available: int | None
    reason: str | None


class BundleOut(BundleTermsOut):
    """A bundle as its merchant sees it; `status` is its product's."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    title: str
    slug: str
    image: str | None
    status: Literal["draft", "active", "archived"]
    pricing: BundlePricing
    percent_ppm: int | None
    shown_with_components: bool
    version: int
    created_at: datetime
    updated_at: datetime
