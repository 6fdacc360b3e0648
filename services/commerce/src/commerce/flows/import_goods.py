"""import_goods: a supplier's product -> read there -> its pictures -> its price by rule -> its
words -> a draft with its ways -> checked -> waits for a person, or goes on sale.

Each product goes by itself, step by step (`STEPS`). A step asks outside with no transaction open,
and writes its effect and the next state in one: whoever is killed goes on at the step it was at,
and does nothing twice. A step that lost its turn (dismissed, retried meanwhile) changes nothing.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.flows import goods_pictures
from commerce.flows.incoming import Issue
from commerce.sourcing.goods import looking
from commerce.sourcing.goods import service as goods
from commerce.sourcing.imports import building, service
from commerce.sourcing.imports.checking import failing, judge
from commerce.sourcing.imports.content import CleaningWriter, ContentWriter, SourceText, Written
from commerce.sourcing.imports.events import GoodsImported
from commerce.sourcing.imports.models import WORKING, GoodsImportItem, GoodsState
from commerce.sourcing.mappings import service as mappings
from commerce.sourcing.mappings.schemas import MappingIn, PartIn
from commerce.sourcing.monitor.effects import follow_stock
from commerce.sourcing.price_rules import quoting
from commerce.sourcing.suppliers import service as suppliers
from commerce.sourcing.suppliers.adapters import adapters_of
from commerce.sourcing.suppliers.errors import SupplierClosed, SupplierNotFound
from commerce.sourcing.suppliers.models import Supplier
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from commerce.stores.errors import StoreNotFound
from ecomm_connectors.suppliers.errors import SupplierRefused
from ecomm_core import audit, clock
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery

TASK: Final = service.TASK
ACTOR: Final = "system"
GROUP: Final = 4
"""Pictures brought at the same time."""
MAX_ATTEMPTS: Final = 5
"""Of one step; then a person is told."""
STUCK: Final = "This step failed several times. Try again later."


@dataclass(frozen=True, slots=True)
class Work:
    """One step of one product. supplier None: from a file. pictures: addresses, all of them;
    brought: those of them that were. text: what its words are made of."""

    store: StoreFacts
    item_id: UUID
    turn: int
    state: GoodsState
    supplier: Supplier | None
    external_id: str
    pictures: Sequence[str]
    brought: frozenset[str]
    text: SourceText


@dataclass(frozen=True, slots=True)
class Failed:
    """Why a product cannot go on, for the merchant."""

    code: str
    message: str


def writer() -> ContentWriter:
    """Who writes the words of imported products."""
    return CleaningWriter()


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Work | None:
    """The step that is due, unless the product rests or another one has its turn."""
    try:
        row = await stores.get(session, UUID(delivery.args["store_id"]))
    except StoreNotFound:
        return None
    store = stores.facts_of(row)
    item_id = UUID(delivery.args["item_id"])
    item = await service.repository.item(session, store.id, item_id, lock=True)
    if item is None or item.turn != delivery.args["turn"] or item.state not in WORKING:
        return None
    if delivery.attempt > MAX_ATTEMPTS:
        await _fail(_kernel, session, item, Failed("stuck", STUCK))
        return None
    if item.state == GoodsState.QUEUED.value:
        item.state = GoodsState.READING.value
    return await _work(_kernel, session, store, item)


async def _work(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, item: GoodsImportItem
) -> Work:
    supplier = None
    says: Mapping[str, Any] = item.payload or {}
    names: list[str] = []
    title = item.title
    if item.supplier_id is not None:
        supplier = await suppliers.get(session, store.id, item.supplier_id)
        kinds = {kind.name: kind.title for kind in adapters_of(kernel).all()}
        names = [supplier.name, supplier.account_ref, kinds.get(supplier.adapter, "")]
        if item.supplier_product_id is not None:
            product = await goods.get(session, store.id, item.supplier_product_id)
            says, title = product.raw, product.title
            says = {**says, "pictures": says.get("images", [])}
    pictures = list(dict.fromkeys(says.get("pictures", [])))[: building.MAX_PICTURES]
    return Work(
        store=store,
        item_id=item.id,
        turn=item.turn,
        state=GoodsState(item.state),
        supplier=supplier,
        external_id=item.external_id,
        pictures=pictures,
        brought=frozenset(one["url"] for one in item.media),
        text=SourceText(
            title=title,
            description=says.get("description") or "",
            category=says.get("category"),
            names=[name for name in names if name],
        ),
    )


async def call(kernel: Kernel, work: Work) -> Any:
    """What the step asks of others; no transaction is open. Raises TemporaryFailure where somebody
    does not answer now: the step is tried again."""
    if work.state is GoodsState.READING:
        return await _ask(kernel, work)
    if work.state is GoodsState.PICTURES:
        group = [url for url in work.pictures if url not in work.brought][:GROUP]
        return await goods_pictures.bring(kernel, work.store, work.supplier, group)
    if work.state is GoodsState.PRICED:
        return await writer().write(work.text)
    return None


async def _ask(kernel: Kernel, work: Work) -> goods.Reading | Failed | None:
    if work.supplier is None:
        return None
    try:
        there = await suppliers.open_supplier(kernel, work.supplier)
        return await goods.read(there, work.external_id, [work.store.country])
    except SupplierRefused as refused:
        return Failed(refused.reason.value, refused.message[:300])
    except SupplierClosed as error:
        return Failed(error.code, error.text)


async def finish(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, work: Work, came: Any
) -> None:
    """Write the step's effect, and let the next one follow."""
    item = await service.repository.item(session, work.store.id, work.item_id, lock=True)
    if item is None or item.turn != work.turn or item.state != work.state.value:
        return
    if isinstance(came, Failed):
        await _fail(kernel, session, item, came)
        return
    try:
        async with session.begin_nested():
            await STEPS[work.state](kernel, session, work, item, came)
    except building.NothingToSell:
        await session.refresh(item)
        words = "The source offers nothing that can be bought."
        await _fail(kernel, session, item, Failed("nothing_to_sell", words))
        return
    except AppError as error:
        if error.code in {"stale", "slug_taken"}:
            raise  # somebody was faster: the step is tried again
        await session.refresh(item)
        await _fail(kernel, session, item, Failed(error.code, error.text[:500]))
        return
    item.turn += 1
    await session.flush()
    if item.state in WORKING:
        await service.enqueue(kernel, session, work.store, item.id, item.turn)
    else:
        await _tell(kernel, session, item)


async def _keep_reading(
    _kernel: Kernel, session: AsyncSession, work: Work, item: GoodsImportItem, came: Any
) -> None:
    """What the supplier said is written down, as any reading of it is."""
    if work.supplier is not None:
        try:
            row = await suppliers.get(session, work.store.id, work.supplier.id)
        except SupplierNotFound as error:
            raise SupplierClosed from error
        taken = await looking.keep(session, row, came, clock.now())
        item.supplier_product_id = taken.product.id
        item.title, item.image_url = taken.product.title, taken.product.image_url
    item.state = GoodsState.PICTURES.value


async def _keep_pictures(
    kernel: Kernel, session: AsyncSession, work: Work, item: GoodsImportItem, came: Any
) -> None:
    """The pictures that came lie beside all products until there is a draft. After the last ones,
    prices; where there is a draft already, they go on it."""
    media, fresh = list(item.media), []
    for url, image in came:
        if isinstance(image, Issue):
            media.append({"url": url, "issue": image.message.removeprefix("No picture: ")})
            continue
        entry = {"url": url, "sha256": image.sha256}
        if image.sha256 not in {one.get("sha256") for one in media}:
            row = await catalog.attach(session, work.store, image, product_id=None)
            entry["media_id"] = str(row.id)
            fresh.append(row.id)
        media.append(entry)
    rank = {url: n for n, url in enumerate(work.pictures)}
    item.media = sorted(media, key=lambda one: rank.get(one["url"], len(rank)))
    if item.product_id is not None:
        await goods_pictures.hang(kernel, session, work.store, item, fresh)
    if {one["url"] for one in media} < set(work.pictures):
        return
    if item.product_id is None:
        await _price(session, work, item)
    else:
        item.state = GoodsState.DRAFTED.value


async def _price(session: AsyncSession, work: Work, item: GoodsImportItem) -> None:
    """By the rule that would price them when they are sold."""
    if work.supplier is not None and item.supplier_product_id is not None:
        product = await goods.get(session, work.store.id, item.supplier_product_id)
        variants = await goods.repository.variants(session, [product.id])
        found = await quoting.quote(
            session, work.store, work.supplier, product, variants, clock.now()
        )
        item.prices = {str(key): building.stored(one) for key, one in found.items()}
    elif item.payload is not None:
        rows = enumerate(item.payload["variants"])
        costs = {n: row["cost"] for n, row in rows if not row["price"] and row["cost"]}
        made = await quoting.quote_costs(session, work.store, list(costs.values()))
        item.prices = {str(n): building.stored(one) for n, one in zip(costs, made, strict=True)}
    item.state = GoodsState.PRICED.value


async def _draft(
    kernel: Kernel, session: AsyncSession, work: Work, item: GoodsImportItem, came: Any
) -> None:
    """The product, its ways to be got, and where each of its fields is from."""
    written: Written = came
    store, now = work.store, clock.now()
    raw: Mapping[str, Any] = {}
    payload: Mapping[str, Any] = {}
    if work.supplier is not None and item.supplier_product_id is not None:
        product = await goods.get(session, store.id, item.supplier_product_id)
        raw = product.raw
        rows = await goods.repository.variants(session, [product.id])
        sellable = building.from_supplier(rows, item.prices)
        said = {"source": "supplier", "by": work.supplier.name, "reference": item.external_id}
    else:
        payload = item.payload or {}
        sellable = building.from_file(payload, item.prices)
        said = {"source": "file", "by": payload["filename"], "reference": item.external_id}
    draft = building.draft(
        store.currency,
        written,
        sellable,
        fallback=item.external_id,
        manufacturer=raw.get("manufacturer") or {},
        media_ids=[UUID(one["media_id"]) for one in item.media if "media_id" in one],
        vendor=payload.get("vendor"),
        tags=payload.get("tags") or (),
    )
    made = await catalog.create_product(kernel, session, store, draft.body, actor=item.actor)
    item.product_id = made.id
    shown = (await catalog.products_out(kernel, session, store, [made.id], now))[made.id]
    ids = [variant.id for variant in shown.variants]
    await _map(session, store, ids, draft.variants, item.actor)
    await follow_stock(kernel, session, store, ids, now)
    original = {
        "title": work.text.title,
        "description": work.text.description[:20_000],
        "category": work.text.category,
    }
    item.provenance = {
        "fields": building.fields_of(draft, written, source=said, original=original, at=now),
        "variants": building.sources_of(draft, ids, source=said, at=now),
    }
    # What the catalogue keeps of a description is what is compared with later.
    if "description" in item.provenance["fields"]:
        item.provenance["fields"]["description"]["value"] = shown.description
    for media in shown.media:
        await catalog.describe_picture(
            kernel, session, store, media.id, shown.title, actor=item.actor
        )
    item.state = GoodsState.DRAFTED.value


async def _map(
    session: AsyncSession,
    store: StoreFacts,
    variant_ids: Sequence[UUID],
    variants: Sequence[building.Sellable],
    actor: str,
) -> None:
    for variant_id, one in zip(variant_ids, variants, strict=True):
        for n, part in enumerate(one.parts):
            body = MappingIn(
                variant_id=variant_id,
                priority=n + 1,
                parts=[PartIn(supplier_variant_id=part, quantity=1)],
            )
            await mappings.create(session, store, body, actor=actor)


async def _judge(
    kernel: Kernel, session: AsyncSession, work: Work, item: GoodsImportItem, _came: Any
) -> None:
    """It waits for a person, unless all is well and the store wants that published."""
    product = await service.draft_of(kernel, session, work.store, item)
    if product is None:
        raise building.NothingToSell
    item.checks = await judge(session, work.store, item, product, clock.now())
    item.state = GoodsState.NEEDS_REVIEW.value
    wanted = await service.settings(session, work.store)
    if wanted.auto_publish and not failing(item.checks):
        await service.put_on_sale(kernel, session, work.store, [item], actor=ACTOR)
        await audit.record(
            session,
            tenant_id=item.tenant_id,
            actor=ACTOR,
            action="goods_import.publish",
            resource_type="goods_import_item",
            resource_id=item.id,
            store_id=item.store_id,
            after={"product_id": str(item.product_id)},
        )


Step = Callable[[Kernel, AsyncSession, Work, GoodsImportItem, Any], Awaitable[None]]
STEPS: Final[Mapping[GoodsState, Step]] = {
    GoodsState.READING: _keep_reading,
    GoodsState.PICTURES: _keep_pictures,
    GoodsState.PRICED: _draft,
    GoodsState.DRAFTED: _judge,
}
"""State -> what is written when that step is done; each moves the product on."""


async def _fail(kernel: Kernel, session: AsyncSession, item: GoodsImportItem, why: Failed) -> None:
    item.state, item.settled_at = GoodsState.FAILED.value, clock.now()
    item.error = {"code": why.code, "message": why.message}
    item.turn += 1
    await session.flush()
    await _tell(kernel, session, item)


async def _tell(kernel: Kernel, session: AsyncSession, item: GoodsImportItem) -> None:
    await kernel.outbox.emit(
        session,
        GoodsImported(
            job_id=item.job_id,
            product_id=item.product_id,
            title=item.title,
            state=item.state,
            error=item.error["code"] if item.error else None,
        ),
        tenant_id=item.tenant_id,
        store_id=item.store_id,
        resource_id=item.id,
    )
