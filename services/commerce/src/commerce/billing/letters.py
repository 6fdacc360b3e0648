"""Mails to the owner of a business about its plan."""

from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing.entitling import Use
from commerce.billing.states import State
from commerce.mail import service as mail
from commerce.mail.kinds import Kind
from commerce.reads.owners import owner_of
from ecomm_core.kernel import Kernel
from ecomm_core.plan_table import PLANS

Step = Literal[
    "trial_ends", "past_due", "grace", "read_only", "cancelled", "active", "usage_80", "usage_100"
]

_STEPS: Final[dict[State, Step]] = {
    State.PAST_DUE: "past_due",
    State.GRACE: "grace",
    State.READ_ONLY: "read_only",
    State.CANCELLED: "cancelled",
}
_WORDS: Final = {
    "stores": "stores",
    "products": "products in one store",
    "custom_domains": "custom domains",
}


async def about_state(
    kernel: Kernel,
    session: AsyncSession,
    tenant_id: UUID,
    *,
    state: State,
    plan: str,
    since: datetime,
    until: datetime | None,
) -> None:
    """Tell the owner that the subscription has moved; a mail for each time it does."""
    step = _STEPS.get(state)
    if step is not None:
        await _send(
            kernel,
            session,
            tenant_id,
            key=f"billing:{step}:{int(since.timestamp())}",
            step=step,
            plan=plan,
            until=until,
        )


async def about_trial(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, *, plan: str, until: datetime
) -> None:
    """Tell the owner that the trial ends soon."""
    await _send(
        kernel,
        session,
        tenant_id,
        key=f"billing:trial_ends:{int(until.timestamp())}",
        step="trial_ends",
        plan=plan,
        until=until,
    )


async def about_use(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, use: Use, *, plan: str, level: int
) -> None:
    """Tell the owner that a limit is near, or reached: once for each limit, level and size."""
    await _send(
        kernel,
        session,
        tenant_id,
        key=f"billing:usage:{use.name}:{level}:{use.limit}",
        step="usage_100" if level == 100 else "usage_80",
        plan=plan,
        what=_WORDS.get(use.name, use.name.replace("_", " ")),
        used=use.used,
        limit=use.limit,
        lifted_by=PLANS[use.lifted_by].title if use.lifted_by else None,
    )


async def _send(
    kernel: Kernel,
    session: AsyncSession,
    tenant_id: UUID,
    *,
    key: str,
    step: Step,
    plan: str,
    until: datetime | None = None,
    what: str | None = None,
    used: int | None = None,
    limit: int | None = None,
    lifted_by: str | None = None,
) -> None:
    owner = await owner_of(session, tenant_id)
    if owner is None:
        return
    base = kernel.settings.dashboard_url.rstrip("/")
    page = "/billing/plans" if step in ("trial_ends", "usage_80", "usage_100") else "/billing"
    await mail.send(
        session,
        kernel,
        tenant_id=tenant_id,
        kind=Kind.BILLING,
        to=owner.email,
        key=key,
        context={
            "step": step,
            "plan": PLANS[plan].title,
            "until": until,
            "what": what,
            "used": used,
            "limit": limit,
            "lifted_by": lifted_by,
            "url": f"{base}{page}",
        },
    )
