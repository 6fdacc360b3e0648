"""One business has one subscription, however often it begins a checkout.

A checkout that is begun while another page is open replaces it: the page before is closed at the
provider. Should somebody have paid on both all the same (the second page opened as the first was
being paid, or a closing was lost), the subscription that we know stays, and the other one ends at
once with its money given back, and the log says so. Both are jobs, asked again until the provider
has answered.
"""

from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.billing import repository
from commerce.billing.providers import subscriptions_of
from commerce.billing.states import CLOSED, State
from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_connectors.subscriptions.port import SubscriptionProvider, Undone
from ecomm_core import audit
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.tasks.registry import CallTask, Task

log = get_logger(__name__)

CLOSE: Final = "commerce.billing.close_page"
UNDO: Final = "commerce.billing.undo"


@dataclass(frozen=True, slots=True)
class About:
    """A page or a subscription at its provider."""

    provider: str
    ref: str


async def turn(
    kernel: Kernel, session: AsyncSession, row: Any, *, provider: str, ref: str, mark: str
) -> None:
    """A page was opened: it is the one, and the page before is closed after the commit. The row is
    locked, so of two checkouts at the same time the later one counts."""
    if row.page_ref is not None and row.page_ref != ref:
        await close_later(kernel, session, row.tenant_id, row.page_provider, row.page_ref)
    await repository.open_page(session, row.id, provider=provider, ref=ref, mark=mark)


async def begun(kernel: Kernel, session: AsyncSession, row: Any) -> None:
    """A subscription runs: no page shall begin another one."""
    if row.page_ref is not None:
        await close_later(kernel, session, row.tenant_id, row.page_provider, row.page_ref)
        await repository.drop_page(session, row.id)


async def close_later(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, provider: str, ref: str
) -> None:
    """Have a page closed after the commit."""
    await _ask(kernel, session, CLOSE, tenant_id, provider, ref)


async def undo_later(
    kernel: Kernel, session: AsyncSession, tenant_id: UUID, provider: str, ref: str
) -> None:
    """Have a second subscription ended and its money given back after the commit."""
    log.error("second_subscription", tenant_id=str(tenant_id), ref=ref)
    await _ask(kernel, session, UNDO, tenant_id, provider, ref)


async def _ask(
    kernel: Kernel, session: AsyncSession, task: str, tenant_id: UUID, provider: str, ref: str
) -> None:
    args = {"provider": provider, "ref": ref}
    await kernel.outbox.enqueue(session, task, args, tenant_id=tenant_id, queue="critical")


def _about(delivery: Delivery) -> About:
    return About(delivery.args["provider"], delivery.args["ref"])


async def to_close(
    _kernel: Kernel, session: AsyncSession, delivery: Delivery
) -> tuple[About] | None:
    """The page, unless it is the one that is open again by now."""
    about = _about(delivery)
    row = await repository.find(session, delivery.tenant_id)
    return None if row is not None and row.page_ref == about.ref else (about,)


async def close(kernel: Kernel, found: tuple[About]) -> bool:
    """Close it; False where somebody has paid on it: its subscription is heard of by itself. Raises
    ProviderUnavailable: tried again. A refusal is final: there is no such page."""
    [about] = found
    provider = _provider(kernel, about)
    if provider is None:
        return True
    try:
        return await provider.close_page(about.ref)
    except ProviderRefused as error:
        log.warning("page_gone", provider=about.provider, ref=about.ref, reason=error.reason)
        return True


async def closed(
    _kernel: Kernel, _session: AsyncSession, delivery: Delivery, _found: Any, fine: bool
) -> None:
    """Note a page that could not be closed, since somebody has paid on it."""
    if not fine:
        log.info("page_was_paid", tenant_id=str(delivery.tenant_id), ref=delivery.args["ref"])


async def to_undo(_kernel: Kernel, session: AsyncSession, delivery: Delivery) -> About | None:
    """The second subscription, while ours is another one and runs."""
    about = _about(delivery)
    row = await repository.find(session, delivery.tenant_id)
    if row is None or row.provider_ref is None or row.provider_ref == about.ref:
        return None
    return None if State(row.state) in CLOSED else about


async def undo(kernel: Kernel, about: About) -> Undone | None:
    """End it and give back what was paid. Raises ProviderUnavailable: tried again."""
    provider = _provider(kernel, about)
    if provider is None:
        return None
    try:
        return await provider.undo(about.ref)
    except ProviderRefused as error:
        log.exception("second_subscription_stays", ref=about.ref, reason=error.reason)
        raise


async def undone(
    _kernel: Kernel,
    session: AsyncSession,
    delivery: Delivery,
    about: About,
    what: Undone | None,
) -> None:
    """Say so in the log of the business, once."""
    tenant_id = delivery.tenant_id
    if what is None or not await repository.once(
        session, tenant_id, about.provider, f"undone:{about.ref}", about.ref
    ):
        return
    row = await repository.find(session, tenant_id)
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor="system",
        action="subscription.undo_second",
        resource_type="subscription",
        resource_id=row.id if row is not None else None,
        before={"ref": about.ref},
        after={"refunded": what.refunded, "currency": what.currency},
    )


def _provider(kernel: Kernel, about: About) -> SubscriptionProvider | None:
    found = subscriptions_of(kernel).named(about.provider)
    if found is None:
        log.error("billing_provider_gone", provider=about.provider)
    return found


TASKS: list[Task] = [
    CallTask(CLOSE, to_close, close, closed),
    CallTask(UNDO, to_undo, undo, undone),
]
