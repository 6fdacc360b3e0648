"""Shapes of requests about personal data, and of the register."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.privacy.models import RequestKind, RequestState
from commerce.privacy.topics import Topic
from ecomm_core.api.schemas import Input, Output


class DataRequestIn(Input):
    """What is asked, and about whom."""

    kind: RequestKind
    customer_id: UUID
    forfeit_credit: StrictBool = Field(
        default=False, description="Erasing: what is left of their store credit is lost."
    )


class ReceiptLine(Output):
    """What was done with a table: `rows` copied, deleted, emptied, or kept as they are."""

    table: str
    topic: Topic
    done: Literal["copied", "deleted", "emptied", "kept"]
    rows: int


class Waiting(Output):
    """What the rest of an erasure waits for."""

    what: Literal["orders", "checkouts", "mails"]
    count: int


class DataRequestOut(Output):
    """A request. `email`: null once the person is erased. `file_until`: how long the copy can be
    downloaded; null: there is none."""

    id: UUID
    kind: RequestKind
    state: RequestState
    customer_id: UUID
    email: str | None
    actor: str
    receipt: list[ReceiptLine]
    waits_for: list[Waiting]
    error: str | None
    file_bytes: int | None
    file_until: datetime | None
    created_at: datetime
    finished_at: datetime | None


class PreviewLine(Output):
    """What erasing a customer would do about a topic. `rows`: how many there are now."""

    topic: Topic
    title: str
    rows: int
    erased: str


class ErasurePreviewOut(Output):
    """What is kept of a customer, and what would become of it."""

    customer_id: UUID
    lines: list[PreviewLine]
    waits_for: list[Waiting]


class RegisterEntry(Output):
    """A line of the register of processing. `tables`: where it is kept."""

    topic: Topic
    people: Literal["shoppers", "team"]
    title: str
    what: str
    why: str
    basis: str
    kept: str
    receivers: str
    erased: str
    tables: list[str]
