"""HTTP of payments: the providers' webhooks."""

from typing import Any, Literal

from fastapi import Request

from commerce.billing import inbox as billing
from commerce.payments import inbox
from commerce.payments.errors import PaymentUnknown, ProviderUnknown, SignatureRefused
from ecomm_core.api.auth import Public
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.errors import Unavailable
from ecomm_core.rates import Rate

routes = router("webhooks", "/webhooks")

SIGNED_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}
"""The body is read as raw bytes, because the signature is over them."""


@routes.post(
    "/{provider}",
    responses=errors(SignatureRefused, PaymentUnknown, ProviderUnknown, Unavailable),
    openapi_extra=SIGNED_BODY,
)
@rated(Rate.WEBHOOKS)
async def receive(
    caller: Public, request: Request, provider: Literal["stripe", "mock"]
) -> Reply[dict[str, Any]]:
    """Take a payment provider's event, of a shop's payment or of a business's plan: verify, keep it
    once, answer. `fresh` tells whether it was
    new; what it means is then read from the provider itself."""
    body = await request.body()
    fresh = await billing.take(caller.kernel, provider, body, request.headers)
    if fresh is None:
        fresh = await inbox.take(caller.kernel, provider, body, request.headers)
    return ok({"received": True, "fresh": fresh})
