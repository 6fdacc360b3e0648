"""What becomes of a placed purchase order: paid, sent in one parcel or several, delivered or
cancelled. The supplier is asked; its webhooks only make it sooner (R10.3)."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.flows.fail_over import let_fail
from commerce.flows.place_purchase import CALL, LEASE
from commerce.flows.purchase_doors import account, open_supplier
from commerce.flows.take_parcels import take_parcels
from commerce.flows.want_somebody import want_somebody
from commerce.orders import service as orders
from commerce.sourcing.purchasing import service as purchasing
from commerce.sourcing.purchasing.service import PurchaseStatus
from commerce.sourcing.suppliers.models import Supplier as Account
from ecomm_connectors.suppliers.errors import SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import SupplierOrderState
from ecomm_core import clock
from ecomm_core.db.phases import phases
from ecomm_core.db.scope import Scope
from ecomm_core.errors import AppError
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

RETRY: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Followed:
    """Which order at which account. `cancel`: it is to be cancelled, where that can still be."""

    purchase_id: UUID
    store_id: UUID
    order_id: UUID
    account: Account
    supplier_ref: str
    cancel: bool
    pay: bool


@dataclass(frozen=True, slots=True)
class News:
    """What was read. `refused`: why it could not be cancelled or paid."""

    told: SupplierOrderState | None = None
    refused: str | None = None
    words: str = ""


async def follow_purchase(
    kernel: Kernel, tenant_id: UUID, purchase_id: UUID, *, asked: bool = False, pay: bool = False
) -> None:
    """Read a placed order and take over what is new, when it is due or somebody `asked`."""

    async def record(session: AsyncSession) -> Followed | None:
        return await _record(session, purchase_id, asked=asked, pay=pay)

    async def call(followed: Followed | None) -> News:
        return News() if followed is None else await read(kernel, followed)

    async def settle(session: AsyncSession, followed: Followed | None, news: News) -> None:
        if followed is not None:
            await _settle(kernel, session, followed, news)
            await want_somebody(kernel, session, purchase_id)

    await phases(
        kernel.database, Scope(tenant_id=tenant_id), record=record, call=call, settle=settle
    )


async def read(kernel: Kernel, followed: Followed) -> News:
    """Cancel or pay where that is wanted, and read the truth."""
    refused: str | None = None
    try:
        supplier = await open_supplier(kernel, followed.account)
        async with asyncio.timeout(CALL):
            try:
                if followed.cancel:
                    return News(told=await supplier.cancel_order(followed.supplier_ref))
                if followed.pay:
                    return News(told=await supplier.pay_order(followed.supplier_ref))
            except SupplierRefused as error:
                refused = error.message
            return News(told=await supplier.fetch_order(followed.supplier_ref), refused=refused)
    except SupplierRefused as error:
        return News(refused=refused, words=error.message)
    except (SupplierUnavailable, TimeoutError) as error:
        return News(refused=refused, words=str(error) or "No answer.")
    except AppError as error:
        return News(refused=refused, words=error.message)


async def _record(
    session: AsyncSession, purchase_id: UUID, *, asked: bool, pay: bool
) -> Followed | None:
    now = clock.now()
    order_id = await purchasing.order_of(session, purchase_id)
    if order_id is None:
        return None
    row = await purchasing.lock_with_order(session, order_id, purchase_id)
    if row is None or row.status not in purchasing.PLACED or row.supplier_ref is None:
        return None
    if not asked and (row.due_at is None or row.due_at > now):
        return None
    row.due_at = now + LEASE
    return Followed(
        purchase_id=row.id,
        store_id=row.store_id,
        order_id=order_id,
        account=await account(session, row.supplier_id),
        supplier_ref=row.supplier_ref,
        cancel=row.cancel_wanted,
        pay=pay and row.status == PurchaseStatus.PLACED_UNPAID,
    )


async def _settle(kernel: Kernel, session: AsyncSession, followed: Followed, news: News) -> None:
    now = clock.now()
    order = await orders.lock(session, followed.store_id, followed.order_id)
    row = await purchasing.lock(session, followed.purchase_id)
    if row is None or row.status not in purchasing.PLACED:
        return
    if followed.cancel and news.refused is not None:
        # Asked once: from here on it is shown, and goes on as it is.
        row.cancel_wanted = False
        message = f"It cannot be cancelled: {news.refused}"
        purchasing.note(session, row, kind="not_cancelled", message=message, now=now)
    elif followed.pay and news.refused is not None:
        message = f"It could not be paid: {news.refused}"
        purchasing.note(session, row, kind="not_paid", message=message, now=now)
    if news.told is None:
        row.due_at = now + RETRY
        log.warning("follow_failed", purchase_id=str(row.id), words=news.words)
        return
    lines = await purchasing.lines(session, [row.id])
    needs = {need.id: need for need in await purchasing.needs_of(session, followed.order_id)}
    lost = await purchasing.learn(session, row, lines, needs, news.told, now)
    told = bool(news.told.parcels)
    if told:
        await take_parcels(kernel, session, order, row, lines, needs, news.told.parcels, now)
    if row.status in purchasing.PLACED:
        before = row.flagged
        flagged = purchasing.flag(row, tracked=told, now=now)
        if flagged is not None and flagged != before:
            words = {
                "no_tracking": "Paid 7 days ago, and there is no tracking yet.",
                "no_movement": "Nothing was heard of the parcel for 48 hours.",
            }[flagged]
            purchasing.note(session, row, kind=flagged, message=words, now=now)
    if lost and not row.cancel_wanted:
        await let_fail(session, order, row, lost, now)
