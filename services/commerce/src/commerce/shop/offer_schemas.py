"""Shapes of what the shop offers with products."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from commerce.promotions.engine.model import Counting
from commerce.promotions.upsell_models import Placement
from commerce.shop.schemas import ProductCardOut
from ecomm_core.api.schemas import Input, Money, Output


class VolumeTierOut(Output):
    """From `quantity` units on, each costs this."""

    quantity: int
    unit_price: Money


class VariantTiersOut(Output):
    """The price of one, and the breaks that are lower."""

    variant_id: UUID
    price: Money
    tiers: list[VolumeTierOut]


class VolumeOfferOut(Output):
    """Volume prices of a product by variant. `counting`: which units reach a break together."""

    id: UUID
    name: str
    counting: Counting
    variants: list[VariantTiersOut]


class BundleComponentOut(Output):
    """What a bundle is made of."""

    slug: str
    title: str
    variant_title: str
    quantity: int


class BundleOfferOut(Output):
    """A bundle that can be bought; `components_price`: what its components cost one by one."""

    id: UUID
    product: ProductCardOut
    components: list[BundleComponentOut]
    components_price: Money


class CrossSellOfferOut(Output):
    """Products that go well with those asked about. `discount` names an automatic discount that the
    cart will judge."""

    id: UUID
    title: str
    discount: str | None
    products: list[ProductCardOut]


class OffersOut(Output):
    """Everything offered in one place of the shop; nothing that is sold out."""

    volume: list[VolumeOfferOut]
    bundles: list[BundleOfferOut]
    cross_sells: list[CrossSellOfferOut]


class OffersIn(Input):
    """Which products somebody looks at, has in the cart, or has bought."""

    product: Annotated[list[UUID], Field(min_length=1, max_length=50)]
    placement: Placement = Placement.PRODUCT
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None


class OffersSeenIn(Input):
    """Offers that a shopper has seen."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=20)]


class OffersSeenOut(Output):
    """How many of them are offers of this shop."""

    counted: int
