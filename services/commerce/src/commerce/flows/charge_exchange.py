"""A return is approved whose goods cost more: the shopper gets a link to pay the difference."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from commerce.flows import sell_draft
from commerce.orders.drafts.tokens import pay_url
from commerce.payments import service as payments
from commerce.returns import charging
from commerce.stores.contexts import StoreContext
from ecomm_core import clock
from ecomm_core.kernel import Kernel


async def charge_exchange(context: StoreContext, order: Any, found: Any) -> None:
    """Write the draft of a locked return, and mail its link where the store can be paid. Where it
    cannot, the merchant marks the draft as paid when the money came another way.

    Raises OutOfStock, TooManyDrafts, DraftIncomplete (409).
    """
    draft_id = await charging.charge(context, order, found, clock.now())
    providers = payments.providers_of(context.kernel)
    if draft_id is not None and providers.checkout_open(context.store):
        await sell_draft.send(context, draft_id)


def exchange_link(kernel: Kernel, slug: str, row: Mapping[str, Any]) -> str | None:
    """Where the difference of a return's exchange is paid now; None where nobody waits for it."""
    paying = row["exchange"]
    if paying is None or paying["state"] != "waiting" or not paying["sent"]:
        return None
    return pay_url(kernel, slug, UUID(paying["draft_id"]))
