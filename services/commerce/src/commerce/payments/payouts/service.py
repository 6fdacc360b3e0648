"""Payout accounts: the public face of this folder. A merchant becomes one of the platform's
merchants on the provider's own pages; here it is known how far they are."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.payments.inbox import ACCOUNT_TASK
from commerce.payments.payouts import repository
from commerce.payments.payouts.errors import NothingToConnect, PayoutAccountNotFound
from commerce.payments.payouts.schemas import PaymentSettingsOut, PayoutAccountOut
from commerce.payments.providers import MOCK, STRIPE, Providers, providers_of
from commerce.stores import service as stores
from commerce.stores.directory import StoreFacts
from ecomm_connectors.payments.accounts import AccountState
from ecomm_core import audit
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

ONBOARD: Final = "commerce.payments.onboard"
REFRESH: Final = ACCOUNT_TASK
LINK_LIFE: Final = timedelta(minutes=4)
"""Stripe's pages can be opened for some minutes; before that is over, another one is asked for."""
_PREPARES: Final = timedelta(minutes=2)


async def settings(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, *, admin: bool, now: datetime
) -> PaymentSettingsOut:
    """Whether the shop can take money, and what is missing."""
    providers = providers_of(kernel)
    account = await repository.get(session, store.id, STRIPE) if providers.connects else None
    serving = providers.serving(store)
    if serving is None:
        mode, reason = "closed", _reason(providers, account)
    else:
        mode, reason = ("test" if serving == MOCK else "live"), None
    return PaymentSettingsOut(
        mode=mode,
        reason=reason,
        provider=serving,
        test_mode=store.test_mode,
        can_leave_test_mode=providers.real,
        connects=providers.connects,
        account=_account_out(account, admin=admin, now=now) if account is not None else None,
    )


def _reason(providers: Providers, account: Any) -> Any:
    if not providers.connects:
        return "no_provider"
    restricted = account is not None and account.details_submitted
    return "restricted" if restricted else "onboarding"


async def start(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, *, actor: str, now: datetime
) -> None:
    """Ask for the provider's page where the merchant begins or goes on; a job brings it.

    Raises NothingToConnect (409).
    """
    if not providers_of(kernel).connects:
        raise NothingToConnect
    account_id = await repository.want(
        session,
        tenant_id=store.tenant_id,
        account_id=new_id(),
        store_id=store.id,
        provider=STRIPE,
        country=store.country,
        now=now,
    )
    await kernel.outbox.enqueue(
        session,
        ONBOARD,
        {"account_id": str(account_id)},
        tenant_id=store.tenant_id,
        queue="critical",
    )
    await audit.record(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        actor=actor,
        action="payout_account.onboard",
        resource_type="payout_account",
        resource_id=account_id,
    )


async def check(kernel: Kernel, session: AsyncSession, store: StoreFacts) -> None:
    """Have the provider's word read again. Raises PayoutAccountNotFound (404)."""
    account = await repository.get(session, store.id, STRIPE)
    if account is None or account.provider_ref is None:
        raise PayoutAccountNotFound
    await kernel.outbox.enqueue(
        session,
        REFRESH,
        {"account_id": str(account.id)},
        tenant_id=store.tenant_id,
        queue="critical",
    )


async def keep(
    kernel: Kernel,
    session: AsyncSession,
    account: Any,
    state: AccountState,
    *,
    checked_at: datetime,
    now: datetime,
) -> None:
    """Write what the provider says. Whether the store may take charges decides whether its checkout
    is open: everybody who shows the shop hears of a change."""
    if not await repository.told(session, account.id, state, checked_at=checked_at, now=now):
        return
    ref = state.account_ref if state.charges_enabled else None
    changed = await stores.pay_out_to(kernel, session, account.store_id, ref)
    if not changed:
        return
    await audit.record(
        session,
        tenant_id=account.tenant_id,
        store_id=account.store_id,
        actor="provider",
        action="payout_account.charges_on" if ref else "payout_account.charges_off",
        resource_type="payout_account",
        resource_id=account.id,
        after={"requirements": list(state.requirements), "reason": state.disabled_reason},
    )


def _account_out(row: Any, *, admin: bool, now: datetime) -> PayoutAccountOut:
    good = row.link_until is not None and row.link_until > now
    return PayoutAccountOut(
        provider=row.provider,
        provider_ref=row.provider_ref,
        country=row.country,
        charges_enabled=row.charges_enabled,
        payouts_enabled=row.payouts_enabled,
        details_submitted=row.details_submitted,
        requirements=row.requirements,
        disabled_reason=row.disabled_reason,
        preparing=row.wanted_at is not None and row.wanted_at > now - _PREPARES,
        link=row.link if good and admin else None,
        error=row.error,
        checked_at=row.checked_at,
    )
