"""Shapes of imports of suppliers' goods. Amounts are minor units of the store's currency unless
one stands beside them."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StrictBool

from commerce.catalog.schemas import ProductOut, Safety, Tag, Title
from commerce.sourcing.imports.models import GoodsState, Origin
from ecomm_core.api.schemas import Input, Money, Output, Price

MAX_AT_ONCE = 100

CheckCode = Literal["title", "pictures", "price", "cost", "lane", "floor", "safety", "once"]


class GoodsIn(Input):
    """A product at a supplier, by its id there or by its address. Of an address alone the supplier
    is found among those that are connected."""

    supplier_id: UUID | None = None
    external_id: Annotated[str, Field(min_length=1, max_length=300)] | None = None
    url: Annotated[str, Field(min_length=8, max_length=2_000)] | None = None


class GoodsStartIn(Input):
    """Goods to import together."""

    goods: Annotated[list[GoodsIn], Field(min_length=1, max_length=MAX_AT_ONCE)]


class GoodsAlreadyOut(Output):
    """Goods that are on their way already, or in the store: nothing was begun for them."""

    external_id: str
    item_id: UUID
    state: GoodsState
    product_id: UUID | None
    title: str


class GoodsStartedOut(Output):
    """What was begun, and what was not because it is there. `import_id` null: nothing was."""

    import_id: UUID | None
    item_ids: list[UUID]
    already: list[GoodsAlreadyOut]


class GoodsCountsOut(Output):
    """How many products of an import are at which point."""

    total: int
    working: int
    needs_review: int
    published: int
    failed: int
    dismissed: int


class GoodsImportOut(Output):
    """Goods that somebody asked for together."""

    id: UUID
    origin: Origin
    filename: str | None
    actor: str
    counts: GoodsCountsOut
    created_at: datetime


class GoodsErrorOut(Output):
    """Why something failed, as a code and in words."""

    code: str
    message: str


class GoodsCheckOut(Output):
    """One check of a draft. `count`: variants or pictures to blame; `detail` names the country, or
    the other product. A `blocking` one is overruled by nobody."""

    code: CheckCode
    ok: bool
    blocking: bool
    count: int
    detail: str | None


class GoodsItemRow(Output):
    """A product on its way. `failing`: checks it does not meet. `image_url`: the draft's own
    picture, the source's until there is one."""

    id: UUID
    import_id: UUID
    state: GoodsState
    supplier_id: UUID | None
    supplier_name: str | None
    external_id: str
    title: str
    image_url: str | None
    product_id: UUID | None
    product_status: str | None
    price_min: Money | None
    price_max: Money | None
    failing: list[CheckCode]
    error: GoodsErrorOut | None
    created_at: datetime
    updated_at: datetime


class GoodsImportDetail(GoodsImportOut):
    """An import with its first hundred products."""

    items: list[GoodsItemRow]


class GoodsFieldOut(Output):
    """Where a field of the draft is from: `source` supplier, file, rule or person; `by` names it,
    `reference` is its id there. `original`: what it was at the source."""

    name: str
    source: str
    by: str
    reference: str | None
    at: datetime
    original: str | None


class GoodsBreakdownOut(Output):
    """What a rule's price was made of: `goods`, `shipping` and `duty` make the landed cost of one
    unit. `duty_known` false: nobody says what duty it costs, none is counted. `list_price`: what
    the supplier's own shop strikes out. `price`: what the rule made of it. `rule_id` null: the
    usual factor, for the store has no rule for these goods."""

    rule_id: UUID | None
    goods: Money | None
    shipping: Money | None
    duty: Money | None
    duty_known: bool
    list_price: Money | None
    price: Money | None


class GoodsVariantOut(Output):
    """A variant of the draft: what it costs, what it is sold for, and why. `source` of its price:
    rule, file or person. `problem`: why the rule made no price: cost, lane, rate, no_price.
    `breakdown` null: no rule was asked."""

    variant_id: UUID
    title: str
    options: dict[str, str]
    price: Money
    compare_at_price: Money | None
    cost: Money | None
    landed: Money | None
    margin_ppm: int | None
    floor: Money | None
    source: str
    by: str
    at: datetime
    problem: str | None
    breakdown: GoodsBreakdownOut | None
    supplier_variant_ids: list[UUID]


class GoodsPictureIssueOut(Output):
    """A picture of the source that could not be had, and why."""

    url: str
    message: str


class GoodsSourceOut(Output):
    """What the source says, as it was read: its texts are its own, the description made safe."""

    supplier_id: UUID | None
    supplier_name: str | None
    adapter: str | None
    external_id: str
    url: str | None
    title: str
    description: str
    category: str | None
    images: list[str]
    variants: int
    fetched_at: datetime | None


class GoodsItemOut(GoodsItemRow):
    """A product on its way, whole: its source, the draft it became, where every field is from, and
    what keeps it from going on sale by itself."""

    source: GoodsSourceOut
    product: ProductOut | None
    fields: list[GoodsFieldOut]
    variants: list[GoodsVariantOut]
    checks: list[GoodsCheckOut]
    picture_issues: list[GoodsPictureIssueOut]


class GoodsDraftVariantIn(Input):
    """New prices of a variant of the draft; absent fields stay."""

    id: UUID
    price: Price | None = None
    compare_at_price: Price | None = Field(default=None, description="Null clears it.")


class GoodsDraftPatch(Input):
    """Changes to the draft; absent fields stay. What a person sets is kept: no rule prices such a
    variant again."""

    title: Title | None = None
    description: Annotated[str, Field(max_length=200_000)] | None = None
    product_type: Annotated[str, Field(max_length=120)] | None = None
    vendor: Annotated[str, Field(max_length=120)] | None = None
    tags: Annotated[list[Tag], Field(max_length=250)] | None = None
    category_ids: Annotated[list[UUID], Field(max_length=50)] | None = None
    safety: Safety | None = None
    media_ids: Annotated[list[UUID], Field(max_length=250)] | None = Field(
        default=None, description="Order of the pictures; those left out are removed."
    )
    variants: Annotated[list[GoodsDraftVariantIn], Field(max_length=500)] | None = None
    version: Annotated[int, Field(strict=True)] | None = None


class GoodsItemsIn(Input):
    """Products on their way, decided together."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_AT_ONCE)]


class GoodsRefusedOut(Output):
    """One that was left as it is, and why."""

    id: UUID
    code: str
    message: str


class GoodsDecidedOut(Output):
    """Which were decided, and which were left as they are."""

    done: list[UUID]
    refused: list[GoodsRefusedOut]


class GoodsSettingsIn(Input):
    """How the store imports."""

    auto_publish: StrictBool = Field(description="Publish imports that pass every check.")


class GoodsSettingsOut(Output):
    """How the store imports."""

    auto_publish: bool
