"""Shapes of carts and the catalogue as shoppers see it in them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from commerce.catalog.schemas import ImageOut
from ecomm_core.api.schemas import CurrencyCode, Input, Money, Output

Quantity = Annotated[int, Field(strict=True, ge=1, le=999)]


class CartIn(Input):
    """A new, empty cart. `currency`: one the store sells in; its own unless told."""

    currency: CurrencyCode | None = None


class CartPatch(Input):
    """Another currency: lines are priced again in it."""

    currency: CurrencyCode


class CodeIn(Input):
    """A discount code or a gift card's code, as typed."""

    code: Annotated[str, Field(min_length=1, max_length=60)]


class CartLineIn(Input):
    """Add a variant; a line of the same variant grows."""

    variant_id: UUID
    quantity: Quantity = 1
    upsell_id: UUID | None = Field(
        default=None,
        description="The offer it was added from (see `offers`); one that is over counts for "
        "nothing.",
    )


class CartLinePatch(Input):
    """Set a line's quantity; 0 removes it."""

    quantity: Annotated[int, Field(strict=True, ge=0, le=999)]


class TotalsOut(Output):
    """Sums in the cart's currency. `discount` is off the items; `shipping` is what remains after
    `shipping_discount`. With inclusive prices `tax` is contained in `total`. Gift cards and credit
    pay `paid_by_balance`; `due` is left for the payment provider."""

    subtotal: Money
    discount: Money
    shipping: Money
    shipping_discount: Money
    tax: Money
    total: Money
    paid_by_balance: Money
    due: Money


class AppliedDiscountOut(Output):
    """A promotion that took something: off products, the order or shipping."""

    name: str
    code: str | None
    target: Literal["product", "order", "shipping"]
    amount: Money


class CodeFactsOut(Output):
    """The figures of a reason, for who says it in another language: the least sum, how many
    products it needs and how many there are, the other discount, the currency it is for."""

    minimum: Money | None
    needed: int | None
    have: int | None
    name: str | None
    currency: str | None


class CodeOut(Output):
    """A discount code that was entered. `reason` is for programs, `message` for the shopper, in
    English; `facts` are the figures in it."""

    code: str
    applied: bool
    reason: str | None
    message: str | None
    facts: CodeFactsOut


class CartGiftCardOut(Output):
    """A gift card that was entered: what it holds, and what it pays of this cart."""

    id: UUID
    last4: str
    balance: Money
    pays: Money
    expires_at: datetime | None


class CartComponentOut(Output):
    """What a bundle is made of; `quantity` in each unit of it."""

    variant_id: UUID
    product_slug: str
    title: str
    variant_title: str
    quantity: int
    image: ImageOut | None


class CartLineOut(Output):
    """One line; `components` is empty unless it is a bundle. `available` (beside the lines before
    it) is null where stock is not tracked; `problem` says what must change before checkout:
    sold_out, not_enough (see `available`), unavailable, price_changed."""

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
    discount: Money
    image: ImageOut | None
    available: int | None
    problem: Literal["sold_out", "not_enough", "unavailable", "price_changed"] | None
    components: list[CartComponentOut]


class CartOut(Output):
    """A cart. `status` completed means it became an order. `store_credit`: what the signed-in
    customer could pay with."""

    id: UUID
    status: Literal["open", "completed", "merged"]
    currency: str
    lines: list[CartLineOut]
    items: int
    totals: TotalsOut
    discounts: list[AppliedDiscountOut]
    codes: list[CodeOut]
    gift_cards: list[CartGiftCardOut]
    store_credit: Money | None
    free_shipping_from: Money | None


class NewCartOut(CartOut):
    """A fresh cart with its capability token, sent as `X-Cart-Token` from then on."""

    token: str


class AbandonedCartRow(Output):
    """A cart somebody left behind, as its merchant sees it. `value`: at the prices they saw.
    `consent`: they may be reminded; `reminders`: how often they were."""

    id: UUID
    customer_id: UUID | None
    email: str
    name: str | None
    state: Literal["open", "recovered"]
    items: int
    value: Money
    reminders: int
    consent: bool
    updated_at: datetime
    abandoned_at: datetime | None
    order_id: UUID | None
