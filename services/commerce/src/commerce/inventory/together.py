"""Many variants adjusted together, all or nothing: from the table's selection, or from a file."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.service import variant_names
from commerce.inventory import counting
from commerce.inventory.adjusting import target_of
from commerce.inventory.errors import StockBelowCommitted, VariantNotFound
from commerce.inventory.levels import levels
from commerce.inventory.schemas import BulkIn
from commerce.inventory.visible import announce
from commerce.stores.directory import StoreFacts
from ecomm_core import audit
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from ecomm_core.spreadsheet import Line, Problem, csv_file, read_csv

MOST_LINES: Final = 10_000
COLUMNS: Final = (
    "variant_id",
    "sku",
    "product",
    "variant",
    "tracked",
    "policy",
    "on_hand",
    "committed",
    "reserved",
    "safety_stock",
    "available",
    "low_at",
)
_WRITTEN: Final = ("on_hand", "safety_stock", "low_at", "policy")


async def adjust_together(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    body: BulkIn,
    *,
    actor: str,
    now: datetime,
) -> int:
    """Adjust several variants; how many changed.

    Raises VariantNotFound (404), StockBelowCommitted (409), Invalid (422), each naming its item.
    """
    ids = [item.variant_id for item in body.items]
    if len(set(ids)) < len(ids):
        raise Invalid.on_field("items", "A variant can be named once.")
    known = {row.variant_id for row in await _rows(session, store, now, ids)}
    for position, variant in enumerate(ids):
        if variant not in known:
            raise VariantNotFound.on_field(f"items.{position}.variant_id")
    targets = [
        target_of(item.variant_id, item, f"items.{position}.")
        for position, item in enumerate(body.items)
    ]
    return await _apply(
        kernel, session, store, targets, body.reason, body.note, actor=actor, now=now
    )


async def export(session: AsyncSession, store: StoreFacts, now: datetime) -> bytes:
    """The stock of every variant; the import takes `on_hand`, `safety_stock`, `low_at` and `policy`
    of it back."""
    rows = await _rows(session, store, now)
    return csv_file(
        COLUMNS,
        [
            (
                row.variant_id,
                row.sku or "",
                row.product_title,
                row.variant_title,
                "yes" if row.tracked else "no",
                row.policy,
                row.on_hand,
                row.committed,
                row.reserved,
                row.safety_stock,
                row.available,
                "" if row.low_at is None else row.low_at,
            )
            for row in rows
        ],
    )


async def take(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    sheet: SheetIn,
    *,
    actor: str,
    now: datetime,
) -> SheetOut:
    """Set stock from a file by variant id or SKU; empty cells change nothing. All or nothing.

    What an untracked variant's line says about `on_hand` begins to track it, unless it is the 0 of
    an export.
    """
    lines, problems = read_csv(sheet.csv, ("on_hand",), most=MOST_LINES)
    if problems:
        return SheetOut.wrong(problems)
    rows = await _rows(session, store, now)
    by_key: dict[object, Row[Any]] = {str(row.variant_id): row for row in rows}
    by_key |= {row.sku.strip().lower(): row for row in rows if row.sku}
    targets: dict[UUID, counting.Target] = {}
    line_of: dict[UUID, int] = {}
    for line in lines:
        found = _read(line, by_key)
        if isinstance(found, Problem):
            problems.append(found)
        elif found.variant_id in targets:
            problems.append(Problem(line.row, None, "An earlier line names the same variant."))
        else:
            targets[found.variant_id] = found
            line_of[found.variant_id] = line.row
    if problems:
        return SheetOut.wrong(problems)
    wanted = [target for target in targets.values() if _changes(target, by_key)]
    try:
        async with session.begin_nested() as attempt:
            changed = await _apply(
                kernel, session, store, wanted, "count", "from a file", actor=actor, now=now
            )
            if sheet.dry_run:
                await attempt.rollback()
    except StockBelowCommitted as refused:
        return SheetOut.wrong(
            [
                Problem(line_of[UUID(detail["variant_id"])], "on_hand", detail["message"])
                for detail in refused.details
            ]
        )
    return SheetOut.right(
        applied=not sheet.dry_run, created=0, updated=changed, unchanged=len(targets) - changed
    )


async def _apply(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    targets: Sequence[counting.Target],
    reason: str,
    note: str | None,
    *,
    actor: str,
    now: datetime,
) -> int:
    if not targets:
        return 0
    changed = await counting.count(session, targets, reason=reason, actor=actor, now=now, note=note)
    if not changed:
        return 0
    await announce(session, kernel.outbox, [item.change() for item in changed], always=True)
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="inventory.adjust_together",
        resource_type="store",
        resource_id=store.id,
        store_id=store.id,
        after={
            "reason": reason,
            "note": note,
            "count": len(changed),
            "on_hand": [
                [str(item.before.variant_id), item.before.on_hand, item.on_hand]
                for item in changed[:100]
            ],
        },
    )
    return len(changed)


async def _rows(
    session: AsyncSession, store: StoreFacts, now: datetime, ids: Sequence[UUID] | None = None
) -> Sequence[Row[Any]]:
    names, stock = variant_names(store.id), levels(now)
    statement = (
        select(names.c.product_title, names.c.variant_title, names.c.sku, *stock.c)
        .join_from(names, stock, names.c.variant_id == stock.c.variant_id)
        .order_by(names.c.sort_title, names.c.position, stock.c.item_id)
    )
    if ids is None:
        statement = statement.where(~names.c.archived)
    else:
        statement = statement.where(stock.c.variant_id.in_(list(ids)))
    return (await session.execute(statement)).all()


def _read(line: Line, by_key: dict[object, Row[Any]]) -> counting.Target | Problem:
    given = line["variant_id"].lower()
    row = by_key.get(given or line["sku"].lower())
    if row is None:
        return Problem(line.row, "variant_id" if given else "sku", "There is no such variant.")
    numbers: dict[str, int | None] = {}
    for column, most in (
        ("on_hand", counting.MAX_ON_HAND),
        ("safety_stock", 1_000_000),
        ("low_at", 1_000_000),
    ):
        text = line[column]
        if text and not (text.isascii() and text.isdecimal() and int(text) <= most):
            return Problem(line.row, column, f"Write a whole number from 0 to {most:,}.")
        numbers[column] = int(text) if text else None
    policy = line["policy"].lower() or None
    if policy not in {None, "deny", "backorder"}:
        return Problem(line.row, "policy", "Write deny or backorder.")
    return counting.Target(
        row.variant_id,
        "on_hand",
        on_hand=numbers["on_hand"],
        policy=policy,
        safety_stock=numbers["safety_stock"],
        low_at=numbers["low_at"],
    )


def _changes(target: counting.Target, by_key: dict[object, Row[Any]]) -> bool:
    row = by_key[str(target.variant_id)]
    if not row.tracked and target.on_hand:
        return True
    return any(
        getattr(target, name) is not None and getattr(target, name) != getattr(row, name)
        for name in _WRITTEN
    )
