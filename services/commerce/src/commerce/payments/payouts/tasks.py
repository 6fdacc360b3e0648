"""Payout accounts in the worker: the provider is asked after the wish was written."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments.payouts import repository, service
from commerce.payments.providers import providers_of
from commerce.stores.addresses import storefront_url
from ecomm_connectors.payments.accounts import AccountRequest, AccountState
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What the provider answered; `refusal` where it said no."""

    state: AccountState | None
    link: str | None
    refusal: str | None
    checked_at: datetime


async def wanted(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Any:
    """The account, where a page is still wanted."""
    row = await repository.by_id(session, UUID(delivery.args["account_id"]))
    return row if row is not None and row.wanted_at is not None else None


async def known(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Any:
    """The account, where the provider knows it."""
    row = await repository.by_id(session, UUID(delivery.args["account_id"]))
    return row if row is not None and row.provider_ref is not None else None


async def onboard(kernel: Kernel, row: Any) -> Told:
    """Open the account under its own key where it is not there, and ask for a page. Raises
    ProviderUnavailable: tried again with the same key."""
    accounts = providers_of(kernel).accounts
    checked_at = clock.now()
    back = f"{kernel.settings.dashboard_url}/stores/{row.store_id}/payments/settings"
    try:
        if row.provider_ref is None:
            state = await accounts.open_account(_request(kernel, row))
        else:
            state = await accounts.fetch_account(row.provider_ref)
        link = await accounts.onboarding_url(
            state.account_ref,
            return_url=f"{back}?onboarding=done",
            refresh_url=f"{back}?onboarding=again",
        )
    except ProviderRefused as error:
        log.exception("onboarding_refused", account_id=str(row.id), reason=error.reason)
        return Told(None, None, error.message[:500], checked_at)
    return Told(state, link, None, checked_at)


async def refresh(kernel: Kernel, row: Any) -> Told:
    """Read the account. Raises ProviderUnavailable: tried again."""
    checked_at = clock.now()
    try:
        state = await providers_of(kernel).accounts.fetch_account(row.provider_ref)
    except ProviderRefused as error:
        log.exception("account_refused", account_id=str(row.id), reason=error.reason)
        return Told(None, None, error.message[:500], checked_at)
    return Told(state, None, None, checked_at)


async def offered(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, row: Any, told: Told
) -> None:
    """Keep what was answered, and the page."""
    now = clock.now()
    until = now + service.LINK_LIFE if told.link is not None else None
    await repository.linked(
        session, row.id, link=told.link, until=until, error=told.refusal, now=now
    )
    await refreshed(kernel, session, _delivery, row, told)


async def refreshed(
    kernel: Kernel, session: AsyncSession, _delivery: Delivery, row: Any, told: Told
) -> None:
    """Keep what was answered."""
    if told.state is not None:
        await service.keep(
            kernel, session, row, told.state, checked_at=told.checked_at, now=clock.now()
        )


def _request(kernel: Kernel, row: Any) -> AccountRequest:
    return AccountRequest(
        idempotency_key=f"account:{row.id}",
        reference=str(row.id),
        country=row.country,
        email=row.contact_email,
        name=row.name,
        url=storefront_url(kernel.settings, row.slug, "/"),
    )


TASKS: list[Task] = [
    CallTask(service.ONBOARD, wanted, onboard, offered),
    CallTask(service.REFRESH, known, refresh, refreshed),
]
