"""Mappings, from what is sold to what suppliers sell: the public face of this folder."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import refusing
from commerce.sourcing.goods import service as goods
from commerce.sourcing.goods.models import Availability
from commerce.sourcing.mappings import repository
from commerce.sourcing.mappings.errors import MappingNotFound, VariantNotFound, WayTaken
from commerce.sourcing.mappings.models import Mapping as MappingRow
from commerce.sourcing.mappings.reading import ways_of
from commerce.sourcing.mappings.schemas import (
    LandedOut,
    LaneOut,
    MappingIn,
    MappingPatch,
    OrderIn,
    PartIn,
    PartOut,
    SuggestionOut,
    WantingOut,
    WayOut,
)
from commerce.sourcing.mappings.ways import Landed, Way, WayLane, WayPart, frozen, landed
from commerce.sourcing.suppliers import service as suppliers_of
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id

__all__ = [
    "Landed",
    "Way",
    "WayLane",
    "WayPart",
    "break_ways",
    "create",
    "delete",
    "frozen",
    "landed",
    "listed",
    "reorder",
    "repository",
    "suggestions",
    "update",
    "wanting",
    "ways_for",
    "ways_of",
]

MAX_WAYS: Final = 50
WAY_KEY: Final = "uq_mappings_way"


async def ways_for(
    session: AsyncSession, store_id: UUID, variant_id: UUID, destination: str
) -> list[Way]:
    """The ways to get a sold variant to a country (two letters), in the order in which they are
    tried: by priority, one made for the country first, then by landed cost. Those that cannot be
    used now are among them, each with its reasons (`Way.blocked`).

    For many variants use `ways_of`, which needs as many statements as this.
    """
    store = stores.facts_of(await stores.get(session, store_id))
    found = await ways_of(session, store_id, store.currency, [variant_id], destination, clock.now())
    return found.get(variant_id, [])


async def listed(
    session: AsyncSession,
    store: StoreFacts,
    variant_ids: Collection[UUID],
    destination: str | None,
) -> list[WayOut]:
    """The ways of variants as merchants see them: to the store's own country unless told."""
    country = destination or store.country
    found = await repository.of_variants(session, store.id, variant_ids, None)
    now = clock.now()
    rows = {mapping.id: mapping for mapping, _ in found}
    shown: dict[UUID, Way] = {}
    # A way of another country has no lane here: it is shown as it stands where it goes.
    for place in sorted({mapping.country or country for mapping, _ in found}):
        ways = await ways_of(session, store.id, store.currency, variant_ids, place, now)
        for own in ways.values():
            shown.update((way.mapping_id, way) for way in own if (way.country or country) == place)
    return [_out(rows[mapping_id], shown[mapping_id]) for mapping_id in rows]


def _out(row: MappingRow, way: Way) -> WayOut:
    return WayOut(
        id=way.mapping_id,
        variant_id=way.variant_id,
        supplier_id=way.supplier.id,
        supplier_name=way.supplier.name,
        supplier_status=way.supplier.status,
        priority=way.priority,
        country=way.country,
        active=row.active,
        broken_at=row.broken_at,
        broken_reason=row.broken_reason,
        parts=[PartOut.model_validate(part) for part in way.parts],
        availability=way.availability,
        units=way.units,
        lanes=[LaneOut.model_validate(lane) for lane in way.lanes],
        landed=LandedOut.model_validate(way.landed) if way.landed is not None else None,
        days=way.days,
        blocked=list(way.blocked),
    )


async def create(session: AsyncSession, store: StoreFacts, body: MappingIn, *, actor: str) -> UUID:
    """Add a way. Raises VariantNotFound (404), WayTaken (409), Invalid (422)."""
    if await repository.variant_of_store(session, store.id, body.variant_id) is None:
        raise VariantNotFound.on_field("variant_id")
    supplier_id, quantities = await _parts(session, store, body.parts)
    if await repository.count(session, body.variant_id) >= MAX_WAYS:
        raise Invalid.on_field("variant_id", f"A variant has at most {MAX_WAYS} ways.")
    now = clock.now()
    row = MappingRow(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        variant_id=body.variant_id,
        supplier_id=supplier_id,
        priority=body.priority,
        country=body.country,
        active=body.active,
        broken_at=None,
        broken_reason=None,
        created_at=now,
        updated_at=now,
    )
    session.add(row)
    with refusing({WAY_KEY: WayTaken.on_field("priority")}):
        await session.flush()
    await repository.put_parts(session, row, quantities)
    await _audit(session, row, actor, "create", after=_facts(row, quantities))
    return row.id


async def update(
    session: AsyncSession, store: StoreFacts, mapping_id: UUID, body: MappingPatch, *, actor: str
) -> MappingRow:
    """Change a way; new parts mend one that is broken.

    Raises MappingNotFound (404), WayTaken (409), Invalid (422).
    """
    row = await _one(session, store, mapping_id)
    before = _facts(row, await _quantities(session, row))
    given = body.model_fields_set
    if body.priority is not None:
        row.priority = body.priority
    if "country" in given:
        row.country = body.country
    if body.active is not None:
        row.active = body.active
    quantities = None
    if body.parts is not None:
        row.supplier_id, quantities = await _parts(session, store, body.parts)
        row.broken_at = row.broken_reason = None
    row.updated_at = clock.now()
    with refusing({WAY_KEY: WayTaken.on_field("priority")}):
        await session.flush()
    if quantities is not None:
        await repository.put_parts(session, row, quantities)
    after = _facts(row, quantities or await _quantities(session, row))
    if after != before:
        await _audit(session, row, actor, "update", before=before, after=after)
    return row


async def reorder(session: AsyncSession, store: StoreFacts, body: OrderIn, *, actor: str) -> None:
    """Number the ways of a variant anew, in this order.

    Raises VariantNotFound (404), Invalid (422) where not each of its ways is named once.
    """
    if await repository.variant_of_store(session, store.id, body.variant_id) is None:
        raise VariantNotFound.on_field("variant_id")
    rows = {row.id: row for row in await repository.lock_ways(session, body.variant_id)}
    if len(body.mapping_ids) != len(rows) or set(body.mapping_ids) != set(rows):
        raise Invalid.on_field("mapping_ids", "Name each way of this variant once.")
    before = {row.id: row.priority for row in rows.values()}
    await repository.number(session, [rows[one] for one in body.mapping_ids], clock.now())
    for row in rows.values():
        if row.priority != before[row.id]:
            await _audit(
                session,
                row,
                actor,
                "update",
                before={"priority": before[row.id]},
                after={"priority": row.priority},
            )


async def delete(session: AsyncSession, store: StoreFacts, mapping_id: UUID, *, actor: str) -> UUID:
    """Take a way off; the sold variant it was of. Raises MappingNotFound (404)."""
    row = await _one(session, store, mapping_id)
    before = _facts(row, await _quantities(session, row))
    await session.delete(row)
    await session.flush()
    await _audit(session, row, actor, "delete", before=before)
    return row.variant_id


async def break_ways(
    session: AsyncSession, supplier_variant_ids: Collection[UUID], reason: str, now: datetime
) -> set[UUID]:
    """What these ways name is no longer offered: they are not used until somebody mends them, and
    nothing is guessed in its place. The sold variants they are of."""
    if not supplier_variant_ids:
        return set()
    broken = await repository.break_ways(session, supplier_variant_ids, reason, now)
    for row in broken:
        await _audit(session, row, "system", "break", after={"reason": reason})
    return {row.variant_id for row in broken}


async def wanting(
    session: AsyncSession,
    store: StoreFacts,
    *,
    kind: str,
    search: str | None = None,
    offset: int,
    limit: int,
) -> tuple[list[WantingOut], int]:
    """(sold variants of a kind, how many there are): `unmapped` without a way, `broken` with a
    broken one, `mapped` with one, `all`."""
    rows, total = await repository.wanting(
        session, store.id, kind=kind, search=search, offset=offset, limit=limit
    )
    return [WantingOut.model_validate(row) for row in rows], total


async def suggestions(
    session: AsyncSession, store: StoreFacts, variant_id: UUID
) -> list[SuggestionOut]:
    """Suppliers' variants that may be a sold one: the same SKU, barcode or option values. Only
    suggested, never mapped. Raises VariantNotFound (404)."""
    sold = await repository.variant_of_store(session, store.id, variant_id)
    if sold is None:
        raise VariantNotFound
    values = list(sold.option_values)
    rows = await repository.candidates(session, store.id, sold.sku, sold.barcode, values)
    wanted = sorted(value.strip().casefold() for value in values)
    found = []
    for row in rows:
        options = {str(name): str(value) for name, value in row.options.items()}
        same = sorted(value.strip().casefold() for value in options.values())
        because = [
            name
            for name, matches in (
                ("sku", bool(sold.sku) and row.external_sku.lower() == sold.sku.lower()),
                ("barcode", bool(sold.barcode) and row.barcode == sold.barcode),
                ("options", bool(wanted) and same == wanted),
            )
            if matches
        ]
        found.append(
            SuggestionOut(
                supplier_variant_id=row.id,
                supplier_product_id=row.product_id,
                supplier_id=row.supplier_id,
                supplier_name=row.supplier_name,
                title=row.title,
                external_sku=row.external_sku,
                options=options,
                cost=row.cost,
                currency=row.currency,
                because=because,
            )
        )
    weight = {"sku": 4, "barcode": 2, "options": 1}
    found.sort(key=lambda one: -sum(weight[word] for word in one.because))
    return found[:20]


async def _one(session: AsyncSession, store: StoreFacts, mapping_id: UUID) -> MappingRow:
    row = await repository.one(session, store.id, mapping_id, lock=True)
    if row is None:
        raise MappingNotFound
    return row


async def _parts(
    session: AsyncSession, store: StoreFacts, parts: Sequence[PartIn]
) -> tuple[UUID, dict[UUID, int]]:
    quantities: dict[UUID, int] = {}
    for n, part in enumerate(parts):
        if part.supplier_variant_id in quantities:
            raise Invalid.on_field(f"parts.{n}.supplier_variant_id", "It is a part already.")
        quantities[part.supplier_variant_id] = part.quantity
    known = await goods.repository.variants_by_ids(session, store.id, quantities)
    for n, part in enumerate(parts):
        row = known.get(part.supplier_variant_id)
        if row is None or row.availability == Availability.GONE:
            raise Invalid.on_field(
                f"parts.{n}.supplier_variant_id", "No supplier of this store offers this."
            )
    products = await goods.repository.products_by_ids(
        session, {row.supplier_product_id for row in known.values()}
    )
    suppliers = {product.supplier_id for product in products.values()}
    if len(suppliers) != 1:
        raise Invalid.on_field("parts", "All parts of a way come from one supplier.")
    now = clock.now()
    woken = await goods.repository.wake(session, list(products), now)
    await suppliers_of.repository.wake(session, woken, now)
    return suppliers.pop(), quantities


async def _quantities(session: AsyncSession, row: MappingRow) -> dict[UUID, int]:
    return {
        part.SupplierVariant.id: part.quantity for part in await repository.parts(session, [row.id])
    }


def _facts(row: MappingRow, quantities: Mapping[UUID, int]) -> dict[str, Any]:
    return {
        "variant_id": str(row.variant_id),
        "supplier_id": str(row.supplier_id),
        "priority": row.priority,
        "country": row.country,
        "active": row.active,
        "broken": row.broken_at is not None,
        "parts": {str(one): quantity for one, quantity in sorted(quantities.items())},
    }


async def _audit(
    session: AsyncSession,
    row: MappingRow,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        session,
        tenant_id=row.tenant_id,
        actor=actor,
        action=f"mapping.{action}",
        resource_type="mapping",
        resource_id=row.id,
        store_id=row.store_id,
        before=before,
        after=after,
    )
