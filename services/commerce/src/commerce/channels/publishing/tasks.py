"""Products written to channels, in the worker. A job takes some that wait, and goes through them
one after the other with no transaction open while the channel is asked.

What is to be made is looked for first, under our mark, its addresses and its SKUs: whatever answer
was lost before, it is found and brought to the wish, and never made a second time.
"""

import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import repository as links
from commerce.channels import service as channels
from commerce.channels.connecting import open_channel
from commerce.channels.errors import ChannelClosed, ChannelNotFound
from commerce.channels.models import ChannelStatus, Entity, SalesChannel
from commerce.channels.publishing import repository, seeing
from commerce.channels.publishing.composing import CannotPublish, Composed, compose
from commerce.channels.publishing.models import ChannelProduct, PublicationState
from commerce.channels.publishing.service import TASK, enqueue
from commerce.reads import channel_products
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from commerce.stores.errors import StoreNotFound
from ecomm_connectors.channels import Channel, ChannelRefused, ChannelUnavailable, Refusal
from ecomm_connectors.channels.goods import ChannelProduct as ProductThere
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task

LINK: Final = "commerce.channels.link_published"
"""Heard by whoever keeps the channel in step."""
SECONDS: Final = 20.0
LEASE: Final = timedelta(seconds=150)
"""Longer than a job: its time, and the requests of the product it began last."""
AT_ONCE: Final = 50
PAUSE: Final = timedelta(seconds=60)
"""Before something is written again whose answer was lost: a shop that is still at work on it shows
it by then."""
LONGEST: Final = 3600.0
VARIANTS_AT_ONCE: Final = 50
REQUEST: Final = timedelta(seconds=20)
"""More than a request takes: a product of many variants is written by many."""
LOST: Final = "The shop did not answer. It is looked for there before anything is written again."
CLOSED: Final = "The shop is not connected. Connect it again, then publish again."
SEVERAL: Final = "Its SKUs belong to several products there. Give each SKU to one, then try again."
OTHERS: Final = "The product there with its SKUs is another product of this store."
CHANGED: Final = "Changed there since. See what, then publish it again to have this store's words."
MATCHED: Final = "It was there already and is not written over. See what differs."


class Overtaken(Exception):
    """Somebody else has the lease by now: write nothing more."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What a job works on, under a lease of its own."""

    store: StoreFacts
    channel: SalesChannel
    products: tuple[UUID, ...]
    lease: UUID


@dataclass(frozen=True, slots=True)
class Ended:
    """Why what is left was not written. words: for people; refused: our credentials are no longer
    taken; wait: seconds until it is tried again, None where it is not."""

    words: str = ""
    refused: bool = False
    wait: float | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One product on its way."""

    kernel: Kernel
    mine: Mine
    shop: Channel
    product_id: UUID

    @contextlib.asynccontextmanager
    async def held(self) -> AsyncIterator[tuple[AsyncSession, ChannelProduct]]:
        """A transaction with the product's row locked, its lease still ours. Raises Overtaken."""
        async with self.kernel.database.transaction(self.mine.store.scope) as session:
            row = await repository.one(session, self.mine.channel.id, self.product_id, lock=True)
            if row is None or row.leased_by != self.mine.lease:
                raise Overtaken
            yield session, row
            await session.flush()


async def prepare(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Mine | None:
    """Some that wait; None where there are none, or somebody else writes them: they are looked at
    again when that one's lease ends."""
    try:
        store = stores.facts_of(await stores.get(session, UUID(delivery.args["store_id"])))
        channel = await channels.get(session, store.id, UUID(delivery.args["channel_id"]))
    except (StoreNotFound, ChannelNotFound):
        return None  # deleted meanwhile
    now = clock.now()
    lease = new_id()
    ids = await repository.claim(session, channel.id, lease, now, now + LEASE, AT_ONCE)
    if not ids:
        await _again(kernel, session, store, channel.id)
        return None
    return Mine(store, channel, tuple(ids), lease)


async def call(kernel: Kernel, mine: Mine) -> Ended:
    """Write them, as long as there is time."""
    until = time.monotonic() + SECONDS
    try:
        shop = open_channel(kernel, mine.channel)
    except ChannelClosed:
        return Ended(CLOSED)
    for product_id in mine.products:
        if time.monotonic() >= until:
            break
        work = Work(kernel, mine, shop, product_id)
        try:
            await write(work)
        except Overtaken:
            continue
        except ChannelUnavailable as error:
            # The others would fare no better.
            pause = max(PAUSE.total_seconds(), min(error.retry_after or 0.0, LONGEST))
            if not error.untouched:
                with contextlib.suppress(Overtaken):
                    async with work.held() as (_, row):
                        row.state = PublicationState.UNKNOWN.value
            return Ended(str(error)[:300] if error.untouched else LOST, wait=pause)
        except ChannelClosed:
            return Ended(CLOSED)
        except ChannelRefused as error:
            if error.reason is Refusal.CREDENTIALS:
                return Ended(error.message[:300], refused=True)
            with contextlib.suppress(Overtaken):
                async with work.held() as (_, row):
                    row.state, row.words = PublicationState.REFUSED.value, error.message[:300]
    return Ended()


async def settle(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, mine: Mine, ended: Ended
) -> None:
    """Say why what is left was not written, let go of it, and say when to go on."""
    channel_id = mine.channel.id
    if ended.wait is not None:
        retry_at = clock.now() + timedelta(seconds=ended.wait)
        await repository.leave_waiting(
            session, channel_id, mine.lease, words=ended.words, retry_at=retry_at
        )
    elif ended.words:
        await repository.leave_waiting(
            session,
            channel_id,
            mine.lease,
            words=ended.words,
            state=PublicationState.REFUSED.value,
        )
    await repository.release(session, channel_id, mine.lease)
    if ended.refused:
        held = await channels.get(session, mine.store.id, channel_id, lock=True)
        same = held.credentials == mine.channel.credentials
        if held.status == ChannelStatus.CONNECTED.value and same:
            held.status, held.last_error = ChannelStatus.ATTENTION.value, ended.words
            await session.flush()
    await _again(kernel, session, mine.store, channel_id)


async def _again(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, channel_id: UUID
) -> None:
    at = await repository.next_at(session, channel_id)
    if at is not None:
        await enqueue(kernel, session, store, channel_id, max(at, clock.now()))


async def write(work: Work) -> None:
    """One product: put together, found or made, read back, noted.

    Raises Overtaken, ChannelClosed, ChannelUnavailable, ChannelRefused.
    """
    channel = work.mine.channel
    async with work.held() as (session, row):
        try:
            wanted = await compose(work.kernel, session, work.mine.store, channel, work.product_id)
        except CannotPublish as error:
            row.state, row.words = PublicationState.REFUSED.value, error.words[:300]
            return
        key, asked, begun = row.external_id, row.retry_at, row.handle
        same = key is not None and row.pictures == wanted.pictures
        shown, noted = row.shown, list(row.differences)
        linked = None if key else await repository.taken_over(session, channel.id, work.product_id)
    if linked is not None:
        await _match(work, wanted, linked, asked)
        return
    handle = wanted.handles[0]
    if key is None:
        key, handle, theirs = await _sought(work, wanted, begun)
        if theirs and key is not None:
            await _match(work, wanted, key, asked)
            return
    elif shown is not None and await _changed_there(work, wanted, key, shown, noted):
        return
    wish = replace(wanted.wish, external_id=key or "", handle=handle)
    if same:
        wish = replace(wish, pictures=None)
    async with work.held() as (session, row):
        now = await channels.get(session, work.mine.store.id, channel.id)
        if now.status != ChannelStatus.CONNECTED.value:
            raise ChannelClosed  # meanwhile: nothing is written there any more
        if key is None:
            row.handle = handle
        # Counted from what may make it twice, and longer where there is more to write.
        lots = len(wish.variants) // VARIANTS_AT_ONCE
        row.leased_until = clock.now() + LEASE + lots * REQUEST
    try:
        there = await work.shop.publish(wish)
    except ChannelRefused as error:
        if error.reason is not Refusal.NOT_FOUND or key is None:
            raise
        await _lost_there(work, key)
        return
    await _written(work, wanted, there, asked, made=key is None)


async def _sought(work: Work, wanted: Composed, begun: str | None) -> tuple[str | None, str, bool]:
    """(what it is there, the address to make it under, whether it is theirs with our SKUs). begun:
    the address that an earlier try may have made it under, whatever it is called by now."""
    handles = list(dict.fromkeys([*([begun] if begun else []), *wanted.handles]))
    found = await work.shop.find(wanted.wish.reference, handles, wanted.skus)
    for one in found:
        if one.reference == wanted.wish.reference:
            return one.external_id, one.handle, False
    holders = {one.external_id: one for one in found if one.skus}
    if len(holders) > 1:
        raise ChannelRefused(Refusal.INVALID, SEVERAL)
    if any(one.reference for one in holders.values()):
        raise ChannelRefused(Refusal.INVALID, OTHERS)
    taken = {one.handle for one in found}
    free = wanted.handles[1] if wanted.handles[0] in taken else wanted.handles[0]
    return next(iter(holders), None), free, bool(holders)


async def _changed_there(
    work: Work, wanted: Composed, key: str, shown: seeing.Shown, noted: list[Any]
) -> bool:
    """Whether somebody changed it there and nobody saw that yet: then it is shown, and this store's
    word waits until it is asked for once more."""
    try:
        there = await work.shop.product(key)
    except ChannelRefused as error:
        if error.reason not in {Refusal.NOT_FOUND, Refusal.INVALID}:
            raise
        return False  # gone, or without what is to be written now: the writing says so
    if not seeing.unseen(shown, noted, there, wanted):
        return False
    async with work.held() as (_, row):
        row.differences = seeing.differences(shown, there)
        row.state, row.words = PublicationState.PUBLISHED.value, CHANGED
    return True


async def _match(work: Work, wanted: Composed, key: str, asked: datetime) -> None:
    """The channel has these goods already: with our SKUs, or ours were taken over from there.
    Nothing is written over them: what differs is shown, and a person says whose counts."""
    try:
        there = await work.shop.product(key)
    except ChannelRefused as error:
        if error.reason is not Refusal.NOT_FOUND:
            raise
        await _lost_there(work, key)
        return
    async with work.held() as (session, row):
        mine = work.mine
        if await channel_products.of_another(
            session, mine.store.id, mine.channel.id, work.product_id, key
        ):
            row.state, row.words = PublicationState.REFUSED.value, OTHERS
            return
        shown = seeing.wished(there, wanted, _url(mine.channel, there))
        await _stands(work, session, row, there, asked)
        row.shown = dict(shown)
        row.differences = seeing.differences(shown, there)
        if row.differences:
            row.words = MATCHED


async def _lost_there(work: Work, key: str) -> None:
    """It was there, and is not any more. It waits again, to be looked for and made anew: whoever
    pressed the button wants it there."""
    async with work.held() as (session, row):
        seeing.leave(row)
        await repository.forget_link(session, work.mine.channel.id, key)
        row.state, row.retry_at = PublicationState.WAITING.value, clock.now()


async def _written(
    work: Work, wanted: Composed, there: ProductThere, asked: datetime, *, made: bool
) -> None:
    began: dict[str, int] = {}
    if made:
        pairs = zip(wanted.variants, wanted.wish.variants, strict=True)
        began = {str(variant_id): one.stock for variant_id, one in pairs if one.tracked}
    async with work.held() as (session, row):
        await _stands(work, session, row, there, asked)
        row.shown = dict(seeing.shown_by(there, wanted, _url(work.mine.channel, there), began))
        row.differences = []
        row.pictures = wanted.pictures
        row.version = wanted.version
        row.published_at = clock.now()


async def _stands(
    work: Work, session: AsyncSession, row: ChannelProduct, there: ProductThere, asked: datetime
) -> None:
    """It is there: known by its id from now on, and to whoever keeps stock in step. One that was
    asked for again meanwhile goes on waiting."""
    again = row.retry_at != asked
    row.state = (PublicationState.WAITING if again else PublicationState.PUBLISHED).value
    row.words, row.external_id, row.handle = "", there.external_id, there.handle[:255]
    store, channel = work.mine.store, work.mine.channel
    known = await links.links(session, channel.id, Entity.PRODUCTS, [there.external_id])
    held = known.get(there.external_id)
    if held is None or held.local_id != work.product_id:
        await links.link(
            session,
            store,
            channel.id,
            Entity.PRODUCTS,
            there.external_id,
            work.product_id,
            "",
        )
    await work.kernel.outbox.enqueue(
        session,
        LINK,
        {
            "store_id": str(store.id),
            "channel_id": str(channel.id),
            "external_id": there.external_id,
        },
        tenant_id=store.tenant_id,
        queue="bulk",
    )


def _url(channel: SalesChannel, there: ProductThere) -> str:
    return f"{channel.url}{there.path}" if there.path else ""


TASKS: list[Task] = [CallTask(TASK, prepare, call, settle)]
