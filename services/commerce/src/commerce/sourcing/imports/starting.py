"""Putting goods on their way: named by id or address, each once, within the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.sourcing.goods.errors import AddressUnknown
from commerce.sourcing.imports import repository
from commerce.sourcing.imports.models import GoodsImportItem, GoodsState, Origin
from commerce.sourcing.imports.schemas import GoodsAlreadyOut, GoodsIn, GoodsStartedOut
from commerce.sourcing.suppliers import service as suppliers
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.sourcing.suppliers.errors import SupplierClosed, SupplierNotFound
from commerce.sourcing.suppliers.models import Supplier, SupplierStatus
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock, plans
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

TASK: Final = "commerce.goods_imports.step"
OPEN: Final = (SupplierStatus.CONNECTED.value, SupplierStatus.PAUSED.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Goods to put on their way; `payload` is a file's product, None for a supplier's."""

    supplier_id: UUID | None
    external_id: str
    title: str
    payload: dict[str, Any] | None = None
    media: Sequence[dict[str, Any]] = ()
    """Pictures that were brought already, as rows keep them."""
    position: int | None = None


async def start(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    goods: Sequence[GoodsIn],
    *,
    actor: str,
) -> GoodsStartedOut:
    """Import goods of suppliers. Those on their way already, or in the store, are said and not
    begun again.

    Raises SupplierNotFound (404), SupplierClosed (409), AddressUnknown, Invalid (422) on the
    entry to blame, LimitReached (402).
    """
    known = {row.id: row for row in await suppliers.of_store(session, store.id)}
    wanted = [_named(kernel, known, one, f"goods.{n}") for n, one in enumerate(goods)]
    return await begin(
        kernel, session, store, wanted, origin=Origin.SUPPLIER, filename=None, actor=actor
    )


def _named(kernel: Kernel, known: Mapping[UUID, Supplier], one: GoodsIn, field: str) -> Wanted:
    if (one.external_id is None) == (one.url is None):
        words = "Say which product: by its id, or by its address."
        raise Invalid.on_field(f"{field}.external_id", words)
    if one.supplier_id is not None:
        row = known.get(one.supplier_id)
        if row is None:
            raise SupplierNotFound.on_field(f"{field}.supplier_id")
        if row.status not in OPEN:
            raise SupplierClosed.on_field(f"{field}.supplier_id")
        rows = [row]
    elif one.external_id is not None:
        raise Invalid.on_field(f"{field}.supplier_id", "Say which supplier has it.")
    else:
        rows = [row for row in known.values() if row.status in OPEN]
    if one.external_id is not None:
        return Wanted(rows[0].id, one.external_id, one.external_id)
    for row in rows:
        external_id = adapters_of(kernel).named(row.adapter).product_of(one.url or "")
        if external_id:
            return Wanted(row.id, external_id[:300], external_id)
    raise AddressUnknown.on_field(f"{field}.url")


async def begin(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    wanted: Sequence[Wanted],
    *,
    origin: Origin,
    filename: str | None,
    actor: str,
    job_id: UUID | None = None,
) -> GoodsStartedOut:
    """Put goods on their way, each once; what failed before is tried again, with what a file says
    of it now. `job_id`: of an import that comes in pieces. Raises LimitReached (402) where the plan
    has no room for all of them."""
    unique = list({(one.supplier_id, one.external_id): one for one in wanted}.values())
    there: dict[tuple[UUID | None, str], GoodsImportItem] = {}
    for supplier_id in sorted({one.supplier_id for one in unique}, key=str):
        named = [one.external_id for one in unique if one.supplier_id == supplier_id]
        found = await repository.same_goods(session, store.id, supplier_id, named)
        there.update({(supplier_id, key): row for key, row in found.items()})
    again = {key: row for key, row in there.items() if row.state == GoodsState.FAILED.value}
    fresh = [one for one in unique if (one.supplier_id, one.external_id) not in there]
    await _room(session, store, len(fresh) + len(again))
    job_id = job_id or new_id()
    ids: list[UUID] = []
    first = False
    if fresh or again:
        first = await repository.begin_job(
            session,
            {
                "tenant_id": store.tenant_id,
                "id": job_id,
                "store_id": store.id,
                "origin": origin.value,
                "filename": filename,
                "actor": actor,
                "created_at": clock.now(),
            },
        )
    if fresh:
        rows = [_row(store, job_id, n, one, actor) for n, one in enumerate(fresh)]
        begun = await repository.begin(session, rows)
        ids += [row["id"] for row in rows if row["id"] in begun]
        lost = [one for one, row in zip(fresh, rows, strict=True) if row["id"] not in begun]
        for one in lost:  # somebody else was faster
            found = await repository.same_goods(
                session, store.id, one.supplier_id, [one.external_id]
            )
            there.update({(one.supplier_id, key): row for key, row in found.items()})
    for n, (key, row) in enumerate(again.items()):
        row.job_id, row.position, row.actor = job_id, len(fresh) + n, actor
        rewind(row)
        _renew(row, next(one for one in unique if (one.supplier_id, one.external_id) == key))
        ids.append(row.id)
    await session.flush()
    for item_id in ids:
        turn = next((row.turn for row in again.values() if row.id == item_id), 0)
        await enqueue(kernel, session, store, item_id, turn)
    if first:
        await audit.record(
            session,
            tenant_id=store.tenant_id,
            actor=actor,
            action="goods_import.start",
            resource_type="goods_import",
            resource_id=job_id,
            store_id=store.id,
            after={"origin": origin.value, "filename": filename, "products": len(ids)},
        )
    already = [
        GoodsAlreadyOut(
            external_id=row.external_id,
            item_id=row.id,
            state=GoodsState(row.state),
            product_id=row.product_id,
            title=row.title,
        )
        for key, row in there.items()
        if key not in again
    ]
    return GoodsStartedOut(import_id=job_id if ids else None, item_ids=ids, already=already)


def _renew(row: GoodsImportItem, wanted: Wanted) -> None:
    """A file that comes again says what counts now, as long as nothing was made of the old one."""
    if wanted.payload is None or row.product_id is not None:
        return
    row.payload, row.title = wanted.payload, wanted.title[:500]
    row.image_url = _shown(wanted.payload["pictures"])
    row.media = list(wanted.media)
    if wanted.position is not None:
        row.position = wanted.position


def _shown(pictures: Sequence[str]) -> str | None:
    """The first that is an address: others are names of files."""
    return next((one for one in pictures if one.lower().startswith(("http://", "https://"))), None)


def rewind(row: GoodsImportItem) -> None:
    """Let what failed begin again: at its draft, where there is one, else at the supplier. Pictures
    that could not be had are asked for again."""
    kept = [one for one in row.media if not one.get("issue")]
    beside = GoodsState.PICTURES if len(kept) < len(row.media) else GoodsState.DRAFTED
    row.turn += 1
    row.error = row.settled_at = None
    row.media = kept
    row.state = (GoodsState.QUEUED if row.product_id is None else beside).value


async def enqueue(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item_id: UUID, turn: int
) -> None:
    """Let a worker take the next step."""
    args = {"store_id": str(store.id), "item_id": str(item_id), "turn": turn}
    await kernel.outbox.enqueue(session, TASK, args, tenant_id=store.tenant_id, queue="bulk")


async def _room(session: AsyncSession, store: StoreFacts, count: int) -> None:
    """Refuse now what the plan would refuse on the way; nothing is counted before a draft is
    made."""
    if not count:
        return
    savepoint = await session.begin_nested()
    try:
        await plans.check(
            session, tenant_id=store.tenant_id, name=plans.PRODUCTS, n=count, scope_id=store.id
        )
    finally:
        await savepoint.rollback()


def _row(store: StoreFacts, job_id: UUID, position: int, one: Wanted, actor: str) -> dict[str, Any]:
    now = clock.now()
    return {
        "tenant_id": store.tenant_id,
        "id": new_id(),
        "store_id": store.id,
        "job_id": job_id,
        "position": position if one.position is None else one.position,
        "state": GoodsState.QUEUED.value,
        "turn": 0,
        "supplier_id": one.supplier_id,
        "external_id": one.external_id,
        "title": one.title[:500],
        "image_url": _shown(one.payload["pictures"]) if one.payload is not None else None,
        "supplier_product_id": None,
        "product_id": None,
        "payload": one.payload,
        "media": list(one.media),
        "prices": {},
        "provenance": {},
        "checks": [],
        "error": None,
        "actor": actor,
        "settled_at": None,
        "created_at": now,
        "updated_at": now,
    }
