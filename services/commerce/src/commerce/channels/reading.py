"""First step of a migration: page by page, each written down with the cursor of the next in one
short transaction. A reader that was killed asks for the same page again, and nothing comes twice.
"""

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import repository
from commerce.channels.models import ChannelMigration, Entity, ItemAction, ItemState
from commerce.channels.run import Run
from ecomm_connectors.channels import Channel, Page
from ecomm_connectors.channels.goods import ChannelGroup, ChannelProduct, ChannelRedirect
from ecomm_connectors.channels.people import ChannelCustomer, ChannelOrder
from ecomm_core.ids import new_id

KINDS: Final[Mapping[Entity, TypeAdapter[Any]]] = {
    Entity.PRODUCTS: TypeAdapter(ChannelProduct),
    Entity.GROUPS: TypeAdapter(ChannelGroup),
    Entity.CUSTOMERS: TypeAdapter(ChannelCustomer),
    Entity.ORDERS: TypeAdapter(ChannelOrder),
    Entity.REDIRECTS: TypeAdapter(ChannelRedirect),
}
STAGES: Final = {entity: place for place, entity in enumerate(Entity)}


async def read_all(run: Run) -> bool:
    """Read what is not read yet, a page at least; False where the time is up before the end."""
    while True:
        async with run.transaction() as session:
            job = await run.job(session)
            if not run.goes_on(job):
                return True
            entity, place = _next(job)
        if entity is None:
            return True
        page = await _page(run.shop, entity, place.get("cursor"))
        async with run.transaction() as session:
            job = await run.job(session, lock=True)
            if run.goes_on(job) and _next(job) == (entity, place):
                await _keep(run, session, job, entity, place, page)
        if run.due():
            return False


def _next(job: ChannelMigration) -> tuple[Entity | None, dict[str, Any]]:
    for entity in Entity:
        place = job.cursors.get(entity.value)
        if place is not None and not place["done"]:
            return entity, dict(place)
    return None, {}


async def _page(shop: Channel, entity: Entity, cursor: str | None) -> Page[Any]:
    readers: Mapping[Entity, Callable[[str | None], Awaitable[Page[Any]]]] = {
        Entity.PRODUCTS: shop.products,
        Entity.GROUPS: shop.groups,
        Entity.CUSTOMERS: shop.customers,
        Entity.ORDERS: shop.orders,
        Entity.REDIRECTS: shop.redirects,
    }
    return await readers[entity](cursor)


async def _keep(
    run: Run,
    session: AsyncSession,
    job: ChannelMigration,
    entity: Entity,
    place: Mapping[str, Any],
    page: Page[Any],
) -> None:
    begin = int(place["read"])
    rows = [
        new_item(run, entity, begin + n, _named(one), payload(entity, one))
        for n, one in enumerate(page.items, 1)
    ]
    issues = []
    for n, lost in enumerate(page.unreadable, len(rows) + 1):
        left_out = new_item(run, entity, begin + n, (lost.external_id, lost.external_id), None)
        left_out |= {"state": ItemState.DONE.value, "action": ItemAction.SKIP.value}
        rows.append(left_out)
        issues.append(
            repository.issue_row(
                run.store, left_out, lost.field, "error", "unreadable", lost.reason
            )
        )
    await repository.add_items(session, rows)
    await repository.add_issues(session, issues)
    told = place["total"] if page.total is None else page.total
    fresh = {
        "cursor": page.cursor,
        "read": begin + len(rows),
        "total": told,
        "done": page.cursor is None,
    }
    job.cursors = {**job.cursors, entity.value: fresh}
    await session.flush()


def new_item(
    run: Run,
    entity: Entity,
    row: int,
    named: Sequence[str],
    wanted: dict[str, Any] | None,
) -> dict[str, Any]:
    """A record of the migration; `named`: (external id, title)."""
    text = json.dumps(wanted, sort_keys=True, ensure_ascii=False)
    return {
        "tenant_id": run.store.tenant_id,
        "id": new_id(),
        "store_id": run.store.id,
        "migration_id": run.job_id,
        "entity": entity.value,
        "stage": STAGES[entity],
        "row": row,
        "external_id": named[0][:300],
        "title": named[1][:300],
        "hash": hashlib.sha256(text.encode()).hexdigest(),
        "state": ItemState.WAITING.value,
        "action": ItemAction.UNCHANGED.value,
        "changes": [],
        "payload": wanted,
        "local_id": None,
        "next_picture": 0,
    }


def payload(entity: Entity, record: Any) -> dict[str, Any]:
    """A record as it waits."""
    found: dict[str, Any] = KINDS[entity].dump_python(record, mode="json")
    return found


def load(entity: Entity, waiting: Mapping[str, Any]) -> Any:
    """A record as it was read."""
    return KINDS[entity].validate_python(waiting)


def _named(one: Any) -> tuple[str, str]:
    for name in ("title", "number", "email", "path"):
        if getattr(one, name, ""):
            return one.external_id, getattr(one, name)
    return one.external_id, one.external_id
