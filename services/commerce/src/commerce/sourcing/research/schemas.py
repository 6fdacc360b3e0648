"""Shapes of research and of the watchlist."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.sourcing.imports.models import GoodsState
from commerce.sourcing.research.models import AddedBy, ItemState
from commerce.sourcing.research.scoring import IMPORT_AT, IMPORT_COVERAGE, WATCH_AT, Code
from ecomm_core.api.schemas import Input, Money, Output, Price, Text

Sort = Literal["score", "coverage", "newest", "orders"]
Act = Literal["import", "undo_import", "watch", "unwatch", "dismiss", "restore"]
MAX_AT_ONCE = 100


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


class FindQuoteOut(Output):
    """What a find would be sold for by the store's price rules, in its currency. `landed`: one unit
    with its delivery and duty; null while nobody has read how it travels, and then `price` and
    `margin_ppm` are of `cost` alone. `problem` says why there is no price: cost, lane, rate,
    no_price."""

    cost: Money | None
    landed: Money | None
    price: Money | None
    margin_ppm: int | None
    rule_name: str
    problem: str | None


class FindImportOut(Output):
    """The import that has this product, whoever asked for it."""

    id: UUID
    state: GoodsState
    product_id: UUID | None


class FindDayOut(Output):
    """How a find stood on one of the store's days."""

    day: date
    score: int | None
    cost: Money | None
    orders_count: int | None


class ResearchItemOut(Output):
    """A find. `coverage`: of 100 points of weight, how many answered. `strong`: high enough, and
    with enough behind it, to be acted upon without a look. `goods_import`: null where it is not in
    the store, nor on its way."""

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
    quote: FindQuoteOut
    state: ItemState
    goods_import: FindImportOut | None
    decided_by: str | None
    decided_at: datetime | None
    first_seen_at: datetime
    seen_at: datetime


class ResearchFindOut(ResearchItemOut):
    """A find with how it stood on the last four weeks' days, the oldest first."""

    history: list[FindDayOut]


Word = Annotated[Text, Field(min_length=2, max_length=60)]
Category = Annotated[Text, Field(min_length=1, max_length=120)]


class ResearchSettingsIn(Input):
    """Whether suppliers' best sellers are looked at every day at 08:00 of the store's time (once a
    week on Starter). `categories`: suppliers' own names, all where empty. `words`: of the niche; a
    product whose title and category have none of them is left out, nothing where empty. `max_cost`:
    what a unit may cost at most, in the store's currency; what says no cost is left out then.

    From `watch_at` on a find goes on the watchlist by itself. From `import_at` on, with at least
    `import_coverage` of 100 points of weight behind it, it is imported by itself where
    `auto_import` is on: as a draft for review, at most `auto_import_cap` on one of the store's
    days, the best first."""

    enabled: StrictBool
    categories: Annotated[list[Category], Field(max_length=5)] = []
    words: Annotated[list[Word], Field(max_length=20)] = []
    max_cost: Price | None = None
    watch_at: Annotated[int, Field(strict=True, ge=50, le=90)] = WATCH_AT
    import_at: Annotated[int, Field(strict=True, ge=70, le=100)] = IMPORT_AT
    import_coverage: Annotated[int, Field(strict=True, ge=10, le=100)] = IMPORT_COVERAGE
    auto_import: StrictBool = False
    auto_import_cap: Annotated[int, Field(strict=True, ge=1, le=50)] = 5


class ResearchSettingsOut(Output):
    """How the store wants research. `every_days`: what its plan includes. `publishes`: whether
    imports that pass every check go on sale by themselves, those of research too; it is said with
    the imports' settings. `imported_today`: by the rule, of `auto_import_cap`."""

    enabled: bool
    categories: list[str]
    words: list[str]
    max_cost: Money | None
    watch_at: int
    import_at: int
    import_coverage: int
    auto_import: bool
    auto_import_cap: int
    imported_today: int
    publishes: bool
    next_run_at: datetime | None
    every_days: int


class SupplierRunOut(Output):
    """How far a look at one supplier is."""

    supplier_id: UUID
    state: Literal["waiting", "done", "failed"]
    analysed: int
    error: str | None


class ResearchRunOut(Output):
    """One look at all suppliers. `watch_listed`, `imported`: by the rule. `held_back`: strong
    enough to be imported, but beyond the day's cap or the plan; those are on the watchlist."""

    id: UUID
    day: date
    scheduled: bool
    started_at: datetime
    finished_at: datetime | None
    analysed: int
    watch_listed: int
    imported: int
    held_back: int
    suppliers: list[SupplierRunOut]


class ResearchStatusOut(Output):
    """The last run; null before the first."""

    latest: ResearchRunOut | None


class FindsIn(Input):
    """Finds that are decided together."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_AT_ONCE)]
    act: Act


class FindRefusedOut(Output):
    """One that was left as it is, and why."""

    id: UUID
    code: str
    message: str


class FindsDecidedOut(Output):
    """Which were decided, and which were left as they are."""

    done: list[UUID]
    refused: list[FindRefusedOut]


class WatchOut(Output):
    """Something on the watchlist: how it stood when it was added (`…_then`), and stands now. Null
    is "not known". `stock` is known once the product was read in full. `history`: its last four
    weeks' days, the oldest first."""

    id: UUID
    item_id: UUID
    supplier_id: UUID
    supplier_name: str
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
    strong: bool
    orders_then: int | None
    orders_count: int | None
    history: list[FindDayOut]
    seen_at: datetime
