"""Shapes of what a customer keeps: addresses, wishlist, consents."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.catalog.schemas import ImageOut
from commerce.stores.postal import Address
from ecomm_core.api.schemas import Input, Money, Output

TextVersion = Annotated[str, Field(min_length=1, max_length=60)]


class AddressIn(Address):
    """An address for the book. The first of a book is the default for both."""

    default_shipping: StrictBool = False
    default_billing: StrictBool = False


class AddressOut(Output):
    """An address of the book."""

    id: UUID
    name: str
    line1: str
    line2: str | None
    city: str
    state: str | None
    postal_code: str
    country: str
    phone: str | None
    default_shipping: bool
    default_billing: bool


class WishIn(Input):
    """Products to put on the list, such as those a guest kept in their browser. What is on it, or
    not for sale here, is left out."""

    product_ids: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class WishOut(Output):
    """A product of the list as it is sold now. `variant_id`: the one to buy where there is no
    choice."""

    product_id: UUID
    slug: str
    title: str
    price: Money
    price_max: Money
    compare_at_price: Money | None
    available: bool
    variant_id: UUID | None
    image: ImageOut | None
    added_at: datetime


class MarketingIn(Input):
    """Whether the shop may write about offers; `text_version` names the words that were shown."""

    granted: StrictBool
    text_version: TextVersion = "account-1"


class MarketingOut(Output):
    """What counts now, and since when."""

    granted: bool
    at: datetime | None
    source: str | None
    text_version: str | None
