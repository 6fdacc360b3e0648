"""Writing down what the provider said, and what time does by itself: the one place that moves a
subscription, and with it what its business may do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing import crediting, letters, repository, superseding
from commerce.billing.entitling import entitlements, parts_of
from commerce.billing.events import SubscriptionMoneyMoved
from commerce.billing.states import CLOSED, LIFECYCLE, State, due, told, waited
from ecomm_connectors.subscriptions.port import InvoiceState, Status, SubscriptionState
from ecomm_core import audit
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.plan_table import TRIAL

log = get_logger(__name__)

SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Read:
    """What the provider said; it was asked at `asked_at`."""

    truth: SubscriptionState
    invoices: tuple[InvoiceState, ...]
    asked_at: datetime


async def begin(session: AsyncSession, tenant_id: UUID, now: datetime) -> Any:
    """The tenant's subscription, locked; made where there is none yet."""
    found = await repository.find(session, tenant_id, lock=True)
    if found is not None:
        return found
    tenant = await repository.tenant(session, tenant_id)
    if tenant is None:
        raise LookupError(f"no tenant {tenant_id}")
    on_trial = tenant.plan == TRIAL
    await repository.begin(
        session,
        tenant_id,
        # Who is not on a trial is on something that does not end.
        state=State.TRIALING if on_trial else State.ACTIVE,
        plan=tenant.plan,
        period_end=tenant.trial_ends_at if on_trial else None,
        due_at=tenant.trial_ends_at if on_trial else None,
        now=now,
    )
    return await repository.find(session, tenant_id, lock=True)


async def keep(
    kernel: Kernel,
    session: AsyncSession,
    tenant_id: UUID,
    read: Read,
    now: datetime,
    *,
    actor: str = SYSTEM,
) -> None:
    """Write down the truth, unless something later was written; then let time do its part.

    A subscription that is not the one we know counts where it runs and ours does not; where both
    run it is undone (`superseding`).
    """
    row, truth = await begin(session, tenant_id, now), read.truth
    if truth.reference != str(tenant_id):
        log.error("subscription_of_another", tenant_id=str(tenant_id), ref=truth.ref)
        return
    known = row.provider_ref == truth.ref
    # Also where our own was looked at since: it is another one, whichever was asked about later.
    runs = row.provider_ref is not None and State(row.state) not in CLOSED
    if not known and runs and truth.status is Status.ACTIVE:
        # Its bills are nobody's: what was paid goes back.
        await superseding.undo_later(kernel, session, tenant_id, truth.provider, truth.ref)
        return
    moved = await repository.save_invoices(
        session, tenant_id, truth.provider, read.invoices, read.asked_at
    )
    if moved:
        await kernel.outbox.emit(
            session, SubscriptionMoneyMoved(), tenant_id=tenant_id, resource_id=row.id
        )
    if not known and truth.status is not Status.ACTIVE:
        return
    if row.checked_at is not None and row.checked_at > read.asked_at:
        return
    plan, add_ons = parts_of(truth.items)
    if plan is None:
        log.error("plan_unknown", tenant_id=str(tenant_id), items=sorted(truth.items))
        return
    before = State(row.state)
    said = told(before, truth)
    since = row.state_since if said is before else now
    state = waited(said, since, now)
    since = since if state is said else now
    await repository.keep(
        session,
        row.id,
        {
            "state": state,
            "state_since": since,
            "plan": plan,
            "interval": truth.interval,
            "add_ons": add_ons,
            "provider": truth.provider,
            "provider_ref": truth.ref,
            "customer_ref": truth.customer_ref,
            "period_start": truth.period_start,
            "period_end": truth.period_end,
            "cancel_at_end": truth.cancel_at_end,
            "card": truth.card,
            "card_fingerprint": truth.card_fingerprint,
            "test": truth.test,
            "checked_at": read.asked_at,
            "due_at": due(state, since, truth.period_end),
            "now": now,
        },
    )
    if state is State.ACTIVE:
        await superseding.begun(kernel, session, row)
    await crediting.send_waiting(kernel, session, tenant_id)
    await _moved(kernel, session, row, state, since, plan, actor=actor, now=now)
    await repository.entitle(
        session,
        tenant_id,
        plan=plan,
        entitlements=entitlements(add_ons),
        read_only=state in CLOSED,
        now=now,
    )


async def let_time_pass(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, now: datetime
) -> None:
    """Move a subscription on that nobody collects: a trial that is over, and its grace."""
    row = await begin(session, tenant_id, now)
    before = State(row.state)
    if before is State.TRIALING and row.period_end is not None and now >= row.period_end:
        state = State.GRACE
    else:
        state = waited(before, row.state_since, now)
    if state is before:
        await repository.look_at(session, row.id, due(before, row.state_since, row.period_end))
        return
    await repository.move(
        session, row.id, state=state, due_at=due(state, now, row.period_end), now=now
    )
    await _moved(kernel, session, row, state, now, row.plan, actor=SYSTEM, now=now)
    if state in CLOSED:
        tenant = await repository.tenant(session, tenant_id)
        await repository.entitle(
            session,
            tenant_id,
            plan=row.plan,
            entitlements=tenant.entitlements if tenant is not None else {},
            read_only=True,
            now=now,
        )


async def _moved(
    kernel: Kernel,
    session: AsyncSession,
    row: Any,
    state: State,
    since: datetime,
    plan: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Check that it may move so, note it, and tell the owner."""
    before = State(row.state)
    if state is before and plan == row.plan:
        return
    if state is not before:
        LIFECYCLE.check(before, state)
        await letters.about_state(
            kernel,
            session,
            row.tenant_id,
            state=state,
            plan=plan,
            since=since,
            until=due(state, since, None),
        )
    await audit.record(
        session,
        tenant_id=row.tenant_id,
        actor=actor,
        action="subscription.change",
        resource_type="subscription",
        resource_id=row.id,
        before={"state": row.state, "plan": row.plan},
        after={"state": state.value, "plan": plan},
    )
    log.info("subscription_moved", before=row.state, after=state.value, plan=plan, at=str(now))
