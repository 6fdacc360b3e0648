"""One variant's stock as its merchants see and set it, and the list of all."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.service import thumbnails, variant_names
from commerce.inventory import counting
from commerce.inventory.errors import VariantNotFound
from commerce.inventory.levels import levels
from commerce.inventory.models import InventoryItem, Movement, Policy
from commerce.inventory.schemas import BulkItemIn, InventoryOut, InventoryPatch, MovementOut
from commerce.inventory.visible import SHOWN_LEFT, announce
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from ecomm_core.text import search_key

MAX_WORDS = 8
FIELDS = ("policy", "tracked", "safety_stock", "low_at")


class StockSort(StrEnum):
    """Orders of the list; `-` is descending."""

    TITLE = "title"
    TITLE_DESC = "-title"
    AVAILABLE = "available"
    AVAILABLE_DESC = "-available"
    UPDATED = "updated"
    UPDATED_DESC = "-updated"


class Level(StrEnum):
    """Of tracked variants. `in`: some left; `low`: 1 to its threshold left; `out`: none left."""

    IN = "in"
    LOW = "low"
    OUT = "out"
    UNTRACKED = "untracked"


async def adjust(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    variant_id: UUID,
    body: InventoryPatch,
    *,
    actor: str,
    now: datetime,
) -> InventoryOut:
    """Set or change a variant's stock, tracking or policy.

    Raises VariantNotFound (404), StockBelowCommitted (409), Invalid (422).
    """
    target = target_of(variant_id, body)
    before = await stock_out(kernel, session, store, variant_id, now)
    changed = await counting.count(
        session, [target], reason=body.reason, actor=actor, now=now, note=body.note
    )
    if not changed:
        return before
    await announce(session, kernel.outbox, [item.change() for item in changed], always=True)
    after = await stock_out(kernel, session, store, variant_id, now)
    watched = set(counting.CHANGED)
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="inventory.adjust",
        resource_type="variant",
        resource_id=variant_id,
        store_id=store.id,
        before=before.model_dump(mode="json", include=watched),
        after={
            **after.model_dump(mode="json", include=watched),
            "reason": body.reason,
            "note": body.note,
        },
    )
    return after


def target_of(
    variant_id: UUID, body: InventoryPatch | BulkItemIn, prefix: str = ""
) -> counting.Target:
    """What a body asks for. Raises Invalid (422) for nothing, and for two things at once."""
    if body.on_hand is not None and body.change is not None:
        raise Invalid.on_field(f"{prefix}change", "Give on_hand or change, not both.")
    usual = "low_at" in body.model_fields_set and body.low_at is None
    named = [name for name in ("on_hand", "change", *FIELDS) if getattr(body, name) is not None]
    if not named and not usual:
        raise Invalid.on_field(f"{prefix}on_hand", "Say what shall change.")
    return counting.Target(
        variant_id,
        f"{prefix}{named[0] if named else 'low_at'}",
        on_hand=body.on_hand,
        change=body.change,
        tracked=body.tracked,
        policy=body.policy,
        safety_stock=body.safety_stock,
        low_at=body.low_at,
        usual_low=usual,
    )


async def stock_out(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, variant_id: UUID, now: datetime
) -> InventoryOut:
    """One variant's stock. Raises VariantNotFound (404)."""
    names = variant_names(store.id)
    stock = levels(now)
    statement = _rows(names, stock).where(stock.c.variant_id == variant_id)
    row = (await session.execute(statement)).first()
    if row is None:
        raise VariantNotFound
    return (await _out(kernel, session, [row]))[0]


async def list_stock(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    *,
    search: str | None,
    level: Level | None,
    sort: StockSort,
    offset: int,
    limit: int,
    now: datetime,
) -> tuple[list[InventoryOut], int]:
    """(variants of the page, how many there are); those of archived products are left out."""
    names = variant_names(store.id)
    stock = levels(now)
    statement = _rows(names, stock).where(~names.c.archived)
    if search:
        words = search_key(search).split()[:MAX_WORDS]
        found = func.lower(func.trim(names.c.sku)) == func.lower(func.trim(search))
        if words:
            found |= and_(true(), *(names.c.search_text.contains(word) for word in words))
        statement = statement.where(found)
    if level is not None:
        statement = statement.where(_level(level, stock))
    total = await session.scalar(
        select(func.count()).select_from(statement.order_by(None).subquery())
    )
    descending = sort.value.startswith("-")
    keys: dict[str, list[Any]] = {
        "title": [names.c.sort_title, names.c.position],
        "available": [stock.c.available],
        "updated": [stock.c.updated_at],
    }
    order = [
        key.desc() if descending else key.asc()
        for key in [*keys[sort.value.removeprefix("-")], stock.c.item_id]
    ]
    rows = (await session.execute(statement.order_by(*order).offset(offset).limit(limit))).all()
    return await _out(kernel, session, rows), int(total or 0)


def _level(level: Level, stock: Subquery) -> ColumnElement[bool]:
    tracked: ColumnElement[bool] = stock.c.tracked
    left: ColumnElement[int] = stock.c.available
    match level:
        case Level.IN:
            return tracked & (left > 0)
        case Level.LOW:
            return tracked & left.between(1, func.coalesce(stock.c.low_at, SHOWN_LEFT))
        case Level.OUT:
            return tracked & (left <= 0)
        case Level.UNTRACKED:
            return ~tracked


def _rows(names: Subquery, stock: Subquery) -> Select[Any]:
    return select(names.c.product_title, names.c.variant_title, names.c.sku, *stock.c).join_from(
        names, stock, names.c.variant_id == stock.c.variant_id
    )


async def _out(
    kernel: Kernel, session: AsyncSession, rows: Sequence[Row[Any]]
) -> list[InventoryOut]:
    pictures = await thumbnails(kernel, session, {row.product_id for row in rows})
    return [
        InventoryOut(
            variant_id=row.variant_id,
            product_id=row.product_id,
            product_title=row.product_title,
            variant_title=row.variant_title,
            sku=row.sku,
            tracked=row.tracked,
            policy=_policy(row.policy),
            on_hand=row.on_hand,
            committed=row.committed,
            reserved=int(row.reserved),
            safety_stock=row.safety_stock,
            available=int(row.available),
            low_at=row.low_at,
            image_url=pictures.get(row.product_id),
            updated_at=row.updated_at,
        )
        for row in rows
    ]


def _policy(stored: str) -> Literal["deny", "backorder"]:
    return "backorder" if stored == Policy.BACKORDER else "deny"


async def list_movements(
    session: AsyncSession, store: StoreFacts, variant_id: UUID, *, offset: int, limit: int
) -> tuple[list[MovementOut], int]:
    """(movements, newest first, and how many there are). Raises VariantNotFound (404)."""
    item_id = await session.scalar(
        select(InventoryItem.id).where(
            InventoryItem.variant_id == variant_id, InventoryItem.store_id == store.id
        )
    )
    if item_id is None:
        raise VariantNotFound
    total = await session.scalar(
        select(func.count()).select_from(Movement).where(Movement.item_id == item_id)
    )
    rows = await session.scalars(
        select(Movement)
        .where(Movement.item_id == item_id)
        .order_by(Movement.at.desc(), Movement.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [MovementOut.model_validate(row) for row in rows], int(total or 0)
