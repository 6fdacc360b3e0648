"""Segments: named parts of a store's customers, manual or by rules."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import refusing
from commerce.customers.errors import (
    CustomerNotFound,
    SegmentByRules,
    SegmentNameTaken,
    SegmentNotFound,
    TooManySegments,
)
from commerce.customers.models import Segment, SegmentKind
from commerce.customers.segments import repository
from commerce.customers.segments.rules import expression, stored
from commerce.customers.segments.schemas import (
    SegmentCountOut,
    SegmentIn,
    SegmentOut,
    SegmentPatch,
    SegmentPreviewIn,
)
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.accounts.service import fold_email
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.text import sort_key

MAX_SEGMENTS = 200
NAME_KEY = "uq_segments_tenant_id_store_id_name_key"


async def segments_of(session: AsyncSession, store_id: UUID, who: UUID | str) -> frozenset[UUID]:
    """The segments somebody is in now: a customer's id, or an e-mail of the store. Nobody the store
    knows is in none. At most two statements; one where the store has no segments."""
    person = fold_email(who) if isinstance(who, str) else who
    return await repository.of_customer(session, store_id, person, clock.now())


async def list_segments(session: AsyncSession, store_id: UUID) -> list[SegmentOut]:
    """All of the store's by name, with how many are in each."""
    found = await repository.all_of(session, store_id)
    counts = await repository.counts(session, store_id, found, clock.now())
    return [_out(segment, counts[segment.id]) for segment in found]


async def get(session: AsyncSession, store_id: UUID, segment_id: UUID) -> SegmentOut:
    """One. Raises SegmentNotFound (404)."""
    segment = await named(session, store_id, segment_id)
    return await _counted(session, segment)


async def named(
    session: AsyncSession, store_id: UUID, segment_id: UUID, *, lock: bool = False
) -> Segment:
    """The row. Raises SegmentNotFound (404)."""
    segment = await repository.one(session, store_id, segment_id, lock=lock)
    if segment is None:
        raise SegmentNotFound
    return segment


async def condition(session: AsyncSession, store_id: UUID, segment_id: UUID) -> ColumnElement[bool]:
    """What a customer's row fulfils that is in the segment. Raises SegmentNotFound (404)."""
    return repository.belongs(await named(session, store_id, segment_id), clock.now())


async def preview(session: AsyncSession, store_id: UUID, body: SegmentPreviewIn) -> SegmentCountOut:
    """How many customers fulfil conditions now."""
    condition = expression(body.match, body.conditions, clock.now())
    count, total = await repository.count(session, store_id, condition)
    return SegmentCountOut(count=count, of=total)


async def create(context: StoreContext, body: SegmentIn) -> SegmentOut:
    """Make a segment. Raises SegmentNameTaken, TooManySegments (409)."""
    session = context.session
    await repository.lock_names(session, context.store_id)
    if len(await repository.all_of(session, context.store_id)) >= MAX_SEGMENTS:
        raise TooManySegments
    now = clock.now()
    segment = Segment(
        tenant_id=context.tenant_id,
        id=new_id(),
        store_id=context.store_id,
        name=body.name,
        name_key=sort_key(body.name),
        kind=body.kind,
        match=body.match,
        conditions=[condition.model_dump(mode="json") for condition in body.conditions],
        created_at=now,
        updated_at=now,
    )
    session.add(segment)
    with refusing({NAME_KEY: SegmentNameTaken.on_field("name")}):
        await session.flush()
    await _audit(context, segment, "create", after=_facts(segment))
    return await _counted(session, segment)


async def update(context: StoreContext, segment_id: UUID, body: SegmentPatch) -> SegmentOut:
    """Change name or rules.

    Raises SegmentNotFound (404), SegmentNameTaken (409), Invalid (422) for conditions of a manual
    segment.
    """
    segment = await named(context.session, context.store_id, segment_id, lock=True)
    before = _facts(segment)
    if body.conditions is not None:
        if segment.kind != SegmentKind.RULES:
            raise Invalid.on_field("conditions", "A manual segment has no conditions.")
        segment.conditions = [c.model_dump(mode="json") for c in body.conditions]
    if body.match is not None:
        segment.match = body.match
    if body.name is not None:
        segment.name, segment.name_key = body.name, sort_key(body.name)
    if _facts(segment) != before:
        segment.updated_at = clock.now()
        with refusing({NAME_KEY: SegmentNameTaken.on_field("name")}):
            await context.session.flush()
        await _audit(context, segment, "update", before=before, after=_facts(segment))
    return await _counted(context.session, segment)


async def delete(context: StoreContext, segment_id: UUID) -> None:
    """Remove a segment; its customers stay. Raises SegmentNotFound (404)."""
    segment = await named(context.session, context.store_id, segment_id, lock=True)
    await context.session.delete(segment)
    await _audit(context, segment, "delete", before=_facts(segment))


async def add(context: StoreContext, segment_id: UUID, customers: Sequence[UUID]) -> SegmentOut:
    """Put customers into a manual segment; who is in stays in.

    Raises SegmentNotFound, CustomerNotFound (404), SegmentByRules (409).
    """
    segment = await _manual(context, segment_id)
    wanted = set(customers)
    before = await repository.present(context.session, context.store_id, list(wanted))
    if before != len(wanted):
        raise CustomerNotFound
    added = await repository.add_members(context.session, segment, list(wanted), clock.now())
    if added:
        after = {"added": sorted(str(customer) for customer in wanted)}
        await _audit(context, segment, "add_customers", after=after)
    return await _counted(context.session, segment)


async def remove(context: StoreContext, segment_id: UUID, customers: Sequence[UUID]) -> SegmentOut:
    """Take customers out of a manual segment.

    Raises SegmentNotFound (404), SegmentByRules (409); who is not in it is no refusal.
    """
    segment = await _manual(context, segment_id)
    if await repository.remove_members(context.session, segment, list(customers)):
        before = {"removed": sorted(str(customer) for customer in customers)}
        await _audit(context, segment, "remove_customers", before=before)
    return await _counted(context.session, segment)


async def _manual(context: StoreContext, segment_id: UUID) -> Segment:
    segment = await named(context.session, context.store_id, segment_id, lock=True)
    if segment.kind != SegmentKind.MANUAL:
        raise SegmentByRules
    return segment


async def _counted(session: AsyncSession, segment: Segment) -> SegmentOut:
    condition = repository.belongs(segment, clock.now())
    count, _ = await repository.count(session, segment.store_id, condition)
    return _out(segment, count)


async def _audit(context: StoreContext, segment: Segment, action: str, **facts: Any) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"segment.{action}",
        resource_type="segment",
        resource_id=segment.id,
        **facts,
    )


def _facts(segment: Segment) -> dict[str, Any]:
    return {
        "name": segment.name,
        "kind": segment.kind,
        "match": segment.match,
        "conditions": list(segment.conditions),
    }


def _out(segment: Segment, customers: int) -> SegmentOut:
    return SegmentOut.model_validate(
        {
            "id": segment.id,
            "name": segment.name,
            "kind": segment.kind,
            "match": segment.match,
            "conditions": stored(segment.conditions),
            "customers": customers,
            "created_at": segment.created_at,
            "updated_at": segment.updated_at,
        }
    )
