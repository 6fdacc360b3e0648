"""Shapes of one's own data and of the end of one's account."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.privacy.models import RequestKind, RequestState
from commerce.privacy.schemas import ReceiptLine, Waiting
from ecomm_core.api.schemas import Input, Output
from ecomm_core.identity.schemas import AskedPassword, Code, RoleName


class OwnRequestOut(Output):
    """A request about one's own data. `file_until`: how long the copy can be downloaded; null:
    there is none. `receipt` counts rows by table."""

    id: UUID
    kind: RequestKind
    state: RequestState
    receipt: list[ReceiptLine]
    waits_for: list[Waiting]
    error: str | None
    file_bytes: int | None
    file_until: datetime | None
    created_at: datetime
    finished_at: datetime | None


class OwnTableOut(Output):
    """Rows of one table that are about the caller. `tenant_id`: the business they belong to, null
    where they belong to the person alone. `complete` false: there are more than these."""

    about: str
    table: str
    tenant_id: UUID | None
    rows: list[dict[str, Any]]
    complete: bool


class OwnCopyOut(Output):
    """Everything that is kept of the caller, without secrets: keys, hashes, passwords."""

    format: Literal["ecomm.own-data"]
    version: Literal[1]
    user_id: UUID
    made_at: datetime
    data: list[OwnTableOut]


class BusinessEndOut(Output):
    """What becomes of one business when the caller's account is deleted.

    `closes`: nobody else owns it, so it ends. `people`: how many others belong to it. `orders`:
    orders and checkouts of its stores whose goods or money still move. `renews`: its plan is paid
    again. `api_keys`: keys the caller made, which stop working. `in_the_way`: what has to be dealt
    with first."""

    tenant_id: UUID
    tenant_name: str
    role: RoleName
    closes: bool
    people: int
    stores: int
    orders: int
    renews: bool
    api_keys: int
    in_the_way: list[Literal["team", "orders", "subscription"]]


class LeavingOut(Output):
    """What deleting the caller's account would do now. `needs_code`: the second factor is asked
    for, too."""

    businesses: list[BusinessEndOut]
    needs_code: bool


class LeavingIn(Input):
    """The proof that it is the caller, and what they know of."""

    password: AskedPassword
    code: Code | None = Field(default=None, description="Where two-factor authentication is on.")
    close_businesses: StrictBool = Field(
        default=False, description="Businesses that nobody else owns close, with their stores."
    )
