"""A fake of Stripe as a real HTTP server, following Stripe's documented API for what shops use:
Checkout Sessions with a hosted page, payment intents, charges, refunds, events, signed webhooks,
idempotency keys, error shapes, and faults to order.

    with FakeStripeServer(FakeStripe()) as server:
        provider = StripeProvider("sk_test_fake", ["whsec_fake"], base_url=server.url)
"""

from ecomm_testing.fakes.stripe.account import Choice, FakeAccount
from ecomm_testing.fakes.stripe.app import FakeStripe
from ecomm_testing.fakes.stripe.faults import Fault, FaultKind
from ecomm_testing.fakes.stripe.server import FakeStripeServer
from ecomm_testing.fakes.stripe.webhooks import Endpoint, signed
from ecomm_testing.fakes.stripe.wire import decode_form

__all__ = [
    "Choice",
    "Endpoint",
    "FakeAccount",
    "FakeStripe",
    "FakeStripeServer",
    "Fault",
    "FaultKind",
    "decode_form",
    "signed",
]
