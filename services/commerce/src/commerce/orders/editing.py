"""What merchants change on an order without moving goods or money: holds, notes, tags, address."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from commerce.orders import repository
from commerce.orders.edit_schemas import OrderPatch
from commerce.orders.errors import AddressFixed, NoteNotFound
from commerce.orders.models import OrderStatus
from commerce.orders.states import LIFECYCLE
from commerce.stores.contexts import StoreContext
from ecomm_core import audit
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.text import search_key

_STATUS = text(
    """update orders set status = :status, hold_reason = :reason, updated_at = :now
        where id = :id"""
)

_EDIT = text(
    """update orders set email = :email, shipping_address = :address, tags = :tags,
              search_text = :search, updated_at = :now where id = :id"""
).bindparams(bindparam("address", type_=JSONB()), bindparam("tags", type_=ARRAY(Text())))

_TAGS = text("update orders set tags = :tags where id = :id").bindparams(
    bindparam("tags", type_=ARRAY(Text()))
)

_NOTE = text(
    """insert into order_notes (tenant_id, id, store_id, order_id, at, text, actor)
       values (:tenant, :id, :store, :order, :now, :text, :actor)"""
)

_UNNOTE = text(
    "delete from order_notes where id = :id and order_id = :order and store_id = :store returning 1"
)

MAX_TAGS = 30


class Hand(Protocol):
    """Who changes an order, where: a merchant's context, or a worker of ours."""

    @property
    def session(self) -> AsyncSession: ...

    @property
    def tenant_id(self) -> UUID: ...

    @property
    def store_id(self) -> UUID: ...

    @property
    def actor(self) -> str: ...


async def move(
    context: Hand, order: Any, wanted: OrderStatus, *, reason: str | None, now: datetime
) -> None:
    """Hold a locked order, or let it go on. Raises IllegalTransition (409)."""
    LIFECYCLE.check(OrderStatus(order.status), wanted)
    values = {"id": order.id, "status": wanted, "reason": reason, "now": now}
    await context.session.execute(_STATUS, values)
    held = wanted is OrderStatus.ON_HOLD
    await _say(
        context,
        order,
        kind="held" if held else "released",
        message="The order is on hold; nothing ships." if held else "The order goes on.",
        action="order.hold" if held else "order.release",
        before={"status": order.status},
        after={"status": str(wanted), "reason": reason},
        now=now,
    )


async def add_note(context: StoreContext, order: Any, words: str, now: datetime) -> UUID:
    """Write a note for the merchant's people; its id."""
    note_id = new_id()
    await context.session.execute(
        _NOTE,
        {
            "tenant": context.tenant_id,
            "id": note_id,
            "store": context.store_id,
            "order": order.id,
            "now": now,
            "text": words,
            "actor": context.actor,
        },
    )
    await _audit(context, order, "order.note", None, {"note_id": str(note_id)})
    return note_id


async def inherit(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    order_id: UUID,
    tags: Sequence[str],
    note: str | None,
    actor: str,
    now: datetime,
) -> None:
    """Give a new order the tags and the note that were written before it was one."""
    if tags:
        await session.execute(_TAGS, {"id": order_id, "tags": list(tags)})
    if note:
        values = {"tenant": tenant_id, "id": new_id(), "store": store_id, "order": order_id}
        await session.execute(_NOTE, {**values, "now": now, "text": note, "actor": actor})


async def drop_note(context: StoreContext, order: Any, note_id: UUID) -> None:
    """Delete a note. Raises NoteNotFound (404)."""
    values = {"id": note_id, "order": order.id, "store": context.store_id}
    if (await context.session.execute(_UNNOTE, values)).first() is None:
        raise NoteNotFound
    await _audit(context, order, "order.note_delete", {"note_id": str(note_id)}, None)


async def patch(context: StoreContext, order: Any, body: OrderPatch, now: datetime) -> None:
    """Write another e-mail address, shipping address or other tags of a locked order.

    Raises AddressFixed (409) once a parcel has left or the order is over, Invalid (422) for another
    country.
    """
    given = body.model_fields_set
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    email, address, tags = order.email, dict(order.shipping_address), list(order.tags)
    if "email" in given and body.email is not None and body.email != email:
        before["email"], email = email, str(body.email)
        after["email"] = email
    if "shipping_address" in given and body.shipping_address is not None:
        wanted = body.shipping_address.model_dump(mode="json", exclude_none=True)
        if wanted != {k: v for k, v in address.items() if v is not None}:
            await _refuse_address(context, order, wanted)
            before["shipping_address"], address = address, wanted
            after["shipping_address"] = wanted
    if "tags" in given and body.tags is not None:
        wanted_tags = distinct(body.tags)
        if wanted_tags != tags:
            before["tags"], tags = tags, wanted_tags
            after["tags"] = tags
    if not after:
        return
    await _write(context.session, order, email, address, tags, now)
    spoken = set(after) - {"tags"}
    if spoken:
        await _say(
            context,
            order,
            kind="edited",
            message=_WORDS[frozenset(spoken)],
            action="order.edit",
            before=before,
            after=after,
            now=now,
        )
    else:
        await _audit(context, order, "order.edit", before, after)


_WORDS = {
    frozenset({"email"}): "The e-mail address was changed.",
    frozenset({"shipping_address"}): "The shipping address was changed.",
    frozenset({"email", "shipping_address"}): "E-mail and shipping address were changed.",
}


async def change_tags(
    context: StoreContext,
    order: Any,
    *,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    now: datetime,
) -> None:
    """Add and remove tags of a locked order. Raises Invalid (422) above 30."""
    gone = {tag.casefold() for tag in remove}
    tags = [tag for tag in distinct([*order.tags, *add]) if tag.casefold() not in gone]
    if len(tags) > MAX_TAGS:
        raise Invalid.on_field("tags", f"An order has {MAX_TAGS} tags at most.")
    if tags == list(order.tags):
        return
    await _write(context.session, order, order.email, order.shipping_address, tags, now)
    await _audit(context, order, "order.edit", {"tags": list(order.tags)}, {"tags": tags})


def distinct(tags: Sequence[str]) -> list[str]:
    """The tags without repetitions, whatever the letters' case; the first spelling stays."""
    found: dict[str, str] = {}
    for tag in tags:
        found.setdefault(tag.casefold(), tag)
    return list(found.values())


async def _write(
    session: AsyncSession,
    order: Any,
    email: str,
    address: dict[str, Any],
    tags: Sequence[str],
    now: datetime,
) -> None:
    words = f"{email} {address['name']} {address['city']}"
    await session.execute(
        _EDIT,
        {
            "id": order.id,
            "email": email,
            "address": address,
            "tags": list(tags),
            "search": search_key(words),
            "now": now,
        },
    )


async def _refuse_address(context: StoreContext, order: Any, wanted: dict[str, Any]) -> None:
    if order.status not in (OrderStatus.OPEN, OrderStatus.ON_HOLD, OrderStatus.PENDING):
        raise AddressFixed
    items = await repository.items(context.session, order.id)
    if any(item.fulfilled_quantity for item in items):
        raise AddressFixed
    if wanted["country"] != order.shipping_address["country"]:
        raise Invalid.on_field(
            "shipping_address.country",
            "The country decided taxes and shipping. Cancel this order and make a new one.",
        )


async def _say(
    context: Hand,
    order: Any,
    *,
    kind: str,
    message: str,
    action: str,
    before: dict[str, Any],
    after: dict[str, Any],
    now: datetime,
) -> None:
    await repository.note(
        context.session,
        {
            "tenant_id": context.tenant_id,
            "id": new_id(),
            "store_id": context.store_id,
            "order_id": order.id,
            "at": now,
            "kind": kind,
            "message": message,
            "actor": context.actor,
            "data": {"before": before, "after": after},
        },
    )
    await _audit(context, order, action, before, after)


async def _audit(
    context: Hand,
    order: Any,
    action: str,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=action,
        resource_type="order",
        resource_id=order.id,
        before=before,
        after=after,
    )
