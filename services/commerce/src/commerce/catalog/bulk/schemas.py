"""Shapes of bulk edits. Amounts are minor units of the store's currency."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from commerce.catalog.bulk.kinds import BulkStatus, ItemState
from commerce.catalog.products.table import StockFilter
from commerce.catalog.schemas import ProductStatus, Tag
from ecomm_core.api.schemas import Input, Output, Text
from ecomm_core.money import MAX_AMOUNT

MAX_IDS = 5_000
MAX_OPERATIONS = 20

Minor = Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT)]
Shift = Annotated[int, Field(strict=True, ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
MoneyField = Literal["price", "compare_at_price", "cost"]


class SetMoney(Input):
    """Give every variant this amount; null takes a compare-at price or cost away."""

    op: Literal["set_money"]
    field: MoneyField
    amount: Minor | None


class ShiftMoney(Input):
    """Add to what each variant has, or take from it; where it has none, nothing happens."""

    op: Literal["shift_money"]
    field: MoneyField
    by: Shift


class ScaleMoney(Input):
    """Change what each variant has by parts per million: -100000 takes 10 % off. Rounded half away
    from zero."""

    op: Literal["scale_money"]
    field: MoneyField
    by_ppm: Annotated[int, Field(strict=True, ge=-1_000_000, le=10_000_000)]


class SetStatus(Input):
    """Publish, withdraw or archive."""

    op: Literal["set_status"]
    status: ProductStatus


class ChangeTags(Input):
    """Put tags on, or take them off whatever their letter case."""

    op: Literal["add_tags", "remove_tags"]
    tags: Annotated[list[Tag], Field(min_length=1, max_length=50)]


class SetWord(Input):
    """Set vendor or product type; null clears it."""

    op: Literal["set_vendor", "set_product_type"]
    value: Annotated[str, Field(max_length=120)] | None


class ChangeCategory(Input):
    """Make a category the primary one (others stay behind it), or take products out of it."""

    op: Literal["set_category", "remove_category"]
    category_id: UUID


class ChangeCollection(Input):
    """Put products at the end of a collection that is put together by hand, or take them out."""

    op: Literal["add_to_collection", "remove_from_collection"]
    collection_id: UUID


class SetPolicy(Input):
    """What happens when a tracked variant is sold out."""

    op: Literal["set_policy"]
    policy: Literal["deny", "backorder"]


Operation = Annotated[
    SetMoney
    | ShiftMoney
    | ScaleMoney
    | SetStatus
    | ChangeTags
    | SetWord
    | ChangeCategory
    | ChangeCollection
    | SetPolicy,
    Field(discriminator="op"),
]


class SetPrices(Input):
    """Each variant gets the price that was worked out for it, by the store's price rules. Not an
    operation to send: `price_rules.apply` makes such an edit."""

    op: Literal["set_prices"]


KnownOperation = Annotated[
    SetMoney
    | ShiftMoney
    | ScaleMoney
    | SetStatus
    | ChangeTags
    | SetWord
    | ChangeCategory
    | ChangeCollection
    | SetPolicy
    | SetPrices,
    Field(discriminator="op"),
]


class BulkFilter(Input):
    """Products as the product table finds them."""

    search: Annotated[Text, Field(max_length=200)] | None = None
    status: ProductStatus | None = None
    vendor: Annotated[str, Field(max_length=120)] | None = None
    tag: Annotated[str, Field(max_length=60)] | None = None
    category_id: UUID | None = None
    stock: StockFilter | None = None


class BulkEditIn(Input):
    """Which products, by ids or by a filter, and what is done to each, in this order."""

    ids: Annotated[list[UUID], Field(min_length=1, max_length=MAX_IDS)] | None = None
    filter: BulkFilter | None = None
    operations: Annotated[list[Operation], Field(min_length=1, max_length=MAX_OPERATIONS)]


class FieldChange(Output):
    """One field of a product, or of a variant, before and after. Amounts in minor units; of
    categories and collections their names."""

    field: str
    variant: str | None
    before: Any
    after: Any


class BulkItemOut(Output):
    """What happens, or happened, to a product. `note` says why something did not."""

    product_id: UUID
    title: str
    state: ItemState
    changes: list[FieldChange]
    note: str | None


class BulkPreviewOut(Output):
    """What an edit would do: how many products there are, and the first hundred as they would be.
    `changed` and `failed` count among those shown."""

    total: int
    shown: int
    changed: int
    failed: int
    items: list[BulkItemOut]


class BulkEditOut(Output):
    """A bulk edit. `kept`: products whose undo left what somebody changed since."""

    id: UUID
    status: BulkStatus
    operations: list[KnownOperation]
    total: int
    done: int
    changed: int
    unchanged: int
    failed: int
    undone: int
    kept: int
    actor: str
    error: str | None
    created_at: datetime
    finished_at: datetime | None
    undo_until: datetime
