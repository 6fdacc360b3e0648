"""Shapes of shoppers' accounts. A shopper belongs to one store and is no user."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import EmailStr, Field, StrictBool

from ecomm_core.api.schemas import Input, Output

Token = Annotated[str, Field(min_length=1, max_length=200)]


class CartRef(Input):
    """A cart and its token."""

    id: UUID
    token: Token


class CustomerRegisterIn(Input):
    """A new shopper account of one store."""

    email: EmailStr
    password: Annotated[str, Field(min_length=8, max_length=128)]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    marketing: StrictBool = False
    marketing_text: Annotated[str, Field(min_length=1, max_length=60)] = "register-1"
    cart: CartRef | None = None


class CustomerLoginIn(Input):
    """E-mail and password, and the cart that was filled before."""

    email: EmailStr
    password: Annotated[str, Field(min_length=1, max_length=128)]
    cart: CartRef | None = None


class AccountCartIn(Input):
    """The cart this browser holds, if any."""

    cart: CartRef | None = None


class ShopperPatch(Input):
    """What a shopper changes of themselves."""

    name: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    phone: Annotated[str, Field(max_length=40)] | None = None


class ShopperPasswordIn(Input):
    """A new password, with the one it replaces. Other sessions end."""

    current: Annotated[str, Field(min_length=1, max_length=128)]
    password: Annotated[str, Field(min_length=8, max_length=128)]


class ShopperCloseIn(Input):
    """The password, so that nobody else closes an account that was left open."""

    password: Annotated[str, Field(min_length=1, max_length=128)]


class ShopperForgotIn(Input):
    """Whose password was forgotten."""

    email: EmailStr


class ShopperResetIn(Input):
    """The link of the mail and the new password."""

    token: Token
    password: Annotated[str, Field(min_length=8, max_length=128)]


class ProveAddressIn(Input):
    """The link of the mail."""

    token: Token


class CustomerOut(Output):
    """A shopper as they see themselves."""

    id: UUID
    email: str
    name: str
    phone: str | None
    verified: bool
    marketing: bool
    created_at: datetime


class DeviceOut(Output):
    """A log-in of the shopper's on one device."""

    id: UUID
    user_agent: str | None
    ip: str | None
    created_at: datetime
    last_used_at: datetime
    current: bool


class AccountCartOut(Output):
    """The account's open cart: the same on every device. The token goes into `X-Cart-Token`."""

    id: UUID
    token: str


class AddressProvenOut(Output):
    """An address was proven; `orders`: how many earlier guest orders now belong to the account."""

    email: str
    orders: int


class CustomerTokensOut(Output):
    """A pair of tokens with the shopper audience. `expires_in` in seconds. `cart`: the account's,
    with what the shown cart held."""

    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    user: CustomerOut
    cart: AccountCartOut | None
