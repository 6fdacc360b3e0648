"""What must be so before an import goes on sale by itself, and what nobody may overrule."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog.schemas import ProductOut
from commerce.sourcing.imports import repository
from commerce.sourcing.imports.models import GoodsImportItem
from commerce.sourcing.mappings import service as mappings
from commerce.sourcing.price_rules import quoting
from commerce.stores.directory import StoreFacts

SAFETY_WANTED: Final = frozenset(
    {
        *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU"),
        *("IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS"),
        *("LI", "NO"),
    }
)
"""Where EU 2023/988 (GPSR) holds: the Union and the rest of the EEA."""


def failing(checks: Sequence[dict[str, Any]]) -> list[str]:
    """Codes of checks that are not met."""
    return [check["code"] for check in checks if not check["ok"]]


def blocked(checks: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Those that nobody may overrule."""
    return [check for check in checks if check["blocking"] and not check["ok"]]


async def judge(
    session: AsyncSession,
    store: StoreFacts,
    item: GoodsImportItem,
    product: ProductOut,
    now: datetime,
) -> list[dict[str, Any]]:
    """Every check of an import's draft as things stand now, in a fixed order:
    {code, ok, blocking, count, detail}; `count` is of the variants or pictures to blame.

    title: it has one of its own. pictures: at least one, and none was missing. price: every variant
    has one (nobody may overrule this). cost: known for every variant. lane: each can be sent to the
    store's country, or is of a file that counts it as the store's own stock. floor: no price below
    what its rule, or its cost, allows. safety: who made it is named, where GPSR wants that. once:
    nothing else that is sold comes from these goods.
    """
    ids = [variant.id for variant in product.variants]
    ways = await mappings.ways_of(session, store.id, store.currency, ids, store.country, now)
    floors = await quoting.floors(session, store, ids, now)
    unpriced = [one.id for one in product.variants if one.price.amount <= 0]
    uncosted = [one.id for one in product.variants if not _known(one.id, one.cost, ways)]
    own = {one.id for one in product.variants if item.supplier_id is None and one.stock is not None}
    nowhere = [
        one.id
        for one in product.variants
        if one.id not in own and not _reached(ways.get(one.id, ()))
    ]
    low = [
        one.id
        for one in product.variants
        if one.id in floors and one.price.amount < floors[one.id] and one.id not in unpriced
    ]
    lost = [one for one in item.media if one.get("issue")]
    others = (
        await repository.others_sold(session, item.supplier_product_id, product.id)
        if item.supplier_product_id is not None
        else []
    )
    return [
        _check("title", not _untitled(item, product)),
        _check("pictures", bool(product.media) and not lost, count=len(lost)),
        _check("price", not unpriced, blocking=True, count=len(unpriced)),
        _check("cost", not uncosted, count=len(uncosted)),
        _check("lane", not nowhere, count=len(nowhere), detail=store.country),
        _check("floor", not low, count=len(low)),
        _check("safety", _safe(store, product), detail=store.country),
        _check("once", not others, count=len(others), detail=others[0][:200] if others else None),
    ]


def _check(
    code: str, ok: bool, *, blocking: bool = False, count: int = 0, detail: str | None = None
) -> dict[str, Any]:
    return {"code": code, "ok": ok, "blocking": blocking, "count": count, "detail": detail}


def _untitled(item: GoodsImportItem, product: ProductOut) -> bool:
    return product.title == item.external_id


def _known(variant_id: UUID, cost: Any, ways: dict[UUID, list[mappings.Way]]) -> bool:
    own = ways.get(variant_id)
    return cost is not None if not own else any(way.cost is not None for way in own)


def _reached(ways: Sequence[mappings.Way]) -> bool:
    return any(way.best for way in ways)


def _safe(store: StoreFacts, product: ProductOut) -> bool:
    if store.country not in SAFETY_WANTED:
        return True
    maker = product.safety.manufacturer if product.safety is not None else None
    return maker is not None and bool(maker.name) and bool(maker.address)
