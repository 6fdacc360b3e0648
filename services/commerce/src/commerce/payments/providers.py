"""Which payment providers this process has, and which one a store uses.

Test mode, or local mode without a key, pays at the mock; a configured Stripe key serves everybody
else; without either, checkout is closed. Nothing else in the code knows the difference.
"""

from collections.abc import Mapping

from commerce.payments.errors import CheckoutClosed, ProviderUnknown
from commerce.payments.mock_state import SqlMockState
from commerce.settings import CommerceSettings
from commerce.stores.directory import StoreFacts
from ecomm_connectors.payments.mock.delivery import MockCourier, WebhookSender
from ecomm_connectors.payments.mock.provider import NAME, MockProvider
from ecomm_connectors.payments.port import PaymentProvider
from ecomm_connectors.payments.stripe import StripeProvider
from ecomm_core import clock
from ecomm_core.crypto import derive
from ecomm_core.http import InternalClient
from ecomm_core.kernel import Kernel

PROVIDERS = "payments"
MOCK = NAME
STRIPE = "stripe"


class Providers:
    """The providers of one process."""

    def __init__(self, kernel: Kernel, settings: CommerceSettings, client: InternalClient) -> None:
        self._local = settings.local
        secret = derive(settings.secret_key.get_secret_value(), "mock payment provider").hex()
        self.mock = MockProvider(
            SqlMockState(kernel.database),
            secret=secret,
            page_url=f"{settings.api_url.rstrip('/')}/mock-pay",
            clock=clock.now,
        )
        self._client = client
        self._route = f"{settings.api_url.rstrip('/')}/api/v1/webhooks/{MOCK}"
        self.deliver: WebhookSender = self._post
        """Carries the mock's webhooks to our own route."""
        self.courier = MockCourier(self.mock, self._deliver)
        self._by_name: dict[str, PaymentProvider] = {MOCK: self.mock}
        self._stripe = _stripe(settings)
        if self._stripe is not None:
            self._by_name[STRIPE] = self._stripe

    def replace(self, provider: PaymentProvider) -> None:
        """Let `provider` serve its name from now on."""
        self._by_name[provider.name] = provider

    def named(self, name: str) -> PaymentProvider:
        """The provider that took a payment. Raises ProviderUnknown (404)."""
        found = self._by_name.get(name)
        if found is None:
            raise ProviderUnknown
        return found

    def checkout_open(self, *, test_mode: bool) -> bool:
        """Whether a store in this mode can take payments here."""
        return self._serving(test_mode=test_mode) is not None

    def choose(self, store: StoreFacts) -> PaymentProvider:
        """The provider new payments of this store go to. Raises CheckoutClosed (409)."""
        found = self._serving(test_mode=store.test_mode)
        if found is None:
            raise CheckoutClosed
        return found

    async def close(self) -> None:
        """Give connections back."""
        if self._stripe is not None:
            await self._stripe.aclose()

    def _serving(self, *, test_mode: bool) -> PaymentProvider | None:
        if test_mode:
            return self._by_name[MOCK]
        if STRIPE in self._by_name:
            return self._by_name[STRIPE]
        return self._by_name[MOCK] if self._local else None

    async def _deliver(self, raw_body: bytes, headers: Mapping[str, str]) -> int:
        return await self.deliver(raw_body, headers)

    async def _post(self, raw_body: bytes, headers: Mapping[str, str]) -> int:
        answer = await self._client.request("POST", self._route, content=raw_body, headers=headers)
        return answer.status


def _stripe(settings: CommerceSettings) -> StripeProvider | None:
    if settings.stripe_secret_key is None:
        return None
    secret = settings.stripe_webhook_secret
    return StripeProvider(
        settings.stripe_secret_key.get_secret_value(),
        [secret.get_secret_value()] if secret is not None else [],
        base_url=settings.stripe_api_base,
    )


def providers_of(kernel: Kernel) -> Providers:
    """The providers of this process (put there by the wiring)."""
    found = kernel.parts[PROVIDERS]
    if not isinstance(found, Providers):
        raise TypeError("wiring puts the payment providers into kernel.parts")
    return found


def install(kernel: Kernel, client: InternalClient) -> None:
    """Make the providers of this process."""
    settings = kernel.settings
    if not isinstance(settings, CommerceSettings):
        raise TypeError("commerce runs on CommerceSettings")
    kernel.parts[PROVIDERS] = Providers(kernel, settings, client)
