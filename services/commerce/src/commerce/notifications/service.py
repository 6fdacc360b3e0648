"""What a person was told, and what they want to be told: the public face of this folder."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from commerce.notifications import repository
from commerce.notifications.errors import ChosenTwice
from commerce.notifications.kinds import (
    KEPT,
    Email,
    NotificationKind,
    default_email,
    kinds_for,
)
from commerce.notifications.schemas import (
    ChoiceOut,
    MarkedOut,
    MarkIn,
    NamedStoreOut,
    NotificationFacts,
    NotificationOut,
    PreferencesIn,
    PreferencesOut,
    StoreChoiceOut,
)
from commerce.reads import notified
from commerce.reads.notified import Place, Reader, Wanted
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.api.auth import TenantContext
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

ROUNDS = 100
"""Of one run of the clean-up; what is left is the next one's."""


def reader_in(context: TenantContext) -> Reader:
    """The caller, held to what they may see now."""
    return Reader(context.claims.subject, context.store_ids, kinds_for(context.held))


async def listed(
    context: TenantContext, wanted: Wanted, *, after: Place | None, offset: int, limit: int
) -> tuple[list[NotificationOut], int, Place | None]:
    """(a page, how many there are, where the next one begins)."""
    rows, total = await notified.list_seen(
        context.session, reader_in(context), wanted, after=after, offset=offset, limit=limit
    )
    full = len(rows) == limit
    place = (rows[-1].read_at is None, rows[-1].at, rows[-1].id) if full and rows else None
    return [out(row) for row in rows], total, place


async def unread(context: TenantContext) -> int:
    """How many the bell shows."""
    return await notified.count_unread(context.session, reader_in(context))


async def mark(context: TenantContext, body: MarkIn) -> MarkedOut:
    """Mark as read or unread; what is not the caller's is passed over in silence, like what is
    marked already."""
    wanted = Wanted(kinds=() if body.kind is None else (body.kind.value,), store_id=body.store_id)
    changed = await repository.mark(
        context.session,
        reader_in(context),
        wanted,
        ids=body.ids,
        until=body.until,
        read_at=clock.now() if body.read else None,
    )
    return MarkedOut(changed=changed, unread=await unread(context))


async def preferences(context: TenantContext) -> PreferencesOut:
    """The caller's choices, in the stores they enter now."""
    user_id = context.claims.subject
    chosen = await repository.preferences(context.session, user_id)
    stores = await notified.stores_entered(context.session, context.store_ids)
    person = await notified.person(context.session, context.tenant_id, user_id)
    every = {row.kind: row for row in chosen if row.store_id is None}
    kinds = [NotificationKind(kind) for kind in kinds_for(context.held)]
    return PreferencesOut(
        everywhere=[_everywhere(context, kind, every.get(kind.value)) for kind in kinds],
        stores=[
            StoreChoiceOut(
                store_id=row.store_id,
                kind=NotificationKind(row.kind),
                in_app=row.in_app,
                email=Email(row.email),
            )
            for row in chosen
            if row.store_id in stores and row.kind in kinds
        ],
        may_choose=[NamedStoreOut(id=one, name=name) for one, name in stores.items()],
        address=person.address,
        mailable=person.mailable,
    )


def _everywhere(context: TenantContext, kind: NotificationKind, row: Any) -> ChoiceOut:
    usual = row is None
    return ChoiceOut(
        kind=kind,
        in_app=True if usual else row.in_app,
        email=default_email(kind, context.role) if usual else Email(row.email),
        usual=usual,
    )


async def set_preferences(context: TenantContext, body: PreferencesIn) -> PreferencesOut:
    """Write the caller's choices anew. Raises StoreNotFound (404), ChosenTwice (422)."""
    stores = await notified.stores_entered(context.session, context.store_ids)
    if any(choice.store_id not in stores for choice in body.stores):
        raise StoreNotFound
    places: list[tuple[UUID | None, NotificationKind]] = [
        *((None, choice.kind) for choice in body.everywhere),
        *((choice.store_id, choice.kind) for choice in body.stores),
    ]
    if len(set(places)) < len(places):
        raise ChosenTwice.on_field("everywhere", ChosenTwice.message)
    rows = [
        {
            "id": str(new_id()),
            "store_id": None if store_id is None else str(store_id),
            "kind": choice.kind.value,
            "in_app": choice.in_app,
            "email": choice.email.value,
        }
        for (store_id, _), choice in zip(places, [*body.everywhere, *body.stores], strict=True)
    ]
    await repository.set_preferences(
        context.session,
        context.tenant_id,
        context.claims.subject,
        frozenset(stores) if context.store_ids is not None else None,
        rows,
    )
    return await preferences(context)


def out(row: Any) -> NotificationOut:
    """A row as its reader sees it."""
    facts = {name: row.facts.get(name) for name in NotificationFacts.model_fields}
    return NotificationOut(
        id=row.id,
        kind=row.kind,
        store_id=row.store_id,
        store_name=row.store_name,
        resource_type=row.resource_type,
        resource_id=row.resource_id,
        facts=NotificationFacts.model_validate(facts),
        units=row.units,
        at=row.at,
        read_at=row.read_at,
    )


async def clean_up(kernel: Kernel, *, kept: timedelta = KEPT) -> None:
    """Delete what was told longer ago than `kept`, read or not, a batch at a time."""
    pool = await kernel.database.reads()
    until: datetime = clock.now() - kept
    for _ in range(ROUNDS):
        rows = await pool.fetch(
            "select tenant_id, notification_id from stale_notifications($1, $2)",
            until,
            repository.AT_ONCE,
        )
        theirs: dict[UUID, list[UUID]] = {}
        for row in rows:
            theirs.setdefault(row["tenant_id"], []).append(row["notification_id"])
        for tenant_id, ids in theirs.items():
            async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
                await repository.delete(session, ids)
        if len(rows) < repository.AT_ONCE:
            return
