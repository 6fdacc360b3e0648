"""Reading suppliers' goods: which are due, what is asked, what the answers change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.goods import service as goods
from commerce.sourcing.goods.models import CostSource, SupplierProduct
from commerce.sourcing.monitor import repository
from commerce.sourcing.monitor.effects import carry_over
from commerce.sourcing.monitor.risk import Risk, wait
from commerce.sourcing.suppliers import service as suppliers
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.sourcing.suppliers.errors import SupplierClosed
from commerce.sourcing.suppliers.models import Supplier, SupplierStatus
from commerce.stores import service as stores
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.goods import Availability as Told
from ecomm_connectors.suppliers.goods import StockReading
from ecomm_connectors.suppliers.port import Capability
from ecomm_connectors.suppliers.port import Supplier as SupplierPort
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

READ: Final = "commerce.sourcing.read_goods"
AT_ONCE: Final = 50
WHOLE_AT_ONCE: Final = 10
WHOLE_EVERY: Final = timedelta(hours=24)
"""How often a product is read in full, its lanes too; between, only stock and cost."""
LEASE: Final = timedelta(minutes=15)
WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A product to read. `whole`: in full, for these destinations."""

    product_id: UUID
    external_id: str
    destinations: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """An account and what is read there."""

    supplier: Supplier
    wanted: tuple[Wanted, ...]
    country: str
    source: CostSource


@dataclass(frozen=True, slots=True)
class Heard:
    """What the supplier said: stock by product, products in full, and those it has no longer."""

    stock: dict[str, list[StockReading]]
    whole: dict[str, goods.Reading]
    gone: frozenset[str]


async def enqueue(
    kernel: Kernel, session: AsyncSession, row: Supplier, *, source: CostSource = CostSource.POLL
) -> None:
    """One reading as a job; the next one is due later, whatever becomes of it."""
    await suppliers.put_off(session, row, clock.now() + LEASE)
    await kernel.outbox.enqueue(
        session,
        READ,
        {"supplier_id": str(row.id), "store_id": str(row.store_id), "source": source.value},
        tenant_id=row.tenant_id,
    )


async def asked(
    session: AsyncSession, store_id: UUID, supplier_id: UUID, source: CostSource
) -> Asked | None:
    """What is due at a supplier; None where nothing is, or nothing may be asked."""
    row = await suppliers.repository.one(session, store_id, supplier_id, lock=True)
    if row is None or row.status != SupplierStatus.CONNECTED.value:
        return None
    now = clock.now()
    due = await goods.repository.due(session, supplier_id, now, AT_ONCE)
    if not due:
        await _again(session, row, now)
        return None
    store = await stores.get(session, store_id)
    places = await repository.destinations(session, [one.id for one in due])
    wanted = []
    whole = 0
    for one in due:
        old = now - one.fetched_at >= WHOLE_EVERY or one.gone_readings > 0
        whole += old
        known = [place for place in places.get(one.id, []) if place != store.country]
        wanted.append(
            Wanted(
                one.id,
                one.external_id,
                (store.country, *known),
                old and whole <= WHOLE_AT_ONCE,
            )
        )
    return Asked(row, tuple(wanted), store.country, source)


async def ask(kernel: Kernel, what: Asked) -> Heard | None:
    """Read; no transaction is open meanwhile. None where the supplier no longer takes us.

    Raises SupplierUnavailable: tried again later.
    """
    try:
        supplier = await suppliers.open_supplier(kernel, what.supplier)
        read = await supplier.read_stock(
            [one.external_id for one in what.wanted], destination=what.country
        )
    except (SupplierClosed, SupplierRefused) as error:
        log.warning("supplier_unread", supplier_id=str(what.supplier.id), reason=str(error)[:200])
        return None
    await _subscribe(kernel, supplier, what)
    gone = {
        one.external_id for one in read if one.availability is Told.GONE and not one.external_sku
    }
    stock: dict[str, list[StockReading]] = {}
    for reading in read:
        if reading.external_id not in gone:
            stock.setdefault(reading.external_id, []).append(reading)
    whole: dict[str, goods.Reading] = {}
    for one in what.wanted:
        if not one.whole or one.external_id in gone:
            continue
        try:
            whole[one.external_id] = await goods.read(supplier, one.external_id, one.destinations)
        except SupplierRefused as error:
            if error.reason is Refusal.NOT_FOUND:
                gone.add(one.external_id)
            elif error.reason is Refusal.CREDENTIALS:
                return None
            else:
                log.warning("supplier_product_unread", reason=str(error)[:200])
    return Heard(stock, whole, frozenset(gone))


async def _subscribe(kernel: Kernel, supplier: SupplierPort, what: Asked) -> None:
    """Webhook first: be told of what is read in full. Where that fails, it is polled all the
    same."""
    adapter = adapters_of(kernel).named(what.supplier.adapter)
    ids = [one.external_id for one in what.wanted if one.whole]
    if Capability.WEBHOOKS not in adapter.capabilities or not ids:
        return
    try:
        await supplier.subscribe(suppliers.webhook_url(kernel, what.supplier), ids)
    except (SupplierRefused, SupplierUnavailable) as error:
        log.warning("supplier_unsubscribed", reason=str(error)[:200])


async def settle(kernel: Kernel, session: AsyncSession, what: Asked, heard: Heard | None) -> None:
    """Write down what was read, carry it over to the shop, and say when to read again."""
    row = await suppliers.repository.one(
        session, what.supplier.store_id, what.supplier.id, lock=True
    )
    if row is None or heard is None:
        return
    now = clock.now()
    found = await goods.repository.products_by_ids(session, [one.product_id for one in what.wanted])
    availability: set[UUID] = set()
    costs: set[UUID] = set()
    vanished: set[UUID] = set()
    for one in what.wanted:
        product = found.get(one.product_id)
        if product is None:
            continue
        for taken in await _taken(session, row, product, one, what.source, heard, now):
            availability |= taken.availability
            costs |= taken.costs
            vanished |= taken.vanished
        reading = heard.whole.get(one.external_id)
        if reading is not None:
            for place, lanes in reading.lanes.items():
                costs |= await goods.take_lanes(session, product, place, lanes, now=now)
    store = stores.facts_of(await stores.get(session, row.store_id))
    await carry_over(
        kernel,
        session,
        store,
        availability=availability,
        costs=costs,
        vanished=vanished,
        now=now,
    )
    await _schedule(session, row, list(found.values()), now)
    await _again(session, row, now)


async def _taken(
    session: AsyncSession,
    row: Supplier,
    product: SupplierProduct,
    one: Wanted,
    source: CostSource,
    heard: Heard,
    now: datetime,
) -> Sequence[goods.Taken]:
    if one.external_id in heard.gone:
        return [await goods.take_gone(session, product, now)]
    reading = heard.whole.get(one.external_id)
    if reading is not None:
        return [await goods.take_product(session, row, reading.offer, source=source, now=now)]
    told = heard.stock.get(one.external_id)
    if told:
        return [await goods.take_stock(session, product, told, source=source, now=now)]
    return []


async def _schedule(
    session: AsyncSession, row: Supplier, products: Sequence[SupplierProduct], now: datetime
) -> None:
    by_id = {product.id: product for product in products}
    stale_after = timedelta(minutes=row.stale_after_minutes)
    for risk in await repository.risks(session, by_id, now - WEEK):
        product = by_id[risk.id]
        product.next_read_at = (
            now
            + wait(
                Risk(
                    sales=int(risk.sales),
                    changes=int(risk.changes),
                    doubtful=risk.doubtful,
                    gone=product.gone_at is not None,
                    stale_after=stale_after,
                )
            )
            if risk.mapped
            else None
        )
    await session.flush()


async def _again(session: AsyncSession, row: Supplier, now: datetime) -> None:
    """The supplier's turn comes with the next of its products; one nothing depends on is looked at
    every now and then all the same, so that what is mapped later is found."""
    following = await goods.repository.next_due(session, row.id)
    await suppliers.put_off(session, row, max(following, now) if following else now + LEASE * 4)


async def hinted(
    kernel: Kernel, session: AsyncSession, store_id: UUID, supplier_id: UUID, ids: Sequence[str]
) -> None:
    """A webhook named products: those that something depends on are read at once."""
    row = await suppliers.repository.one(session, store_id, supplier_id, lock=True)
    if row is None or row.status != SupplierStatus.CONNECTED.value:
        return
    if await repository.awaken(session, supplier_id, ids, clock.now()):
        await enqueue(kernel, session, row, source=CostSource.WEBHOOK)
