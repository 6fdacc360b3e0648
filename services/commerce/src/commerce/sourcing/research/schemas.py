"""Shapes of research and of the watchlist."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.sourcing.research.models import AddedBy, ItemState
from commerce.sourcing.research.scoring import Code
from ecomm_core.api.schemas import Input, Money, Output, Price, Text

Sort = Literal["score", "coverage", "newest", "orders"]


class EvidenceOut(Output):
    """What a signal rests on: a day's reading (`observation`), a product whose lanes were read
    (`supplier_product`), or the store's own orders."""

    kind: Literal["observation", "supplier_product", "own_sales"]
    id: UUID | None


class ResearchSignalOut(Output):
    """One of twelve signals. `value`: 0 to 100, null where nobody answered, which is not zero.
    `points`: what it gives of the score, with what is missing left out."""

    code: Code
    weight: int
    value: float | None
    points: float | None
    words: str
    source: str | None
    evidence: list[EvidenceOut]


class ResearchItemOut(Output):
    """A find. `coverage`: of 100 points of weight, how many answered. `strong`: high enough, and
    with enough behind it, to be acted upon without a look."""

    id: UUID
    supplier_id: UUID
    supplier_name: str
    external_id: str
    title: str
    url: str | None
    image_url: str | None
    category: str | None
    cost: Money | None
    list_price: Money | None
    orders_count: int | None
    score: int | None
    coverage: int
    strong: bool
    breakdown: list[ResearchSignalOut]
    state: ItemState
    decided_by: str | None
    decided_at: datetime | None
    first_seen_at: datetime
    seen_at: datetime


Category = Annotated[Text, Field(min_length=1, max_length=120)]


class ResearchSettingsIn(Input):
    """Whether suppliers' best sellers are looked at every day at 08:00 of the store's time (once a
    week on Starter). `categories`: suppliers' own names, all where empty. `max_cost`: what a unit
    may cost at most, in the store's currency; what says no cost is left out then."""

    enabled: StrictBool
    categories: Annotated[list[Category], Field(max_length=5)] = []
    max_cost: Price | None = None


class ResearchSettingsOut(Output):
    """How the store wants research. `every_days`: what its plan includes."""

    enabled: bool
    categories: list[str]
    max_cost: Money | None
    next_run_at: datetime | None
    every_days: int


class SupplierRunOut(Output):
    """How far a look at one supplier is."""

    supplier_id: UUID
    state: Literal["waiting", "done", "failed"]
    analysed: int
    error: str | None


class ResearchRunOut(Output):
    """One look at all suppliers."""

    id: UUID
    day: date
    scheduled: bool
    started_at: datetime
    finished_at: datetime | None
    analysed: int
    watch_listed: int
    suppliers: list[SupplierRunOut]


class ResearchStatusOut(Output):
    """The last run; null before the first."""

    latest: ResearchRunOut | None


class WatchOut(Output):
    """Something on the watchlist: how it stood when it was added (`…_then`), and stands now. Null
    is "not known". `stock` is known once the product was read in full."""

    id: UUID
    item_id: UUID
    supplier_id: UUID
    external_id: str
    title: str
    url: str | None
    image_url: str | None
    added_by: AddedBy
    actor: str
    added_at: datetime
    cost_then: Money | None
    cost: Money | None
    stock_then: int | None
    stock: int | None
    score_then: int | None
    score: int | None
    coverage: int
    orders_then: int | None
    orders_count: int | None
    seen_at: datetime
