"""Rules of billing: what is sold, what a business has, and how it changes what it pays for."""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing import keeping, repository, superseding
from commerce.billing.entitling import Use, items_of, outgrown, uses
from commerce.billing.errors import (
    AlreadySubscribed,
    BillingRefused,
    CouponRefused,
    NotSubscribed,
    PlanOnRequest,
    PreviewOver,
)
from commerce.billing.keeping import Read
from commerce.billing.providers import subscriptions_of
from commerce.billing.schemas import (
    LimitUseOut,
    PlanAddOnOut,
    PlanChangeIn,
    PlanCheckoutIn,
    PlanInvoiceOut,
    PlanLimitOut,
    PlanOut,
    PlanPreviewLineOut,
    PlanPreviewOut,
    PlansOut,
    PlanWantedIn,
    SubscriptionOut,
)
from commerce.billing.states import State, due
from commerce.reads.owners import owner_of
from ecomm_connectors.payments.errors import ProviderRefused, ProviderUnavailable
from ecomm_connectors.subscriptions.port import (
    ChangeRequest,
    CheckoutRequest,
    Coupon,
    Item,
    SubscriptionProvider,
)
from ecomm_core import clock
from ecomm_core.api.auth import TenantSeat
from ecomm_core.api.schemas import Money
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Invalid, Unavailable
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.plan_table import ADD_ONS, CURRENCY, LADDER, PLANS, Interval
from ecomm_core.plans import standing_of

log = get_logger(__name__)

PREVIEW_LIFE: Final = timedelta(minutes=15)


def sold(kernel: Kernel) -> PlansOut:
    """The shop window."""
    providers = subscriptions_of(kernel)
    known = [extra for name in LADDER for extra in sorted(PLANS[name].extras)]
    return PlansOut(
        plans=[_plan_out(name) for name in LADDER],
        add_ons=[
            PlanAddOnOut(
                name=one.name,
                title=one.title,
                month=_money(one.price(Interval.MONTH)),
                year=_money(one.price(Interval.YEAR)),
                most=one.most,
            )
            for one in ADD_ONS.values()
        ],
        features=list(dict.fromkeys(known)),
        open=providers.open,
        test=providers.open and providers.serving() is providers.mock,
    )


async def current(kernel: Kernel, session: AsyncSession, tenant_id: UUID) -> SubscriptionOut:
    """What the business has."""
    row = await repository.find(session, tenant_id)
    tenant = await repository.tenant(session, tenant_id)
    if tenant is None:
        raise LookupError(f"no tenant {tenant_id}")
    standing, used = standing_of(tenant), await repository.uses(session)
    state = State(row.state) if row is not None else None
    period_end = row.period_end if row is not None else tenant.trial_ends_at
    if row is None and tenant.trial_ends_at is not None:
        state = State.TRIALING
    elif row is not None and row.provider_ref is None and state is State.ACTIVE:
        state = None
    paying = row is not None and row.provider_ref is not None
    ending = row is not None and paying and row.cancel_at_end
    renews = paying and not ending and state in (State.ACTIVE, State.PAST_DUE)
    return SubscriptionOut(
        plan=tenant.plan,
        title=PLANS[tenant.plan].title,
        state=state,
        interval=Interval(row.interval) if row is not None and row.interval else None,
        add_ons=dict(row.add_ons) if row is not None else {},
        period_start=row.period_start if row is not None else None,
        period_end=period_end if paying else None,
        ends_at=_ends_at(state, row, period_end),
        cancel_at_end=bool(ending),
        next_total=_next_total(row) if renews else None,
        card=row.card if row is not None else None,
        read_only=tenant.read_only_since is not None,
        open=subscriptions_of(kernel).open,
        test=bool(row is not None and row.test),
        may_manage=bool(row is not None and row.customer_ref),
        usage=[_use_out(one) for one in uses(standing, used)],
    )


async def checkout(seat: TenantSeat, body: PlanCheckoutIn) -> str:
    """The hosted page that begins a subscription. Asked again for the same, it is the same page;
    asked for something else, the page before is closed: nobody pays twice (`superseding`).

    Raises BillingOff, PlanOnRequest, AlreadySubscribed, BillingRefused (409), CouponRefused (422),
    Unavailable (503).
    """
    provider = subscriptions_of(seat.kernel).serving()
    items, now = _items(body), clock.now()
    async with _transaction(seat) as session:
        row = await keeping.begin(session, seat.tenant_id, now)
        if row.provider_ref is not None and State(row.state) is not State.CANCELLED:
            raise AlreadySubscribed
        owner = await owner_of(session, seat.tenant_id)
        coupon = await _coupon(session, seat.tenant_id, body.coupon, now)
        asked = body.model_dump(mode="json")
        # Of the row, not of the tenant: a plan that was taken back can be begun anew.
        mark = _mark(row.id, row.version, asked)
        if row.page_mark not in (None, mark):
            # A page that was closed does not open again under its key.
            mark = _mark(row.id, await repository.new_version(session, row.id), asked)
    base = seat.kernel.settings.dashboard_url.rstrip("/")
    async with _asked():
        page = await provider.open_checkout(
            CheckoutRequest(
                idempotency_key=f"checkout:{mark}",
                reference=str(seat.tenant_id),
                email=owner.email if owner is not None else "",
                currency=CURRENCY,
                interval=body.interval.value,
                items=items,
                success_url=f"{base}/billing?paid={body.plan}",
                cancel_url=f"{base}/billing/plans",
                customer_ref=row.customer_ref if row.provider == provider.name else None,
                coupon=coupon,
            )
        )
    await _turn(seat, provider.name, page.ref, mark)
    return page.url


async def _turn(seat: TenantSeat, provider: str, ref: str, mark: str) -> None:
    """The page that was opened is the one. Raises AlreadySubscribed (409) where somebody has paid
    on another one meanwhile: then nobody pays on this one."""
    async with _transaction(seat) as session:
        row = await keeping.begin(session, seat.tenant_id, clock.now())
        paid = row.provider_ref is not None and State(row.state) is not State.CANCELLED
        if paid:
            await superseding.close_later(seat.kernel, session, seat.tenant_id, provider, ref)
        else:
            await superseding.turn(seat.kernel, session, row, provider=provider, ref=ref, mark=mark)
    if paid:
        raise AlreadySubscribed


async def portal(seat: TenantSeat) -> str:
    """The provider's page for the means of payment. Raises NotSubscribed, BillingRefused (409),
    Unavailable (503)."""
    row, provider = await _running(seat, ended=True)
    base = seat.kernel.settings.dashboard_url.rstrip("/")
    async with _asked():
        page = await provider.open_portal(row.customer_ref, return_url=f"{base}/billing")
    return page.url


async def preview(seat: TenantSeat, body: PlanWantedIn) -> PlanPreviewOut:
    """What a change would cost now. Raises as `change`."""
    items = _items(body)
    row, provider = await _running(seat)
    async with _asked():
        found = await provider.preview(
            row.provider_ref, interval=body.interval.value, items=items, at=clock.now()
        )
    async with _transaction(seat) as session:
        used = await repository.uses(session)
    return PlanPreviewOut(
        lines=[
            PlanPreviewLineOut(text=line.text, amount=_money(line.amount, found.currency))
            for line in found.lines
        ],
        due_now=_money(found.due_now, found.currency),
        credit=_money(found.credit, found.currency),
        each_period=_money(found.each_period, found.currency),
        next_at=found.next_at,
        at=found.at,
        outgrown=[_use_out(one) for one in outgrown(body.plan, _bought(body), used)],
    )


async def change(seat: TenantSeat, body: PlanChangeIn) -> SubscriptionOut:
    """Another plan, interval or add-ons, at the amounts of a preview.

    Raises NotSubscribed, PlanOnRequest, PreviewOver, BillingRefused (409), Unavailable (503): then
    asking again does it once.
    """
    items, now = _items(body), clock.now()
    if not now - PREVIEW_LIFE <= body.at <= now + timedelta(minutes=1):
        raise PreviewOver
    row, provider = await _running(seat)
    request = ChangeRequest(
        idempotency_key=f"change:{_mark(seat.tenant_id, 0, body.model_dump(mode='json'))}",
        ref=row.provider_ref,
        interval=body.interval.value,
        items=items,
        at=body.at,
    )
    async with _asked():
        await provider.change(request)
    return await _settle(seat, provider, row.provider_ref)


async def cancel(seat: TenantSeat, *, on: bool) -> SubscriptionOut:
    """Let the plan end with its period, or take that back. Raises NotSubscribed, BillingRefused
    (409), Unavailable (503)."""
    row, provider = await _running(seat)
    async with _asked():
        await provider.cancel_at_end(row.provider_ref, on=on)
    return await _settle(seat, provider, row.provider_ref)


async def invoices(
    session: AsyncSession, *, offset: int, limit: int
) -> tuple[list[PlanInvoiceOut], int]:
    """A page of bills, and how many there are."""
    rows, total = await repository.invoices(session, offset=offset, limit=limit)
    found = [
        PlanInvoiceOut(
            id=row.id,
            number=row.number,
            status=row.status,
            total=_money(row.total, row.currency),
            created_at=row.created_at,
            period_start=row.period_start,
            period_end=row.period_end,
            paid_at=row.paid_at,
            url=row.url,
        )
        for row in rows
    ]
    return found, total


async def read(provider: SubscriptionProvider, ref: str) -> Read:
    """The truth about one subscription, read now. Raises as the port."""
    asked_at = clock.now()
    return Read(await provider.fetch(ref), await provider.invoices(ref), asked_at)


async def _settle(seat: TenantSeat, provider: SubscriptionProvider, ref: str) -> SubscriptionOut:
    """Read what became of it, write it down, and say it."""
    async with _asked():
        found = await read(provider, ref)
    async with _transaction(seat) as session:
        await keeping.keep(
            seat.kernel, session, seat.tenant_id, found, clock.now(), actor=seat.actor
        )
        return await current(seat.kernel, session, seat.tenant_id)


async def _running(seat: TenantSeat, *, ended: bool = False) -> tuple[Any, SubscriptionProvider]:
    """The subscription at its provider. Raises NotSubscribed (409) where none runs; `ended`: one
    that has ended will do."""
    async with _transaction(seat) as session:
        row = await repository.find(session, seat.tenant_id)
    if row is None or row.provider_ref is None:
        raise NotSubscribed
    provider = subscriptions_of(seat.kernel).named(row.provider)
    if provider is None or (State(row.state) is State.CANCELLED and not ended):
        raise NotSubscribed
    return row, provider


async def _coupon(
    session: AsyncSession, tenant_id: UUID, code: str | None, now: datetime
) -> Coupon | None:
    if code is None:
        return None
    found = await repository.coupon(session, code.upper(), now)
    if found is None or not await repository.redeem(session, tenant_id, found.code, now):
        raise CouponRefused.on_field("coupon")
    return Coupon(found.code, percent=found.percent, amount=found.amount, months=found.months)


def _items(body: PlanWantedIn) -> tuple[Item, ...]:
    for name, quantity in body.add_ons.items():
        if quantity > ADD_ONS[name].most:
            raise Invalid.on_field(
                f"add_ons.{name}", f"{ADD_ONS[name].title}: {ADD_ONS[name].most} at most."
            )
    try:
        return items_of(body.plan, _bought(body), body.interval)
    except ValueError as error:
        raise PlanOnRequest from error


def _bought(body: PlanWantedIn) -> dict[str, int]:
    return {str(name): quantity for name, quantity in body.add_ons.items() if quantity}


@asynccontextmanager
async def _asked() -> AsyncIterator[None]:
    """Around what is asked of the provider: its two errors as ours."""
    try:
        yield
    except ProviderUnavailable as error:
        raise Unavailable from error
    except ProviderRefused as error:
        log.warning("billing_refused", reason=error.reason, message=error.message)
        raise BillingRefused from error


def _transaction(seat: TenantSeat) -> Any:
    scope = Scope(tenant_id=seat.tenant_id, user_id=seat.user_id)
    return seat.kernel.database.transaction(scope)


def _mark(about: UUID, version: int, asked: Mapping[str, Any]) -> str:
    """What an equal request has again: part of its key at the provider."""
    said = json.dumps([str(about), version, asked], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _ends_at(state: State | None, row: Any, period_end: datetime | None) -> datetime | None:
    if state is State.TRIALING:
        return period_end
    if row is None:
        return None
    if state is State.ACTIVE and row.cancel_at_end:
        return period_end
    if state in (State.PAST_DUE, State.GRACE):
        return due(state, row.state_since, None)
    return None


def _next_total(row: Any) -> Money | None:
    try:
        bought = items_of(row.plan, row.add_ons, Interval(row.interval))
    except (KeyError, ValueError):
        return None
    return _money(sum(item.total for item in bought))


def _plan_out(name: str) -> PlanOut:
    plan = PLANS[name]
    return PlanOut(
        name=plan.name,
        title=plan.title,
        month=_money(plan.month or 0),
        year=_money(plan.year) if plan.year is not None else None,
        on_request=plan.on_request,
        limits=[PlanLimitOut(name=key, limit=limit) for key, limit in plan.limits.items()],
        features=sorted(plan.extras),
    )


def _use_out(use: Use) -> LimitUseOut:
    return LimitUseOut(
        name=use.name,
        used=use.used,
        limit=use.limit,
        percent=use.percent,
        lifted_by=use.lifted_by,
    )


def _money(amount: int, currency: str = CURRENCY) -> Money:
    return Money(amount=amount, currency=currency)
