"""One record of another shop -> what of ours it is. A dry run says the same and writes nothing."""

from dataclasses import asdict, replace
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.catalog import service as catalog
from commerce.catalog.collections import contents
from commerce.catalog.collections import service as collections
from commerce.catalog.collections.schemas import CollectionIn, CollectionPatch
from commerce.catalog.schemas import PageSeoIn
from commerce.channels import repository
from commerce.channels.goods import incoming
from commerce.channels.models import ChannelLink, Entity, ItemAction, MigrationItem
from commerce.channels.outcome import Outcome
from commerce.channels.reading import STAGES, new_item
from commerce.channels.run import NoShelf, Run
from commerce.customers.book.schemas import AddressIn
from commerce.customers.people import taking as people
from commerce.customers.people.schemas import CustomerIn
from commerce.flows.import_products import import_product, look_up, preview_products
from commerce.flows.incoming import IncomingProduct, Issue
from commerce.orders.past import service as past
from commerce.stores.places import countries
from ecomm_connectors.channels.goods import ChannelGroup, ChannelProduct
from ecomm_connectors.channels.people import ChannelAddress, ChannelCustomer, ChannelOrder
from ecomm_core import clock
from ecomm_core.errors import AppError

MAX_TITLE: Final = 255
NOT_MADE: Final = UUID(int=0)
"""Stands for a product of a dry run."""
KEPT: Final = (
    "external_id",
    "number",
    "email",
    "currency",
    "payment",
    "fulfilment",
    "total",
    "subtotal",
    "discount",
    "shipping",
    "tax",
    "refunded",
    "tax_included",
    "shipping_name",
    "placed_at",
    "cancelled_at",
)
"""What of an order is kept as it was said."""


async def take(run: Run, session: AsyncSession, item: MigrationItem, record: Any) -> Outcome:
    """Make or update what of ours a record is; what says the same as the last time is passed."""
    entity = Entity(item.entity)
    known = (await repository.links(session, run.channel_id, entity, [item.external_id])).get(
        item.external_id
    )
    person = None if known is None or entity is not Entity.CUSTOMERS else known.local_id
    if person is not None and await people.is_gone(session, run.store, person):
        item.title = item.external_id  # whoever was forgotten is named nowhere again
        words = "This customer was deleted or forgotten here, and is left out."
        gone = Issue(item.row, None, "warning", "deleted_here", words)
        return Outcome(ItemAction.UNCHANGED.value, None, issues=[gone])
    if known is not None and known.hash == item.hash:
        # Pictures that could not be had the last time are tried again.
        pictured = isinstance(record, ChannelProduct) and bool(record.pictures)
        return Outcome(ItemAction.UNCHANGED.value, known.local_id, pictures=pictured)
    if entity is Entity.PRODUCTS:
        outcome = await _product(run, session, item, record, known)
    elif entity is Entity.GROUPS:
        outcome = await _group(run, session, item, record, known)
    elif entity is Entity.CUSTOMERS:
        outcome = await _customer(run, session, item, record, known)
    else:
        outcome = await _order(run, session, item, record, known)
    written = outcome.local_id is not None and outcome.action != ItemAction.SKIP.value
    if written and outcome.local_id is not None and not run.dry_run:
        await repository.link(
            session,
            run.store,
            run.channel_id,
            entity,
            item.external_id,
            outcome.local_id,
            item.hash,
        )
    return outcome


async def _product(
    run: Run,
    session: AsyncSession,
    item: MigrationItem,
    read: ChannelProduct,
    known: ChannelLink | None,
) -> Outcome:
    wanted, warnings = incoming(read, item.row, stock=known is None)
    if known is not None:
        # Renamed there, it stays what it is here: known by its link.
        handle = await catalog.handle_of(session, known.local_id)
        if handle is None:
            words = "This product was deleted here for good, and is left out."
            gone = Issue(item.row, None, "warning", "deleted_here", words)
            return Outcome(ItemAction.UNCHANGED.value, None, issues=[gone])
        wanted.handle = handle
    if run.dry_run:
        [had] = await look_up(run.kernel, session, run.store, [wanted])
        [found] = await preview_products(
            session,
            run.store,
            [wanted],
            [replace(had, taken={**had.taken, **await _claimed(run, session, item, wanted)})],
            creations=await repository.creations(session, run.job_id),
            shelf=NoShelf(),
        )
    else:
        found = await import_product(run.kernel, session, run.store, wanted, actor=run.actor)
    outcome = Outcome(
        found.action,
        found.product_id,
        [asdict(change) for change in found.changes],
        [*warnings, *found.issues],
        pictures=any(one.source not in found.stored for one in wanted.pictures),
    )
    if outcome.action != ItemAction.SKIP.value:
        slug = catalog.derived_slug(read.handle, "product")
        if found.product_id is not None:
            shown = await catalog.products_out(
                run.kernel, session, run.store, [found.product_id], clock.now()
            )
            slug = shown[found.product_id].slug
        outcome.follow = _moved(run, item, "product", read.path, f"/products/{slug}")
    return outcome


async def _claimed(
    run: Run, session: AsyncSession, item: MigrationItem, wanted: IncomingProduct
) -> dict[str, catalog.SkuOwner]:
    """SKUs that a product before this one would have by now: SKU -> that product."""
    if run.skus is None:
        run.skus = {
            key: (row, title)
            for row, title, keys in await repository.claimed_skus(session, run.job_id)
            for key in keys
        }
    found = {}
    for variant in wanted.variants:
        row, title = run.skus.get(catalog.same_sku(variant.sku or ""), (item.row, ""))
        if variant.sku and row != item.row:
            found[variant.sku] = catalog.SkuOwner(NOT_MADE, title)
    return found


def skus_of(run: Run, item: MigrationItem) -> dict[str, Any] | None:
    """What a dry run keeps of a product that it would take: what SKUs are no longer free."""
    if not run.dry_run or item.entity != Entity.PRODUCTS.value or item.payload is None:
        return None
    if item.action == ItemAction.SKIP.value:
        return None
    given = [one["sku"] for one in item.payload["variants"] if one["sku"]]
    keys = [catalog.same_sku(sku) for sku in given]
    if run.skus is not None:
        run.skus |= dict.fromkeys(keys, (item.row, item.title))
    return {"skus": keys}


async def _group(
    run: Run,
    session: AsyncSession,
    item: MigrationItem,
    read: ChannelGroup,
    known: ChannelLink | None,
) -> Outcome:
    slug = catalog.derived_slug(read.handle, "collection")
    links = await repository.links(session, run.channel_id, Entity.PRODUCTS, list(read.product_ids))
    inside = [links[one].local_id for one in read.product_ids if one in links]
    changes: list[dict[str, Any]] = [
        {"field": "title", "before": None, "after": read.title},
        {"field": "products", "before": None, "after": len(read.product_ids)},
    ]
    if run.dry_run:
        action = ItemAction.CREATE if known is None else ItemAction.UPDATE
        follow = _moved(run, item, "group", read.path, f"/collections/{slug}")
        return Outcome(action.value, known.local_id if known else None, changes, follow=follow)
    inside = await _still_there(run, session, inside)
    fields: dict[str, Any] = {
        "title": read.title[:MAX_TITLE],
        "description": read.description or None,
        "seo": PageSeoIn(
            title=read.seo_title[:255] or None, description=read.seo_description[:1000] or None
        ),
    }
    if known is None:
        body = CollectionIn(**fields, slug=slug, product_ids=inside)
        try:
            async with session.begin_nested():
                made = await collections.create_collection(
                    run.kernel, session, run.store, body, actor=run.actor
                )
        except AppError as error:
            if error.code != "slug_taken":
                raise
            made = await collections.create_collection(
                run.kernel,
                session,
                run.store,
                body.model_copy(update={"slug": None}),
                actor=run.actor,
            )
        action = ItemAction.CREATE
    else:
        made = await collections.update_collection(
            run.kernel,
            session,
            run.store,
            known.local_id,
            CollectionPatch(**fields),
            actor=run.actor,
        )
        await contents.arrange_products(
            run.kernel, session, run.store, made.id, inside, actor=run.actor
        )
        action = ItemAction.UPDATE
    follow = _moved(run, item, "group", read.path, f"/collections/{made.slug}")
    return Outcome(action.value, made.id, changes, follow=follow)


async def _still_there(run: Run, session: AsyncSession, ids: list[Any]) -> list[Any]:
    shown = await catalog.products_out(run.kernel, session, run.store, ids, clock.now())
    return [one for one in ids if one in shown]


async def _customer(
    run: Run,
    session: AsyncSession,
    item: MigrationItem,
    read: ChannelCustomer,
    known: ChannelLink | None,
) -> Outcome:
    issues: list[Issue] = []
    try:
        body = CustomerIn(
            email=read.email,
            name=read.name or read.email.partition("@")[0],
            phone=read.phone or None,
            note=read.note,
            tags=[tag for tag in read.tags if tag],
            marketing=read.marketing,
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0])
        fault = Issue(item.row, field, "error", "invalid", str(first["msg"]))
        return Outcome(ItemAction.SKIP.value, None, issues=[fault])
    addresses = []
    for one in read.addresses:
        try:
            addresses.append(_address(one))
        except ValidationError as error:
            first = error.errors()[0]
            words = f"An address was left out: {first['loc'][0]}: {first['msg']}"
            issues.append(Issue(item.row, "addresses", "warning", "address_invalid", words))
    action, customer_id = await people.take(
        run.kernel,
        session,
        run.store,
        body,
        addresses,
        actor=run.actor,
        dry_run=run.dry_run,
        known=known.local_id if known else None,
    )
    return Outcome(action, customer_id, issues=issues)


def _address(one: ChannelAddress) -> AddressIn:
    if one.country not in countries():
        return AddressIn.model_validate({**asdict(one), "country": ""})
    fields = asdict(one)
    empty = {name: fields[name] or None for name in ("line2", "state", "phone")}
    return AddressIn.model_validate({**fields, **empty})


async def _order(
    run: Run,
    session: AsyncSession,
    item: MigrationItem,
    read: ChannelOrder,
    known: ChannelLink | None,
) -> Outcome:
    """History: see `orders.past`. A guest's order is nobody's account's (rules §7)."""
    action = ItemAction.CREATE if known is None else ItemAction.UPDATE
    total = {"amount": read.total, "currency": read.currency}
    changes = [{"field": "total", "before": None, "after": total}]
    issues = []
    if read.test:
        words = "This was a test, nobody bought anything; it is left out."
        test = Issue(item.row, "test", "warning", "test_order", words)
        return Outcome(ItemAction.SKIP.value, None, issues=[test])
    if read.email == "":
        words = "This order has no e-mail address; it belongs to nobody."
        issues.append(Issue(item.row, "email", "warning", "no_email", words))
    if run.dry_run:
        return Outcome(action.value, known.local_id if known else None, changes, issues)
    people_of = await repository.links(
        session, run.channel_id, Entity.CUSTOMERS, [read.customer_id]
    )
    goods = await repository.links(
        session, run.channel_id, Entity.PRODUCTS, [one.product_id for one in read.lines]
    )
    owner = people_of.get(read.customer_id)
    fields = asdict(read)
    lines = [
        {
            **{
                name: value
                for name, value in asdict(one).items()
                if name not in {"external_id", "variant_id", "product_id", "taken"}
            },
            "product_id": str(goods[one.product_id].local_id) if one.product_id in goods else None,
        }
        for one in read.lines
    ]
    refunds = [
        {"amount": one.amount, "at": one.at and one.at.isoformat(), "reason": one.reason}
        for one in read.refunds
    ]
    order_id, new = await past.keep(
        session,
        run.store,
        {
            **{name: fields[name] for name in KEPT},
            "source_id": run.channel_id,
            "source": run.source,
            "customer_id": owner.local_id if owner else None,
            "address": None if read.address is None else asdict(read.address),
            "lines": lines,
            "refunds": refunds,
        },
    )
    action = ItemAction.CREATE if new else ItemAction.UPDATE
    return Outcome(action.value, order_id, changes, issues)


def _moved(
    run: Run, item: MigrationItem, kind: str, path: str, target: str
) -> list[dict[str, Any]]:
    """A redirect from where something was, unless it is there still."""
    if not path or path.rstrip("/").casefold() == target.casefold():
        return []
    wanted = {"external_id": f"{kind}:{item.external_id}", "path": path, "target": target}
    made = new_item(run, Entity.REDIRECTS, item.row, (wanted["external_id"], path), wanted)
    return [made | {"stage": STAGES[Entity.REDIRECTS]}]
