"""Ways of sold variants, read together: a handful of statements whatever their number."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.pricing import service as pricing
from commerce.sourcing.goods.models import Availability, LaneQuote
from commerce.sourcing.goods.service import is_stale
from commerce.sourcing.mappings import repository
from commerce.sourcing.mappings.models import Mapping as MappingRow
from commerce.sourcing.mappings.ways import (
    Way,
    WayLane,
    WayPart,
    cheapest,
    landed,
    order,
    units_of,
    usable_rates,
    worst,
)
from commerce.sourcing.suppliers.models import Supplier, SupplierStatus


async def ways_of(
    session: AsyncSession,
    store_id: UUID,
    currency: str,
    variant_ids: Collection[UUID],
    destination: str,
    now: datetime,
) -> dict[UUID, list[Way]]:
    """Sold variant -> its ways to a country, in the order in which they are tried. Variants without
    any are missing. `currency` is the store's."""
    found = await repository.of_variants(session, store_id, variant_ids, destination)
    if not found:
        return {}
    rows = await repository.parts(session, [mapping.id for mapping, _ in found])
    pieces: dict[UUID, list[Any]] = {}
    for row in rows:
        pieces.setdefault(row.mapping_id, []).append(row)
    quoted = await repository.lanes(session, {row.SupplierVariant.id for row in rows}, destination)
    lanes: dict[UUID, list[LaneQuote]] = {}
    for lane in quoted:
        lanes.setdefault(lane.supplier_variant_id, []).append(lane)
    codes = {row.SupplierVariant.currency for row in rows} | {lane.currency for lane in quoted}
    rates = await pricing.rates_into(session, store_id, currency, codes, now.date())
    ways: dict[UUID, list[Way]] = {}
    for mapping, supplier in found:
        way = _way(mapping, supplier, pieces.get(mapping.id, []), lanes, rates, now)
        ways.setdefault(mapping.variant_id, []).append(way)
    return {variant_id: order(own) for variant_id, own in ways.items()}


def _way(
    mapping: MappingRow,
    supplier: Supplier,
    rows: Sequence[Any],
    lanes: Mapping[UUID, Sequence[LaneQuote]],
    rates: Mapping[str, pricing.Rate],
    now: datetime,
) -> Way:
    parts = tuple(part_of(row, supplier, now) for row in rows)
    offered = lanes_of(parts, lanes, now)
    best = cheapest(offered)
    complete = bool(parts) and {lane.warehouse for lane in best} == {
        part.warehouse for part in parts
    }
    known = [part.cost for part in parts]
    codes = {part.currency for part in parts} | {lane.currency for lane in best}
    mine = usable_rates(rates, codes)
    cost = (
        sum(part.cost * part.quantity for part in parts if part.cost is not None)
        if parts and None not in known
        else None
    )
    stale = any(part.stale for part in parts)
    availability = worst(parts)
    reached = landed(parts, best, mine) if complete else None
    return Way(
        mapping_id=mapping.id,
        variant_id=mapping.variant_id,
        priority=mapping.priority,
        country=mapping.country,
        supplier=supplier,
        parts=parts,
        availability=availability,
        stale=stale,
        doubtful=availability is Availability.DOUBTFUL,
        units=units_of(parts),
        cost=cost,
        currency=parts[0].currency if parts else supplier.currency,
        lanes=offered,
        best=best if complete else (),
        landed=reached,
        rates=mine,
        at=now,
        blocked=_blocked(mapping, supplier, availability, stale=stale, cost=cost)
        + (() if complete else ("no_lane",))
        + (("no_rate",) if complete and cost is not None and reached is None else ()),
    )


def _blocked(
    mapping: MappingRow,
    supplier: Supplier,
    availability: Availability,
    *,
    stale: bool,
    cost: int | None,
) -> tuple[str, ...]:
    found = []
    if not mapping.active:
        found.append("inactive")
    if mapping.broken_at is not None:
        found.append("broken")
    if supplier.status != SupplierStatus.CONNECTED.value:
        found.append(supplier.status)
    if stale or availability is Availability.UNKNOWN:
        found.append("stale")
    if availability in (Availability.OUT, Availability.GONE):
        found.append(availability.value)
    if cost is None:
        found.append("cost_unknown")
    return tuple(found)


def part_of(row: Any, supplier: Supplier, now: datetime) -> WayPart:
    """A supplier's variant as it stands now. `row` names it, its product and the quantity."""
    variant = row.SupplierVariant
    read_at = max(variant.read_at, row.fetched_at)
    stale = is_stale(read_at, supplier.stale_after_minutes, now)
    return WayPart(
        supplier_variant_id=variant.id,
        supplier_product_id=row.product_id,
        external_id=row.external_id,
        external_sku=variant.external_sku,
        order_key=variant.order_key,
        title=row.title,
        options=variant.options,
        warehouse=variant.warehouse,
        origin=variant.origin,
        quantity=row.quantity,
        cost=variant.cost,
        list_price=variant.list_price,
        currency=variant.currency,
        availability=Availability.UNKNOWN if stale else Availability(variant.availability),
        stock=None if stale else variant.stock,
        read_at=read_at,
        stale=stale,
    )


def lanes_of(
    parts: Sequence[WayPart], quoted: Mapping[UUID, Sequence[LaneQuote]], now: datetime
) -> tuple[WayLane, ...]:
    """Parts of one warehouse travel together: by the methods that all of them can take."""
    by_place: dict[str, list[WayPart]] = {}
    for part in parts:
        by_place.setdefault(part.warehouse, []).append(part)
    found = []
    for warehouse, group in by_place.items():
        options = [
            {
                lane.method: lane
                for lane in quoted.get(part.supplier_variant_id, ())
                if lane.expires_at is None or lane.expires_at > now
            }
            for part in group
        ]
        shared = set(options[0]).intersection(*options[1:])
        for method in sorted(shared):
            own = [
                (lanes[method], part.quantity) for lanes, part in zip(options, group, strict=True)
            ]
            if len({lane.currency for lane, _ in own}) == 1:
                found.append(_lane(warehouse, own))
    return tuple(sorted(found, key=lambda lane: (lane.warehouse, lane.cost, lane.method)))


def _lane(warehouse: str, own: Sequence[tuple[LaneQuote, int]]) -> WayLane:
    first = own[0][0]
    least = [lane.min_days for lane, _ in own if lane.min_days is not None]
    most = [lane.max_days for lane, _ in own if lane.max_days is not None]
    duties = [lane.duty for lane, _ in own]
    tariff = [lane.tariff_lines for lane, _ in own]
    return WayLane(
        warehouse=warehouse,
        method=first.method,
        name=first.name,
        cost=sum(lane.cost * quantity for lane, quantity in own),
        currency=first.currency,
        min_days=max(least) if len(least) == len(own) else None,
        max_days=max(most) if len(most) == len(own) else None,
        tracked=all(lane.tracked for lane, _ in own),
        duty=(
            None
            if None in duties
            else sum(lane.duty * quantity for lane, quantity in own if lane.duty is not None)
        ),
        tariff_lines=None if None in tariff else sum(one for one in tariff if one is not None),
        quoted_at=min(lane.quoted_at for lane, _ in own),
    )
