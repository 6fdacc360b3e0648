"""The merchant hears of a dispute: when it is opened, and when the bank has decided."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import service as mail
from commerce.reads.checkout_case import CheckoutCase
from commerce.reads.stock_alerts import owner_email
from commerce.stores import service as stores
from commerce.stores.errors import StoreNotFound
from ecomm_connectors.payments.disputes import DisputeState
from ecomm_core.kernel import Kernel


async def tell_merchant(
    kernel: Kernel,
    session: AsyncSession,
    case: CheckoutCase,
    dispute_id: UUID,
    told: DisputeState,
    *,
    escalated: bool,
) -> None:
    """One mail per step of a dispute, to the store's address or the owner's."""
    try:
        store = await stores.get(session, case.store_id)
    except StoreNotFound:
        return
    to = store.contact_email or await owner_email(session, case.tenant_id)
    if to is None:
        return
    step = f"{told.status.value}:{'inquiry' if told.inquiry else 'dispute'}"
    await mail.send(
        session,
        kernel,
        tenant_id=case.tenant_id,
        store_id=store.id,
        kind=mail.Kind.DISPUTE,
        to=to,
        key=f"dispute:{dispute_id}:{step}{':escalated' if escalated else ''}",
        context={
            "number": case.order_number,
            "amount": {"amount": told.amount, "currency": told.currency},
            "step": told.status.value,
            "inquiry": told.inquiry,
            "reason": told.reason.replace("_", " ")[:300],
            "due_by": told.due_by.isoformat() if told.due_by is not None else None,
            "url": f"{kernel.settings.dashboard_url}/stores/{store.id}/disputes/{dispute_id}",
        },
    )
