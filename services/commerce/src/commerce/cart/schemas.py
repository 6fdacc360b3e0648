"""Shapes of carts and the catalogue as shoppers see it in them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from commerce.catalog.schemas import ImageOut
from ecomm_core.api.schemas import Input, Money, Output

Quantity = Annotated[int, Field(ge=1, le=999)]


class CartIn(Input):
    """A new, empty cart. No fields yet."""


class CartLineIn(Input):
    """Add a variant; a line of the same variant grows."""

    variant_id: UUID
    quantity: Quantity = 1


class CartLinePatch(Input):
    """Set a line's quantity; 0 removes it."""

    quantity: Annotated[int, Field(ge=0, le=999)]


class TotalsOut(Output):
    """Sums in the store's currency. With inclusive prices `tax` is contained in `total`."""

    subtotal: Money
    discount: Money
    shipping: Money
    tax: Money
    total: Money


class CartLineOut(Output):
    """One line. `available` is null where stock is not tracked; `problem` says what must change
    before checkout: sold_out, not_enough (see `available`), unavailable, price_changed."""

    id: UUID
    variant_id: UUID
    product_id: UUID
    product_slug: str
    title: str
    variant_title: str
    quantity: int
    unit_price: Money
    compare_at_price: Money | None
    line_total: Money
    image: ImageOut | None
    available: int | None
    problem: Literal["sold_out", "not_enough", "unavailable", "price_changed"] | None


class CartOut(Output):
    """A cart. `status` completed means it became an order."""

    id: UUID
    status: Literal["open", "completed"]
    currency: str
    lines: list[CartLineOut]
    items: int
    totals: TotalsOut
    free_shipping_from: Money | None


class NewCartOut(CartOut):
    """A fresh cart with its capability token, sent as `X-Cart-Token` from then on."""

    token: str
