"""Keeping channels in step: the public face of this folder."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import service as channels
from commerce.channels.errors import ChannelClosed
from commerce.channels.models import ChannelStatus
from commerce.channels.sync import repository
from commerce.channels.sync.errors import ChannelOrderNotFound, NothingOversold, SyncOff
from commerce.channels.sync.models import ChannelSync, Happening
from commerce.channels.sync.schemas import ChannelSyncIn
from commerce.channels.sync.waking import wake
from commerce.stores.directory import StoreFacts
from ecomm_core import audit, clock
from ecomm_core.kernel import Kernel

BEFORE: Final = timedelta(minutes=5)
"""Orders that changed so long before the switch are read, too: clocks differ."""


async def switch(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    channel_id: UUID,
    body: ChannelSyncIn,
    *,
    actor: str,
) -> ChannelSync:
    """Set whether a channel is kept in step, and whose number counts. Switched on, it begins anew:
    every number is read again, and orders placed from now on take units here.

    Raises ChannelNotFound (404), ChannelClosed (409).
    """
    channel = await channels.get(session, store.id, channel_id)
    if body.enabled and channel.status != ChannelStatus.CONNECTED.value:
        raise ChannelClosed
    # The channel tells whole seconds.
    now = clock.now().replace(microsecond=0)
    row = await repository.sync(session, store.id, channel_id, lock=True)
    before = None if row is None else _facts(row)
    if row is None:
        row = ChannelSync(
            tenant_id=store.tenant_id,
            channel_id=channel_id,
            store_id=store.id,
            enabled=False,
            lead=body.lead.value,
            round=0,
            failures=0,
            started_at=now,
            orders_since=now - BEFORE,
        )
        session.add(row)
    begins = body.enabled and not row.enabled
    ends = row.enabled and not body.enabled
    row.enabled, row.lead = body.enabled, body.lead.value
    if begins:
        await _begin(kernel, session, row, now)
    elif ends:
        row.due_at = row.leased_until = None
        row.round += 1
    await session.flush()
    if begins or ends:
        what = Happening.SWITCHED_ON if begins else Happening.SWITCHED_OFF
        await _log(session, row, what, channel.name)
    if before != _facts(row):
        await audit.record(
            session,
            tenant_id=store.tenant_id,
            actor=actor,
            action="sales_channel.sync",
            resource_type="sales_channel",
            resource_id=channel_id,
            store_id=store.id,
            before=before,
            after=_facts(row),
        )
    return row


async def _begin(kernel: Kernel, session: AsyncSession, row: ChannelSync, now: datetime) -> None:
    row.round += 1
    row.started_at, row.orders_since = now, now - BEFORE
    row.orders_cursor = row.orders_newest = row.scan_cursor = row.scanned_at = None
    row.leased_until = row.leased_by = row.hooks_at = row.hooks_note = row.due_at = None
    row.failures, row.failing_since, row.last_error = 0, None, None
    await session.flush()
    await repository.forget_numbers(session, row.channel_id)
    await wake(kernel, session, row, now, after=timedelta())


async def get(session: AsyncSession, store_id: UUID, channel_id: UUID) -> ChannelSync | None:
    """A channel's switch; None where it was never set. Raises ChannelNotFound (404)."""
    await channels.get(session, store_id, channel_id)
    return await repository.sync(session, store_id, channel_id)


async def run_now(
    kernel: Kernel, session: AsyncSession, store_id: UUID, channel_id: UUID
) -> ChannelSync:
    """Look at the whole shop at once, its pause after a failure or not. Raises ChannelNotFound
    (404), SyncOff (409)."""
    await channels.get(session, store_id, channel_id)
    row = await repository.sync(session, store_id, channel_id, lock=True)
    if row is None or not row.enabled:
        raise SyncOff
    row.scanned_at = row.scan_cursor = row.due_at = None
    await repository.read_all_again(session, channel_id)
    await wake(kernel, session, row, clock.now(), after=timedelta(), though_failing=True)
    await session.flush()
    return row


async def waive(
    session: AsyncSession, store: StoreFacts, channel_id: UUID, order_id: UUID, *, actor: str
) -> None:
    """A person has seen to what was oversold: nothing is taken for it any more.

    Raises ChannelNotFound, ChannelOrderNotFound (404), NothingOversold (409).
    """
    await channels.get(session, store.id, channel_id)
    # The turn that may be filling the same line writes under this lock, too.
    row = await repository.sync(session, store.id, channel_id, lock=True)
    order = await repository.order_of(session, channel_id, order_id)
    if order is None or row is None:
        raise ChannelOrderNotFound
    lines = [one for one in await repository.lines(session, [order_id]) if one.oversold]
    if not lines:
        raise NothingOversold
    units = sum(line.oversold for line in lines)
    for line in lines:
        line.waived, line.oversold = line.waived + line.oversold, 0
    await session.flush()
    await _log(session, row, Happening.WAIVED, order.number, units)
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        actor=actor,
        action="sales_channel.waive",
        resource_type="sales_channel",
        resource_id=channel_id,
        store_id=store.id,
        after={"order": order.number, "units": units},
    )


async def _log(
    session: AsyncSession,
    row: ChannelSync,
    what: Happening,
    title: str,
    after: int | None = None,
) -> None:
    entry = {
        "tenant_id": row.tenant_id,
        "store_id": row.store_id,
        "channel_id": row.channel_id,
        "at": clock.now(),
        "what": what.value,
        "title": title[:300],
        "variant_id": None,
        "before": None,
        "after": after,
        "note": "",
    }
    await repository.log(session, [entry])


def _facts(row: ChannelSync) -> dict[str, object]:
    return {"sync": row.enabled, "lead": row.lead}
