"""Looking at a supplier's goods for a merchant: search, best sellers, one product taken."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.goods import repository, service, summaries
from commerce.sourcing.goods.errors import AddressUnknown, NotSearchable
from commerce.sourcing.goods.models import CostSource
from commerce.sourcing.goods.schemas import (
    CostOut,
    FoundOut,
    FoundPageOut,
    OfferLaneOut,
    OfferOut,
    QuotedOut,
    SupplierHealthOut,
    SupplierProductDetail,
    SupplierProductOut,
    SupplierProductRow,
    SupplierVariantOut,
    TakeIn,
)
from commerce.sourcing.suppliers import service as suppliers
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.sourcing.suppliers.models import Supplier
from commerce.stores.directory import StoreFacts
from ecomm_connectors.suppliers.goods import Availability as Told
from ecomm_connectors.suppliers.goods import LaneQuote, ProductOffer, ProductPage, VariantOffer
from ecomm_connectors.suppliers.port import Capability
from ecomm_core import audit, clock
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel

COSTS_SHOWN = 200


async def _row(kernel: Kernel, store: StoreFacts, supplier_id: UUID) -> Supplier:
    async with kernel.database.transaction(Scope(tenant_id=store.tenant_id)) as session:
        return await suppliers.get(session, store.id, supplier_id)


async def search(
    kernel: Kernel,
    store: StoreFacts,
    supplier_id: UUID,
    *,
    query: str,
    destination: str | None,
    cursor: str | None,
    image: bytes | None = None,
) -> FoundPageOut:
    """Find products by words, or like a picture. Call it with no transaction open.

    Raises SupplierNotFound (404), NotSearchable (422), and what `suppliers.speaking` raises.
    """
    row = await _row(kernel, store, supplier_id)
    wanted = Capability.SEARCH if image is None else Capability.IMAGE_SEARCH
    if wanted not in adapters_of(kernel).named(row.adapter).capabilities:
        raise NotSearchable.on_field("query" if image is None else "file")
    with suppliers.speaking():
        found = await (await suppliers.open_supplier(kernel, row)).search(
            query, destination=destination or store.country, cursor=cursor, image=image
        )
    return await _page(kernel, store, row, found)


async def best_sellers(
    kernel: Kernel,
    store: StoreFacts,
    supplier_id: UUID,
    *,
    category: str | None,
    destination: str | None,
    cursor: str | None,
) -> FoundPageOut:
    """What sells there now, best first. Raises as `search`."""
    row = await _row(kernel, store, supplier_id)
    if Capability.BEST_SELLERS not in adapters_of(kernel).named(row.adapter).capabilities:
        raise NotSearchable
    with suppliers.speaking():
        found = await (await suppliers.open_supplier(kernel, row)).best_sellers(
            category=category, destination=destination or store.country, cursor=cursor
        )
    return await _page(kernel, store, row, found)


async def _page(
    kernel: Kernel, store: StoreFacts, row: Supplier, found: ProductPage
) -> FoundPageOut:
    ids = [one.external_id for one in found.products]
    async with kernel.database.transaction(Scope(tenant_id=store.tenant_id)) as session:
        known = await repository.imported(session, row.id, ids)
    shown = []
    for one in found.products:
        ours, mapped = known.get(one.external_id, (None, False))
        shown.append(
            FoundOut(
                external_id=one.external_id,
                title=one.title,
                url=one.url,
                image_url=one.image_url,
                cost=one.cost,
                currency=one.currency,
                list_price=one.list_price,
                orders_count=one.orders_count,
                rating=one.rating,
                category=one.category,
                supplier_product_id=ours,
                mapped=mapped,
            )
        )
    return FoundPageOut(products=shown, next_cursor=found.next_cursor, total=found.total)


async def look(
    kernel: Kernel,
    store: StoreFacts,
    supplier_id: UUID,
    *,
    external_id: str,
    destination: str | None,
) -> OfferOut:
    """A product and how its cheapest variant would travel, asked of the supplier and not kept.
    Call it with no transaction open. Raises as `search`, but for NotSearchable."""
    row = await _row(kernel, store, supplier_id)
    place = destination or store.country
    with suppliers.speaking():
        supplier = await suppliers.open_supplier(kernel, row)
        offer = await supplier.fetch_product(external_id, destination=place)
        cheapest = sorted(offer.variants, key=_dearness)[:1]
        quoted = await service.quote(supplier, offer.external_id, cheapest, place)
    async with kernel.database.transaction(Scope(tenant_id=store.tenant_id)) as session:
        known = await repository.imported(session, row.id, [offer.external_id])
    ours, _ = known.get(offer.external_id, (None, False))
    return offer_out(offer, [lane for lanes in quoted.values() for lane in lanes], place, ours)


def _dearness(variant: VariantOffer) -> tuple[bool, bool, int]:
    """What can be bought comes first, then what is known to cost least."""
    there = variant.availability is Told.IN_STOCK
    return not there, variant.cost is None, variant.cost or 0


def offer_out(
    offer: ProductOffer, lanes: Sequence[LaneQuote], destination: str, ours: UUID | None
) -> OfferOut:
    """A product that was looked at, for its merchant."""
    told = [one.availability for one in offer.variants]
    best = next((one for one in (Told.IN_STOCK, Told.UNKNOWN) if one in told), Told.OUT)
    here = [one for one in offer.variants if one.availability is Told.IN_STOCK]
    counts = [one.stock for one in here]
    left = [one for one in counts if one is not None]
    costs = [one.cost for one in offer.variants if one.cost is not None]
    codes = {one.currency for one in offer.variants}
    same = costs if len(codes) == 1 else []
    cheapest = sorted(lanes, key=lambda lane: (lane.cost, lane.method))
    return OfferOut(
        external_id=offer.external_id,
        title=offer.title[:500],
        url=offer.url,
        images=list(offer.images[:12]),
        variants=len(offer.variants),
        cost_from=min(same, default=None),
        cost_to=max(same, default=None),
        currency=min(codes) if same else None,
        availability=best.value,
        stock=sum(left) if left and len(left) == len(counts) else None,
        origins=sorted({one.origin for one in offer.variants if one.origin}),
        destination=destination,
        lanes=[OfferLaneOut.model_validate(lane) for lane in cheapest[:20]],
        supplier_product_id=ours,
    )


async def take(
    kernel: Kernel, store: StoreFacts, supplier_id: UUID, body: TakeIn, *, actor: str
) -> UUID:
    """Read a product and its lanes at the supplier and keep them, to be mapped or imported; our id
    of it. Read again, it is brought up to date. Call it with no transaction open.

    Raises SupplierNotFound (404), AddressUnknown, Invalid (422), and what `suppliers.speaking`
    raises.
    """
    row = await _row(kernel, store, supplier_id)
    external_id = body.external_id
    if (body.external_id is None) == (body.url is None):
        raise Invalid.on_field("external_id", "Say which product: by its id, or by its address.")
    if body.url is not None:
        external_id = adapters_of(kernel).named(row.adapter).product_of(body.url)
    if external_id is None:
        raise AddressUnknown.on_field("url")
    destinations = list(dict.fromkeys([body.destination or store.country, store.country]))
    with suppliers.speaking():
        found = await service.read(
            await suppliers.open_supplier(kernel, row), external_id, destinations
        )
    async with kernel.database.transaction(Scope(tenant_id=store.tenant_id)) as session:
        now = clock.now()
        row = await suppliers.get(session, store.id, supplier_id)
        taken = await keep(session, row, found, now)
        await audit.record(
            session,
            tenant_id=store.tenant_id,
            actor=actor,
            action="supplier_product.take",
            resource_type="supplier_product",
            resource_id=taken.product.id,
            store_id=store.id,
            after={"external_id": external_id, "supplier_id": str(row.id)},
        )
    return taken.product.id


async def keep(
    session: AsyncSession, row: Supplier, found: service.Reading, now: datetime
) -> service.Taken:
    """Write down a product and its lanes as they were read."""
    taken = await service.take_product(session, row, found.offer, source=CostSource.IMPORT, now=now)
    for destination, lanes in found.lanes.items():
        await service.take_lanes(session, taken.product, destination, lanes, now=now)
    return taken


async def detail(
    session: AsyncSession, store: StoreFacts, product_id: UUID
) -> SupplierProductDetail:
    """A product with its variants, lanes and costs. Raises SupplierProductNotFound (404)."""
    product = await service.get(session, store.id, product_id)
    row = await suppliers.get(session, store.id, product.supplier_id)
    variants = await repository.variants(session, [product.id])
    ids = [variant.id for variant in variants]
    lanes: dict[UUID, list[QuotedOut]] = {}
    for lane in await repository.lanes(session, ids):
        lanes.setdefault(lane.supplier_variant_id, []).append(QuotedOut.model_validate(lane))
    now = clock.now()
    shown = []
    for variant in variants:
        read_at = max(variant.read_at, product.fetched_at)
        values = {
            name: getattr(variant, name)
            for name in SupplierVariantOut.model_fields
            if name not in {"stale", "lanes", "read_at"}
        }
        stale = service.is_stale(read_at, row.stale_after_minutes, now)
        shown.append(
            SupplierVariantOut(
                **values, read_at=read_at, stale=stale, lanes=lanes.get(variant.id, [])
            )
        )
    costs = await repository.costs(session, ids, COSTS_SHOWN)
    own = SupplierProductOut.model_validate(product)
    return SupplierProductDetail(
        **own.model_dump(),
        variants=shown,
        costs=[CostOut.model_validate(one) for one in costs],
    )


async def page(
    session: AsyncSession,
    store: StoreFacts,
    *,
    supplier_id: UUID | None,
    search: str | None,
    offset: int,
    limit: int,
) -> tuple[list[SupplierProductRow], int]:
    """(products that were read, total), the last read first."""
    rows, total = await repository.page(
        session, store.id, supplier_id=supplier_id, search=search, offset=offset, limit=limit
    )
    said = await summaries.of_products(session, [row.id for row in rows], clock.now())
    shown = [
        SupplierProductRow(**SupplierProductOut.model_validate(row).model_dump(), **said[row.id])
        for row in rows
    ]
    return shown, total


async def health(session: AsyncSession, store: StoreFacts, supplier_id: UUID) -> SupplierHealthOut:
    """How fresh what we know of a supplier's goods is. Raises SupplierNotFound (404)."""
    row = await suppliers.get(session, store.id, supplier_id)
    return SupplierHealthOut(**await summaries.of_supplier(session, row, clock.now()))
