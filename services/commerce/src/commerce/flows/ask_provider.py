"""Ask the providers what became of a checkout's payments. No transaction is open meanwhile."""

from datetime import timedelta
from uuid import UUID

from commerce.flows.verdict import News
from commerce.payments import service as payments
from commerce.reads.checkout_case import AttemptRow, CheckoutCase
from ecomm_connectors.payments.errors import ProviderRefused, ProviderUnavailable
from ecomm_connectors.payments.port import PaymentProvider, PaymentState
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

IN_FLIGHT = timedelta(minutes=1)
"""A session is made within this time of its intent; before that, not finding it says nothing."""

SINCE = timedelta(minutes=5)
"""Clocks differ: sessions are looked for from a little before the intent on."""


async def ask(kernel: Kernel, case: CheckoutCase, *, also: UUID | None = None) -> list[News]:
    """News of every attempt that may still change, and of the attempt `also`.

    Attempts whose provider does not answer are left out; ProviderUnavailable is raised only when
    none answered.
    """
    providers = payments.providers_of(kernel)
    news: list[News] = []
    failure: ProviderUnavailable | None = None
    for attempt in case.payments:
        if attempt.status not in payments.OPEN and attempt.id != also:
            continue
        checked_at = clock.now()
        try:
            told = await fetch(providers.named(attempt.provider), attempt)
        except ProviderUnavailable as error:
            failure = error
            log.warning("provider_unavailable", payment_id=str(attempt.id), error=str(error))
            continue
        if told is None and checked_at - attempt.requested_at < IN_FLIGHT:
            continue
        news.append(News(attempt, told, checked_at))
    if failure is not None and not news:
        raise failure
    return news


async def fetch(provider: PaymentProvider, attempt: AttemptRow) -> PaymentState | None:
    """The provider's word on one attempt; None when it has never heard of it.

    Raises ProviderUnavailable.
    """
    try:
        if attempt.provider_ref is not None:
            return await provider.fetch(attempt.provider_ref)
        # The process died between writing the intent and keeping the answer: look it up by our
        # own reference before anything else.
        return await provider.find(str(attempt.id), since=attempt.requested_at - SINCE)
    except ProviderRefused as error:
        log.exception("provider_refused", payment_id=str(attempt.id), reason=error.reason)
        raise ProviderUnavailable(f"refused to tell: {error.reason}") from error
