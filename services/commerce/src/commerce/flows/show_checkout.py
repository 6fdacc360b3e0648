"""Where a checkout stands, for the shopper who comes back from the payment page."""

from uuid import UUID

from commerce.checkout.errors import CheckoutNotFound
from commerce.checkout.schemas import CheckoutStateOut, PlacedOrderOut
from commerce.checkout.service import OPEN, CheckoutState
from commerce.flows.complete_cart import Settled, complete_case, standing
from commerce.flows.open_payment import totals_out
from commerce.orders import service as orders
from commerce.reads.checkout_case import CheckoutCase, load_case
from commerce.stores.directory import StoreFacts
from commerce.stores.postal import Address
from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger

log = get_logger(__name__)

ACTOR = "shopper"


async def show_checkout(
    kernel: Kernel, store: StoreFacts, token_hash: bytes, checkout_id: UUID
) -> CheckoutStateOut:
    """The state, completed first when the provider says it is paid.

    Raises CheckoutNotFound (404), also for another cart's token. A provider that does not answer
    is no refusal: what we know is shown.
    """
    async with kernel.database.transaction(store.scope) as session:
        case = await load_case(session, checkout_id=checkout_id, token_hash=token_hash)
    if case is None:
        raise CheckoutNotFound
    try:
        settled = await complete_case(kernel, case, actor=ACTOR)
    except ProviderUnavailable as error:
        log.warning("provider_unavailable", checkout_id=str(case.id), error=str(error))
        settled = standing(case)
    return _out(kernel, case, settled)


def _out(kernel: Kernel, case: CheckoutCase, settled: Settled) -> CheckoutStateOut:
    order = None
    if settled.order is not None:
        order = PlacedOrderOut(
            id=settled.order.id,
            number=settled.order.number,
            token=orders.status_token(kernel, settled.order.id),
        )
    current = case.current
    payable = settled.state in OPEN and settled.state is not CheckoutState.PROCESSING
    return CheckoutStateOut.model_construct(
        checkout_id=case.id,
        cart_id=case.cart_id,
        state=settled.state.value,
        email=case.email,
        shipping_address=Address.model_construct(**case.shipping_address),
        payment_url=current.payment_url if current is not None and payable else None,
        totals=totals_out(case),
        order=order,
        message=settled.message,
        expires_at=case.expires_at,
    )
