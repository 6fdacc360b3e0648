"""What suppliers sell: the public face of this folder. Reading happens outside of transactions
(`read`), writing down inside of one (`take_product`, `take_lanes`, `take_stock`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.goods import repository
from commerce.sourcing.goods.errors import SupplierProductNotFound
from commerce.sourcing.goods.judging import (
    Belief,
    believed,
    distinct,
    hash_of,
    is_stale,
    plain,
    storable,
)
from commerce.sourcing.goods.models import (
    Availability,
    CostSource,
    SupplierProduct,
    SupplierVariant,
)
from commerce.sourcing.suppliers.models import Supplier
from ecomm_connectors.suppliers.goods import Availability as Told
from ecomm_connectors.suppliers.goods import (
    LaneLine,
    LaneQuote,
    ProductOffer,
    StockReading,
    VariantOffer,
)
from ecomm_connectors.suppliers.port import Supplier as SupplierPort
from ecomm_core.ids import new_id
from ecomm_core.money import MAX_AMOUNT

__all__ = [
    "Reading",
    "Taken",
    "get",
    "is_stale",
    "quote",
    "read",
    "repository",
    "take_gone",
    "take_lanes",
    "take_product",
    "take_stock",
]

MAX_VARIANTS: Final = 2_048
MAX_STOCK: Final = 2_000_000_000

Lanes = Mapping[tuple[str, str], Sequence[LaneQuote]]
"""(external_sku, warehouse) -> how one unit of it travels."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A product as it was read, with how its variants travel to each destination asked for."""

    offer: ProductOffer
    lanes: Mapping[str, Lanes]


@dataclass(slots=True)
class Taken:
    """What a reading changed, by our ids of the supplier's variants."""

    product: SupplierProduct
    fresh: bool = False
    costs: set[UUID] = field(default_factory=set)
    availability: set[UUID] = field(default_factory=set)
    vanished: set[UUID] = field(default_factory=set)
    """Variants of a living product that it no longer lists, in two readings."""


async def read(supplier: SupplierPort, external_id: str, destinations: Sequence[str]) -> Reading:
    """A product and its lanes, asked of the supplier; no transaction is open meanwhile.

    Raises what the port raises.
    """
    offer = await supplier.fetch_product(external_id, destination=destinations[0])
    found = {
        destination: await quote(supplier, offer.external_id, offer.variants, destination)
        for destination in destinations
    }
    return Reading(offer, found)


async def quote(
    supplier: SupplierPort,
    external_id: str,
    variants: Iterable[VariantOffer | SupplierVariant],
    destination: str,
) -> dict[tuple[str, str], Sequence[LaneQuote]]:
    """How one unit of each variant travels to a country. Variants that leave the same warehouse
    and weigh the same travel alike: they are asked for once."""
    alike: dict[tuple[str, int | None], list[VariantOffer | SupplierVariant]] = {}
    for variant in variants:
        alike.setdefault((variant.warehouse, variant.weight_grams), []).append(variant)
    found: dict[tuple[str, str], Sequence[LaneQuote]] = {}
    for (warehouse, _), group in alike.items():
        line = LaneLine(external_id, group[0].external_sku, group[0].order_key, 1)
        lanes = await supplier.quote_lanes([line], warehouse=warehouse, destination=destination)
        for variant in group:
            found[variant.external_sku, variant.warehouse] = lanes
    return found


async def get(session: AsyncSession, store_id: UUID, product_id: UUID) -> SupplierProduct:
    """A supplier's product of the store. Raises SupplierProductNotFound (404)."""
    found = await repository.one(session, store_id, product_id)
    if found is None:
        raise SupplierProductNotFound
    return found


async def take_product(
    session: AsyncSession,
    supplier: Supplier,
    offer: ProductOffer,
    *,
    source: CostSource,
    now: datetime,
) -> Taken:
    """Write down a product as it was read in full. An unchanged one gets a new `fetched_at` and
    nothing else; what a variant costs is appended where it changed; a variant that is missing
    twice is gone."""
    product = await repository.known(session, supplier.id, offer.external_id, lock=True)
    fresh = product is None
    if product is None:
        await repository.begin(session, _product_row(supplier, offer, now))
        product = await repository.known(session, supplier.id, offer.external_id, lock=True)
        if product is None:
            raise LookupError("the row that was just made is not there")
    taken = Taken(product, fresh=fresh)
    known = {
        (row.external_sku, row.warehouse): row
        for row in await repository.variants(session, [product.id], lock=True)
    }
    digest = hash_of(offer)
    product.fetched_at = now
    back = product.gone_readings > 0 or product.gone_at is not None
    product.gone_readings, product.gone_at = 0, None
    settled = all(row.availability != Availability.DOUBTFUL for row in known.values())
    if known and product.hash == digest and settled and not back:
        await session.flush()
        return taken
    for name, value in _texts(offer, digest).items():
        setattr(product, name, value)
    offered = distinct(offer.variants)[:MAX_VARIANTS]
    costs: list[dict[str, Any]] = []
    for position, variant in enumerate(offered):
        row = known.pop((variant.external_sku, variant.warehouse), None)
        if row is None:
            row = _variant(product, variant, now)
            session.add(row)
            taken.availability.add(row.id)
            before = None
        else:
            before = row.cost, row.currency
            _believe(row, variant.availability, variant.stock, now, taken)
        _describe(row, variant, position)
        _cost(row, variant.cost, variant.currency, before, source, now, costs, taken)
    for row in known.values():
        was = row.availability
        _believe(row, Told.GONE, None, now, taken)
        if row.availability == Availability.GONE and was != Availability.GONE:
            taken.vanished.add(row.id)
    await session.flush()
    await repository.note_costs(session, costs)
    return taken


async def take_gone(session: AsyncSession, product: SupplierProduct, now: datetime) -> Taken:
    """The supplier says that a product is not there: believed the second time. Its variants are
    gone then, and not vanished options: the product may come back as it was."""
    taken = Taken(product)
    rows = await repository.variants(session, [product.id], lock=True)
    for row in rows:
        _believe(row, Told.GONE, None, now, taken)
    product.gone_readings += 1
    if rows and all(row.availability == Availability.GONE for row in rows):
        product.gone_at = product.gone_at or now
    await session.flush()
    return taken


async def take_stock(
    session: AsyncSession,
    product: SupplierProduct,
    readings: Sequence[StockReading],
    *,
    source: CostSource,
    now: datetime,
) -> Taken:
    """Write down what is left of a product's variants, and what they cost. Variants that the
    supplier did not speak of stay as they are, and grow old."""
    taken = Taken(product)
    told = {(one.external_sku, one.warehouse): one for one in readings}
    by_sku = {one.external_sku: one for one in readings}
    costs: list[dict[str, Any]] = []
    for row in await repository.variants(session, [product.id], lock=True):
        reading = told.get((row.external_sku, row.warehouse))
        if reading is None and not row.warehouse:
            reading = by_sku.get(row.external_sku)
        if reading is None:
            continue
        before = row.cost, row.currency
        _believe(row, reading.availability, reading.stock, now, taken)
        if reading.cost is not None:
            _cost(row, reading.cost, reading.currency, before, source, now, costs, taken)
    if readings and product.gone_readings:
        product.gone_readings, product.gone_at = 0, None
    await session.flush()
    await repository.note_costs(session, costs)
    return taken


async def take_lanes(
    session: AsyncSession,
    product: SupplierProduct,
    destination: str,
    lanes: Lanes,
    *,
    now: datetime,
) -> set[UUID]:
    """Write down how a product's variants travel to a country; the variants whose way there
    became cheaper, dearer, possible or impossible."""
    rows = await repository.variants(session, [product.id])
    before = await repository.lanes(session, [row.id for row in rows], [destination])
    old: dict[UUID, dict[str, tuple[int, int | None, str]]] = {}
    for lane in before:
        old.setdefault(lane.supplier_variant_id, {})[lane.method] = (
            lane.cost,
            lane.duty,
            lane.currency,
        )
    changed: set[UUID] = set()
    for row in rows:
        quoted = lanes.get((row.external_sku, row.warehouse))
        if quoted is None:
            continue
        values = [_lane(row, lane, destination, now) for lane in quoted]
        values = list({value["method"]: value for value in reversed(values)}.values())
        await repository.replace_lanes(session, row.id, destination, values)
        fresh = {one["method"]: (one["cost"], one["duty"], one["currency"]) for one in values}
        if fresh != old.get(row.id, {}):
            changed.add(row.id)
    return changed


def _lane(row: SupplierVariant, lane: LaneQuote, destination: str, now: datetime) -> dict[str, Any]:
    days: Sequence[int | None] = (lane.min_days, lane.max_days)
    if lane.min_days is not None and lane.max_days is not None:
        days = sorted((lane.min_days, lane.max_days))
    return {
        "tenant_id": row.tenant_id,
        "store_id": row.store_id,
        "supplier_variant_id": row.id,
        "destination": destination,
        "method": plain(lane.method, 120),
        "name": plain(lane.name, 200),
        "cost": min(max(lane.cost, 0), MAX_AMOUNT),
        "currency": lane.currency,
        "min_days": days[0],
        "max_days": days[1],
        "tracked": lane.tracked,
        "duty": lane.duty,
        "tariff_lines": lane.tariff_lines,
        "quoted_at": now,
        "expires_at": lane.expires_at,
    }


def _texts(offer: ProductOffer, digest: str) -> dict[str, Any]:
    return {
        "url": plain(offer.url, 2_000) or None,
        "title": plain(offer.title, 500) or offer.external_id,
        "image_url": plain(offer.images[0], 2_000) if offer.images else None,
        "option_names": [plain(name, 200) for name in offer.option_names],
        "raw": _raw(offer),
        "hash": digest,
    }


def _raw(offer: ProductOffer) -> dict[str, Any]:
    """Its whole answer, and what the port made of it: what imports and disputes look back on."""
    return {
        "answer": storable(dict(offer.raw)),
        "description": plain(offer.description, 200_000),
        "images": [plain(one, 2_000) for one in offer.images[:250]],
        "category": plain(offer.category, 300) or None,
        "vendor": plain(offer.vendor, 300) or None,
        "attributes": storable(dict(offer.attributes)),
        "manufacturer": storable(dict(offer.manufacturer)),
        "orders_count": offer.orders_count,
        "rating": offer.rating,
    }


def _product_row(supplier: Supplier, offer: ProductOffer, now: datetime) -> dict[str, Any]:
    return {
        "tenant_id": supplier.tenant_id,
        "id": new_id(),
        "store_id": supplier.store_id,
        "supplier_id": supplier.id,
        "external_id": offer.external_id,
        "gone_at": None,
        "fetched_at": now,
        "next_read_at": None,
        **_texts(offer, ""),
    }


def _variant(product: SupplierProduct, offer: VariantOffer, now: datetime) -> SupplierVariant:
    first = believed(None, offer.availability, _stock(offer.stock), now)
    return SupplierVariant(
        tenant_id=product.tenant_id,
        id=new_id(),
        store_id=product.store_id,
        supplier_product_id=product.id,
        external_sku=offer.external_sku,
        warehouse=offer.warehouse,
        cost=None,
        currency=offer.currency,
        availability=first.availability.value,
        stock=first.stock,
        out_readings=first.out_readings,
        read_at=first.read_at,
    )


def _describe(row: SupplierVariant, offer: VariantOffer, position: int) -> None:
    values: dict[str, Any] = {
        "position": position,
        "order_key": offer.order_key,
        "options": dict(offer.options),
        "origin": offer.origin,
        "list_price": offer.list_price,
        "weight_grams": offer.weight_grams,
        "image_url": offer.image_url,
        "barcode": offer.barcode,
    }
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _stock(told: int | None) -> int | None:
    return None if told is None else min(max(told, 0), MAX_STOCK)


def _believe(
    row: SupplierVariant, told: Told, stock: int | None, now: datetime, taken: Taken
) -> None:
    before = Belief(Availability(row.availability), row.out_readings, row.stock, row.read_at)
    after = believed(before, told, _stock(stock), now)
    row.out_readings, row.stock, row.read_at = after.out_readings, after.stock, after.read_at
    if row.availability != after.availability.value:
        row.availability = after.availability.value
        taken.availability.add(row.id)


def _cost(
    row: SupplierVariant,
    cost: int | None,
    currency: str,
    before: tuple[int | None, str] | None,
    source: CostSource,
    now: datetime,
    rows: list[dict[str, Any]],
    taken: Taken,
) -> None:
    row.cost, row.currency = cost, currency
    if before == (cost, currency):
        return
    taken.costs.add(row.id)
    if cost is not None:
        rows.append(
            {
                "tenant_id": row.tenant_id,
                "store_id": row.store_id,
                "supplier_variant_id": row.id,
                "cost": cost,
                "currency": currency,
                "source": source.value,
                "at": now,
            }
        )
