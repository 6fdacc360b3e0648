"""Orders come in: each is read as it stands there, and brings the shelf here to what it holds now.

What an order did here is written on its lines, so hearing it again, in any order, does nothing
more: only the difference to what the line already holds is taken or given back.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.publishing import seeing
from commerce.channels.sync import repository
from commerce.channels.sync.linking import link
from commerce.channels.sync.models import ChannelOrder, ChannelOrderLine, ChannelSync, Happening
from commerce.channels.sync.turn import Turn
from commerce.inventory import service as inventory
from ecomm_connectors.channels import ChannelRefused, Refusal
from ecomm_connectors.channels.goods import Unreadable
from ecomm_connectors.channels.people import ChannelLine
from ecomm_connectors.channels.people import ChannelOrder as OrderThere
from ecomm_connectors.channels.port import HintKind, Page
from ecomm_core import clock
from ecomm_core.ids import new_id

OVERLAP: Final = timedelta(minutes=2)
"""Read again each time: an order may be written there a moment after a younger one."""
GONE: Final = frozenset({Refusal.NOT_FOUND, Refusal.INVALID})


async def hear(turn: Turn) -> bool:
    """What webhooks hinted at, then every order that changed since the last time: whatever they
    lost. False where the time is up before the end."""
    return await _hinted(turn) and await _polled(turn)


async def _hinted(turn: Turn) -> bool:
    while True:
        async with turn.transaction() as (session, _):
            waiting = await repository.unheard(session, turn.channel_id)
        if not waiting:
            return True
        about: dict[tuple[str, str], list[UUID]] = {}
        for row in waiting:
            about.setdefault((row.kind, row.external_id), []).append(row.id)
        for (kind, external_id), ids in about.items():
            if turn.due():
                return False
            await _hint(turn, kind, external_id, ids)


async def _hint(turn: Turn, kind: str, external_id: str, ids: Sequence[UUID]) -> None:
    """The hint itself is believed in nothing: what it names is read."""
    order = product = None
    unread: list[Unreadable] = []
    gone = False
    try:
        if kind == HintKind.ORDER.value:
            order = await turn.shop.order(external_id)
        elif kind == HintKind.PRODUCT.value:
            product = await turn.shop.product(external_id)
    except ChannelRefused as error:
        if error.reason not in GONE:
            raise
        if kind == HintKind.ORDER.value and error.reason is Refusal.INVALID:
            unread.append(Unreadable(external_id, "", error.message))
        gone = error.reason is Refusal.NOT_FOUND
    async with turn.transaction() as (session, row):
        if order is not None:
            await take(turn, session, row, order)
        await _tell_unread(turn, session, unread)
        if product is not None:
            await link(turn, session, [product])
            await seeing.see(session, turn.channel_id, [product])
        elif kind == HintKind.PRODUCT.value and gone:
            await seeing.gone(session, turn.channel_id, external_id)
        if kind == HintKind.PRODUCT.value:
            await repository.read_again(session, turn.channel_id, product_ref=external_id)
        elif kind == HintKind.STOCK.value:
            await repository.read_again(session, turn.channel_id, stock_key=external_id)
        await repository.heard(session, ids, clock.now())


async def _polled(turn: Turn) -> bool:
    while True:
        async with turn.transaction() as (_, row):
            cursor, since = row.orders_cursor, row.orders_since
        page = await _page(turn, cursor, since)
        for order in page.items:
            async with turn.transaction() as (session, row):
                await take(turn, session, row, order)
        async with turn.transaction() as (session, row):
            await _tell_unread(turn, session, page.unreadable)
            told = [one.updated_at for one in page.items if one.updated_at is not None]
            newest = max([*told, row.orders_newest or since])
            row.orders_cursor, row.orders_newest = page.cursor, newest
            if page.cursor is None:
                row.orders_since = max(since, newest - OVERLAP)
            await session.flush()
        if page.cursor is None:
            return True
        if turn.due():
            return False


async def _page(turn: Turn, cursor: str | None, since: datetime) -> Page[OrderThere]:
    try:
        return await turn.shop.orders(cursor, since=since)
    except ChannelRefused:
        if cursor is not None:
            # It may be the place that it no longer knows: the next turn begins anew.
            async with turn.transaction() as (_, row):
                row.orders_cursor = None
        raise


async def _tell_unread(turn: Turn, session: AsyncSession, orders: Sequence[Unreadable]) -> None:
    """Orders that cannot be read take nothing: that is said, once for each."""
    if not orders:
        return
    names = [one.external_id for one in orders]
    known = await repository.told_before(session, turn.channel_id, Happening.UNREADABLE, names)
    for one in orders:
        if one.external_id not in known:
            note = f"{one.field}: {one.reason}" if one.field else one.reason
            await turn.note(session, Happening.UNREADABLE, one.external_id, note=note)


async def take(turn: Turn, session: AsyncSession, row: ChannelSync, read: OrderThere) -> None:
    """Bring the shelf to what an order holds now. Orders from before the switch was set are none of
    ours: their units had left the shelf by then."""
    order = await repository.order(session, turn.channel_id, read.external_id)
    if order is None:
        if read.placed_at < row.started_at:
            return
        order = ChannelOrder(
            tenant_id=turn.store.tenant_id,
            id=new_id(),
            store_id=turn.store.id,
            channel_id=turn.channel_id,
            external_id=read.external_id,
            placed_at=read.placed_at,
            changed_at=None,
        )
        session.add(order)
    elif order.changed_at and read.updated_at and read.updated_at < order.changed_at:
        return  # read before what is written here
    order.number, order.currency, order.total = read.number[:60], read.currency, read.total
    order.changed_at = read.updated_at
    order.cancelled = read.cancelled_at is not None
    order.fulfilled = read.fulfilment == "fulfilled"
    await session.flush()
    await _lines(turn, session, order, read)


async def _lines(turn: Turn, session: AsyncSession, order: ChannelOrder, read: OrderThere) -> None:
    known = {line.external_id: line for line in await repository.lines(session, [order.id])}
    refs = [line.variant_id or line.product_id for line in read.lines]
    ours = await repository.linked(session, turn.channel_id, [ref for ref in refs if ref])
    there: dict[str, ChannelLine] = {}
    for told, ref in zip(read.lines, refs, strict=True):
        there[told.external_id] = told
        if told.external_id not in known:
            known[told.external_id] = _fresh(turn, order, told)
            session.add(known[told.external_id])
        if known[told.external_id].variant_id is None:
            known[told.external_id].variant_id = ours.get(ref)
    await session.flush()
    await inventory.hold_still(
        session,
        turn.store.id,
        [line.variant_id for line in known.values() if line.variant_id is not None],
    )
    was = {line.id: (line.units, line.oversold) for line in known.values()}
    for line in sorted(known.values(), key=lambda one: (str(one.variant_id), one.external_id)):
        if line.variant_id is not None:
            held = there[line.external_id].taken if line.external_id in there else 0
            await _hold(turn, session, order, line, held)
    await _tell(turn, session, order, list(known.values()), was)
    if order.fulfilled or order.cancelled:
        await _leave(turn, session, order, list(known.values()))
    await session.flush()


def _fresh(turn: Turn, order: ChannelOrder, line: ChannelLine) -> ChannelOrderLine:
    title = f"{line.title}, {line.variant_title}" if line.variant_title else line.title
    return ChannelOrderLine(
        tenant_id=turn.store.tenant_id,
        id=new_id(),
        store_id=turn.store.id,
        channel_id=turn.channel_id,
        order_id=order.id,
        external_id=line.external_id,
        title=title[:300],
        sku=line.sku,
        quantity=line.quantity,
        variant_id=None,
        parts={},
        units=0,
        gone=0,
        oversold=0,
        waived=0,
    )


async def _hold(
    turn: Turn, session: AsyncSession, order: ChannelOrder, line: ChannelOrderLine, held: int
) -> None:
    """The line holds `held` units there: take what it does not hold here yet, or give back."""
    if line.variant_id is None:
        raise TypeError("a line that is not linked holds nothing")
    more = held - (line.units + line.oversold + line.waived)
    if more == 0:
        return
    await repository.drifted(session, turn.channel_id, line.variant_id, -more)
    if more > 0:
        line.oversold += more
        await fill(turn, session, order, line, more)
        return
    back = -more
    for name in ("waived", "oversold"):
        part = min(getattr(line, name), back)
        setattr(line, name, getattr(line, name) - part)
        back -= part
    waiting = min(line.units - line.gone, back)
    left = back - waiting
    await inventory.put_back_elsewhere(
        session,
        outbox=turn.kernel.outbox,
        store_id=turn.store.id,
        parts=parts_of(line),
        waiting=waiting,
        left=left,
        actor=turn.actor,
        reference=reference(turn, order),
        now=clock.now(),
    )
    line.units, line.gone = line.units - back, line.gone - left


async def fill(
    turn: Turn, session: AsyncSession, order: ChannelOrder, line: ChannelOrderLine, most: int
) -> int:
    """Take up to `most` of a line's oversold units, if they are here; how many were."""
    if line.variant_id is None or most <= 0:
        return 0
    sold = await inventory.sell_elsewhere(
        session,
        outbox=turn.kernel.outbox,
        store_id=turn.store.id,
        variant_id=line.variant_id,
        quantity=most,
        actor=turn.actor,
        reference=reference(turn, order),
        now=clock.now(),
    )
    if sold.units:
        line.parts = {str(part): count for part, count in sold.parts.items()}
    line.units, line.oversold = line.units + sold.units, line.oversold - sold.units
    return sold.units


async def _leave(
    turn: Turn, session: AsyncSession, order: ChannelOrder, lines: Sequence[ChannelOrderLine]
) -> None:
    """What was shipped there has left; what a cancelled order did not put back is written off, as
    it is there."""
    moved = 0
    for line in lines:
        waiting = line.units - line.gone
        if not waiting:
            continue
        values: dict[str, Any] = {
            "outbox": turn.kernel.outbox,
            "store_id": turn.store.id,
            "quantities": {part: waiting * count for part, count in parts_of(line).items()},
            "actor": turn.actor,
            "reference": reference(turn, order),
            "now": clock.now(),
        }
        if order.fulfilled:
            await inventory.ship(session, **values)
        else:
            await inventory.uncommit(session, restock=False, **values)
        line.gone, moved = line.units, moved + waiting
    if moved:
        await turn.note(session, Happening.SHIPPED, order.number, after=moved)


async def _tell(
    turn: Turn,
    session: AsyncSession,
    order: ChannelOrder,
    lines: Sequence[ChannelOrderLine],
    was: dict[UUID, tuple[int, int]],
) -> None:
    taken = sum(max(line.units - was[line.id][0], 0) for line in lines)
    back = sum(max(was[line.id][0] - line.units, 0) for line in lines)
    if taken:
        await turn.note(session, Happening.ORDER_TAKEN, order.number, after=taken)
    if back:
        await turn.note(session, Happening.GIVEN_BACK, order.number, after=back)
    for line in lines:
        if line.oversold > was[line.id][1]:
            await turn.note(
                session,
                Happening.OVERSOLD,
                line.title,
                variant_id=line.variant_id,
                after=line.oversold,
                note=order.number,
            )


async def fill_all(turn: Turn) -> None:
    """Units that came meanwhile go to the oldest sales that had none."""
    async with turn.transaction() as (session, _):
        lines = await repository.oversold(session, turn.channel_id)
        # Sales have their own order; items are locked in that of everybody else.
        mine = [line.variant_id for line in lines if line.variant_id is not None]
        await inventory.hold_still(session, turn.store.id, mine)
        for line in lines:
            order = await repository.order_of(session, turn.channel_id, line.order_id)
            if order is None:
                continue
            units = await fill(turn, session, order, line, line.oversold)
            if units:
                await turn.note(
                    session,
                    Happening.FILLED,
                    line.title,
                    variant_id=line.variant_id,
                    after=units,
                    note=order.number,
                )
                await session.flush()
                if order.fulfilled or order.cancelled:
                    await _leave(turn, session, order, [line])


def parts_of(line: ChannelOrderLine) -> dict[UUID, int]:
    """What one unit of a line is made of."""
    return {UUID(part): int(count) for part, count in line.parts.items()}


def reference(turn: Turn, order: ChannelOrder) -> str:
    """How movements name the order."""
    return f"channel_order:{turn.channel_id}:{order.external_id}"
