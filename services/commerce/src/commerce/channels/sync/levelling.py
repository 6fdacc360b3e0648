"""Stock goes out: what can be sold here is set there, compared before and read afterwards.

Before anything is set, the channel's number is read. Where it is what we knew and what orders did
to it, nobody touched it. Anything else somebody changed by hand: the store's setting says whose
number counts. A number that may be on its way (the answer was lost, the worker died) is one more
that the channel may rightly have: it is found by reading, and never sent again blindly.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels.sync import repository
from commerce.channels.sync.hearing import hear
from commerce.channels.sync.models import ChannelSync, Happening, Lead, StockState
from commerce.channels.sync.turn import Turn, named
from commerce.inventory import service as inventory
from commerce.reads import channel_stock
from ecomm_connectors.channels import ChannelRefused, ChannelUnavailable
from ecomm_connectors.channels.goods import StockResult, StockWrite
from ecomm_core import clock
from ecomm_core.ids import new_id

AT_ONCE: Final = 50
FEWER: Final = 20
"""Where each number may be a request of its own: a slow shop shall not outlast the lease."""
STALE: Final = timedelta(minutes=15)
"""How old a number may be before it is read again without any reason."""
MISSING_AGAIN: Final = timedelta(hours=1)
TRIES: Final = 3
"""Of one variant in one turn, where the channel keeps changing."""


@dataclass(frozen=True, slots=True)
class Write:
    """A number on its way there. corrects: somebody had changed it by hand."""

    row: Any
    wish: StockWrite
    corrects: bool


async def level(turn: Turn) -> bool:
    """Bring every number that is due in step; False where the time is up before the end."""
    tried: Counter[UUID] = Counter()
    sent = False
    while True:
        async with turn.transaction() as (session, _):
            rows = await _due(turn, session, tried)
        if not rows:
            return True
        if turn.due():
            return False
        tried.update(row.variant_id for row in rows)
        levels = await turn.shop.stock([row.stock_key for row in rows])
        there = {one.stock_key: one.available for one in levels}
        # Perhaps an order that was placed since we last heard: it explains itself. Where the
        # channel does not compare, a sale may lie under the number that we have just set.
        odd = any(_surprising(row, there.get(row.stock_key)) for row in rows) or sent
        if odd and not await hear(turn):
            return False
        async with turn.transaction() as (session, sync):
            writes = await _judge(turn, session, sync, rows, there)
        sent = bool(writes) and not turn.guarded
        if writes:
            await _send(turn, writes)


async def _due(turn: Turn, session: AsyncSession, tried: Counter[UUID]) -> list[Any]:
    now = clock.now()
    over = {variant for variant, count in tried.items() if count >= TRIES}
    most = AT_ONCE if turn.guarded else FEWER
    rows = await channel_stock.due(
        session,
        turn.store.id,
        turn.channel_id,
        now=now,
        stale=now - STALE,
        long_ago=now - MISSING_AGAIN,
        most=most + len(over),
    )
    return [row for row in rows if row.variant_id not in over][:most]


def _stray(row: Any, there: int, *, sure: int, doubt: int) -> int:
    """By how much the channel's number is none of those that it may rightly have: what we knew,
    after what orders heard since then did to it (`sure`); with and without orders that it may hold
    already (`doubt`); the same of a number that may be on its way. 0 for one of them, and for what
    lies between."""
    may: list[int] = [] if row.known is None else [row.known + sure]
    if row.writing is not None:
        may += [row.writing, row.writing + sure]
    if not may:
        return 0
    may += [number + doubt for number in may]
    return min(there - min(may), 0) + max(there - max(may), 0)


def _surprising(row: Any, there: int | None) -> bool:
    return there is not None and _stray(row, there, sure=row.drift, doubt=row.doubt) != 0


async def _judge(
    turn: Turn,
    session: AsyncSession,
    sync: ChannelSync,
    rows: Sequence[Any],
    there: Mapping[str, int],
) -> list[Write]:
    """Write down what was read, take over what counts, and say what is to be set."""
    now = clock.now()
    mine = [row.variant_id for row in rows]
    if sync.lead == Lead.CHANNEL.value:
        await inventory.hold_still(session, turn.store.id, mine)
    fresh = await channel_stock.these(session, turn.store.id, turn.channel_id, mine, now=now)
    writes: list[Write] = []
    for asked in rows:
        row = fresh.get(asked.variant_id)
        if row is None or row.ours is None or row.stock_key != asked.stock_key:
            continue
        read = there.get(row.stock_key)
        if read is None:
            await repository.note_stock(
                session,
                turn.channel_id,
                row.variant_id,
                state=StockState.MISSING.value,
                known=None,
                known_at=now,
                drift=0,
                doubt=0,
                writing=None,
            )
            continue
        # Orders heard since the number was asked for may be in it, or not.
        new = row.drift - asked.drift
        stray = _stray(row, read, sure=asked.drift, doubt=row.doubt + new)
        ours = int(row.ours)
        if sync.lead == Lead.CHANNEL.value and not row.kit:
            ours += await _take_over(turn, session, row, read, stray)
        ours = max(ours, 0)
        known = {"known": read, "known_at": now, "drift": 0, "doubt": new}
        if ours == read:
            settled: dict[str, Any] = {"state": StockState.IN_STEP.value, "writing": None}
        else:
            wish = StockWrite(row.stock_key, ours, read, str(new_id()))
            writes.append(Write(row, wish, stray != 0))
            settled = {"state": StockState.WAITING.value, "writing": ours}
        await repository.note_stock(session, turn.channel_id, row.variant_id, **known, **settled)
    return writes


async def _take_over(turn: Turn, session: AsyncSession, row: Any, read: int, stray: int) -> int:
    """The channel's number counts: by how much ours changed."""
    change = read - int(row.ours) if row.known is None else stray
    if change == 0:
        return 0
    moved = await inventory.shift_elsewhere(
        session,
        outbox=turn.kernel.outbox,
        store_id=turn.store.id,
        variant_id=row.variant_id,
        change=change,
        actor=turn.actor,
        reference=f"channel:{turn.channel_id}",
        now=clock.now(),
    )
    if moved:
        await turn.note(
            session,
            Happening.TAKEN_OVER,
            named(row),
            variant_id=row.variant_id,
            before=int(row.ours),
            after=max(int(row.ours) + moved, 0),
        )
    return moved


async def _send(turn: Turn, writes: Sequence[Write]) -> None:
    try:
        told = await turn.shop.set_stock([one.wish for one in writes])
    except ChannelUnavailable as error:
        await _unanswered(turn, writes, lost=not error.untouched)
        raise
    except ChannelRefused:
        await _unanswered(turn, writes, lost=False)
        raise
    results = {one.stock_key: one for one in told}
    async with turn.transaction() as (session, _):
        for one in writes:
            await _settle(turn, session, one, results.get(one.wish.stock_key))


async def _unanswered(turn: Turn, writes: Sequence[Write], *, lost: bool) -> None:
    """lost: it may have been done all the same, so that the next turn looks before it does
    anything."""
    async with turn.transaction() as (session, _):
        for one in writes:
            values: dict[str, Any] = (
                {"state": StockState.UNKNOWN.value} if lost else {"writing": None}
            )
            await repository.note_stock(session, turn.channel_id, one.row.variant_id, **values)
            if lost:
                await turn.note(
                    session,
                    Happening.ANSWER_LOST,
                    named(one.row),
                    variant_id=one.row.variant_id,
                    before=one.wish.expected,
                    after=one.wish.quantity,
                )


async def _settle(
    turn: Turn, session: AsyncSession, one: Write, result: StockResult | None
) -> None:
    now = clock.now()
    if result is not None and result.outcome == "written":
        # Where the channel does not compare by itself, the number is read once more.
        state = StockState.IN_STEP if turn.guarded else StockState.WAITING
        values: dict[str, Any] = {"state": state.value, "known": one.wish.quantity}
        what = Happening.CORRECTED_THERE if one.corrects else Happening.SET_THERE
    elif result is not None and result.outcome == "gone":
        values = {"state": StockState.MISSING.value, "known": None, "drift": 0, "doubt": 0}
        what = None
    else:
        values = {"state": StockState.WAITING.value}
        what = Happening.CHANGED_MEANWHILE
    await repository.note_stock(
        session, turn.channel_id, one.row.variant_id, **values, known_at=now, writing=None
    )
    if what is not None:
        await turn.note(
            session,
            what,
            named(one.row),
            variant_id=one.row.variant_id,
            before=one.wish.expected,
            after=one.wish.quantity,
        )
