"""Shapes of a store's sender."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import EmailStr, Field

from ecomm_core.api.schemas import Input, Output, Text

SenderState = Literal["platform", "pending", "verified"]


class SenderIn(Input):
    """Null is the platform's: the store's name, its contact address, the platform's address."""

    from_name: Annotated[Text, Field(min_length=1, max_length=100, examples=["Kontor"])] | None
    reply_to: Annotated[EmailStr, Field(max_length=254, examples=["hello@kontor.example"])] | None
    from_email: Annotated[EmailStr, Field(max_length=254, examples=["shop@kontor.example"])] | None


class TxtRecordOut(Output):
    """What to write into the domain's name servers."""

    name: str
    value: str


class SenderOut(Output):
    """`state`: `platform` without an address of its own; `pending` until its domain is proven;
    `verified` then. `effective` is the address that mails carry now. `failure`: what the last look
    found wrong: `record_missing`, `record_wrong`, `dns_unavailable`."""

    from_name: str | None
    reply_to: str | None
    from_email: str | None
    state: SenderState
    effective: str
    effective_name: str
    record: TxtRecordOut | None
    failure: str | None
    checked_at: datetime | None
    verified_at: datetime | None
