"""Keeping channels in step, in the worker: the clock finds those that are due, a change of stock
wakes those that sell it, and a turn of a few seconds does the work with no transaction open while
the channel is asked."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import service as channels
from commerce.channels.connecting import connector, open_channel
from commerce.channels.errors import ChannelClosed, ChannelNotFound
from commerce.channels.models import ChannelStatus, SalesChannel
from commerce.channels.publishing.tasks import LINK
from commerce.channels.sync import repository
from commerce.channels.sync.errors import Superseded
from commerce.channels.sync.hearing import fill_all, hear
from commerce.channels.sync.inbox import webhook_url
from commerce.channels.sync.levelling import level
from commerce.channels.sync.linking import scan
from commerce.channels.sync.models import ChannelSync, Happening
from commerce.channels.sync.turn import LEASE, Turn
from commerce.channels.sync.waking import CLAIM, TASK, enqueue, wake
from commerce.inventory.events import InventoryBulkChanged, InventoryChanged
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from commerce.stores.errors import StoreNotFound
from ecomm_connectors.channels import Capability, ChannelRefused, ChannelUnavailable, Refusal
from ecomm_connectors.channels.port import HintKind
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.outbox.events import EventData
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.registry import CallTask, Task, TransactionTask
from ecomm_core.tasks.schedule import ScheduledTask

log = get_logger(__name__)

HEAR: Final = "commerce.channels.stock_changed"
LOOK: Final = "commerce.channels.look"
TURN_SECONDS: Final = 20.0
POLL: Final = timedelta(minutes=1)
PAUSE: Final = timedelta(seconds=30)
LONGEST: Final = timedelta(hours=1)
HOOKS: Final = timedelta(days=1)
KEPT: Final = timedelta(days=90)
BATCH: Final = 200
HEARS: Final[tuple[type[EventData], ...]] = (InventoryChanged, InventoryBulkChanged)


@dataclass(frozen=True, slots=True)
class Mine:
    """A turn that was given to this job. claimed: `due_at` as it left it."""

    store: StoreFacts
    channel: SalesChannel
    round: int
    claimed: datetime


@dataclass(frozen=True, slots=True)
class Ended:
    """How a turn ended. error: why the channel could not be asked, in its words; refused: it no
    longer takes our credentials; closed: it is not connected."""

    done: bool = True
    error: str | None = None
    refused: bool = False
    closed: bool = False
    wait: float = 0.0


async def prepare(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Mine | None:
    """The turn, unless somebody else has it: they look again at their end. A job that comes again
    because its worker died takes its own turn over."""
    try:
        store = stores.facts_of(await stores.get(session, UUID(delivery.args["store_id"])))
        channel = await channels.get(session, store.id, UUID(delivery.args["channel_id"]))
    except (StoreNotFound, ChannelNotFound):
        return None  # deleted meanwhile
    row = await repository.sync(session, store.id, channel.id, lock=True)
    now = clock.now()
    if row is None or not row.enabled:
        return None
    if row.leased_until is not None and row.leased_until > now and row.leased_by != delivery.id:
        return None
    row.round += 1
    row.leased_until, row.leased_by = now + LEASE, delivery.id
    row.due_at = now + CLAIM
    await session.flush()
    return Mine(store, channel, row.round, row.due_at)


async def call(kernel: Kernel, mine: Mine) -> Ended:
    """One turn."""
    adapter = connector(kernel, mine.channel.adapter)
    try:
        turn = Turn(
            kernel=kernel,
            store=mine.store,
            channel_id=mine.channel.id,
            round=mine.round,
            shop=open_channel(kernel, mine.channel),
            guarded=Capability.GUARDED_STOCK in adapter.capabilities,
            until=time.monotonic() + TURN_SECONDS,
        )
        if Capability.WEBHOOKS in adapter.capabilities:
            await _subscribe(turn, webhook_url(kernel, mine.channel))
        return Ended(done=await take_turn(turn))
    except Superseded:
        return Ended()
    except ChannelClosed:
        return Ended(closed=True)
    except ChannelUnavailable as error:
        return Ended(error=str(error)[:300], wait=error.retry_after or 0.0)
    except ChannelRefused as error:
        refused = error.reason is Refusal.CREDENTIALS
        return Ended(error=error.message[:300], refused=refused)


async def take_turn(turn: Turn) -> bool:
    """Know whose goods are whose; hear what was sold there; give what came to whom it was missing;
    bring numbers in step. False where the time is up before the end."""
    async with turn.transaction() as (_, row):
        known = row.scanned_at is not None
    if not known and not await scan(turn):
        return False
    if not await hear(turn):
        return False
    await fill_all(turn)
    return await level(turn) and await scan(turn)


async def _subscribe(turn: Turn, url: str) -> None:
    """Ask to be told, once a day. Where that is refused, the shop is polled all the same."""
    async with turn.transaction() as (_, row):
        if row.hooks_at is not None and row.hooks_at > clock.now() - HOOKS:
            return
    note: str | None = None
    try:
        await turn.shop.subscribe(url)
    except ChannelRefused as error:
        if error.reason is Refusal.CREDENTIALS:
            raise
        note = error.message[:300]
    except ChannelUnavailable as error:
        note = str(error)[:300]
    async with turn.transaction() as (session, row):
        row.hooks_at, row.hooks_note = clock.now(), note
        await session.flush()


async def settle(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, mine: Mine, ended: Ended
) -> None:
    """Give the turn back, and say when the next one is."""
    row = await repository.sync(session, mine.store.id, mine.channel.id, lock=True)
    if row is None or row.round != mine.round or not row.enabled:
        return
    now = clock.now()
    woken = row.due_at is not None and row.due_at < mine.claimed
    row.leased_until = row.leased_by = None
    if ended.closed:
        row.due_at = now + POLL
    elif ended.error is not None:
        await _failed(session, row, mine.channel, ended, now)
    else:
        await _succeeded(session, row, mine.channel, now)
        row.due_at = now + POLL
        if woken or not ended.done:
            row.due_at = now
            await enqueue(kernel, session, row, now)
    await session.flush()


async def _failed(
    session: AsyncSession, row: ChannelSync, channel: SalesChannel, ended: Ended, now: datetime
) -> None:
    row.failures += 1
    row.last_error = ended.error
    if row.failing_since is None:
        row.failing_since = now
        await _tell(session, row, Happening.FAILED, channel.name, ended.error or "")
    pause = min(PAUSE * 2 ** min(row.failures - 1, 10), LONGEST)
    row.due_at = now + max(pause, timedelta(seconds=min(ended.wait, LONGEST.total_seconds())))
    if ended.refused:
        held = await channels.get(session, row.store_id, row.channel_id, lock=True)
        if held.status == ChannelStatus.CONNECTED.value and held.credentials == channel.credentials:
            held.status, held.last_error = ChannelStatus.ATTENTION.value, ended.error


async def _succeeded(
    session: AsyncSession, row: ChannelSync, channel: SalesChannel, now: datetime
) -> None:
    if row.failing_since is not None:
        await _tell(session, row, Happening.RECOVERED, channel.name, "")
    row.failures, row.failing_since, row.last_error = 0, None, None
    row.last_ok_at = now
    await repository.clear(session, row.channel_id, now - KEPT)


async def _tell(
    session: AsyncSession, row: ChannelSync, what: Happening, title: str, note: str
) -> None:
    entry = {"variant_id": None, "before": None, "after": None, "note": note, "title": title}
    named = {"tenant_id": row.tenant_id, "store_id": row.store_id, "channel_id": row.channel_id}
    await repository.log(session, [{**named, **entry, "at": clock.now(), "what": what.value}])


async def look(kernel: Kernel) -> None:
    """One round of the clock: every channel that is due gets its job."""
    query = "select tenant_id, store_id, channel_id from due_channels($1, $2)"
    async for tenant_id, store_id, channel_id in all_due(
        kernel.database, query, clock.now(), page=BATCH
    ):
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            row = await repository.sync(session, store_id, channel_id, lock=True)
            now = clock.now()
            if row is not None and row.enabled and row.due_at is not None and row.due_at <= now:
                row.due_at = now + CLAIM
                await session.flush()
                await enqueue(kernel, session, row, now)


async def stock_changed(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """Of `inventory.changed` and `inventory.bulk_changed`: wake who sells it elsewhere."""
    if delivery.store_id is None:
        return
    told = delivery.data["stock"]
    variants = [UUID(one["variant_id"]) for one in (told if isinstance(told, list) else [told])]
    for channel_id in await repository.syncs_with(session, delivery.store_id, variants):
        row = await repository.sync(session, delivery.store_id, channel_id, lock=True)
        if row is not None:
            await wake(kernel, session, row, clock.now())


async def link_published(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> None:
    """A product was written there: read it as if the shop had told of it, so that its variants are
    linked and its numbers kept."""
    row = await repository.sync(
        session,
        UUID(delivery.args["store_id"]),
        UUID(delivery.args["channel_id"]),
        lock=True,
    )
    if row is None or not row.enabled:
        return  # linked with all others once that is switched on
    hint = {
        "tenant_id": row.tenant_id,
        "store_id": row.store_id,
        "channel_id": row.channel_id,
        "event_id": f"published:{delivery.id}",
        "kind": HintKind.PRODUCT.value,
        "external_id": delivery.args["external_id"],
        "received_at": clock.now(),
    }
    await repository.receive(session, [hint])
    await wake(kernel, session, row, clock.now())


TASKS: list[Task] = [
    TransactionTask(LINK, link_published),
    CallTask(TASK, prepare, call, settle),
    TransactionTask(HEAR, stock_changed),
]
SCHEDULED = [ScheduledTask(LOOK, timedelta(seconds=30), look)]
