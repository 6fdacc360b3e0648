"""Which payment providers this process has, and which one a store uses.

Test mode, or local mode without a key, pays at the mock; a configured Stripe key serves everybody
else; without either, checkout is closed. Nothing else in the code knows the difference.
"""

from collections.abc import Mapping

from commerce.payments.by_hand import NAME as BY_HAND
from commerce.payments.by_hand import ByHand
from commerce.payments.errors import CheckoutClosed, ProviderUnknown
from commerce.payments.mock_state import SqlMockState
from commerce.settings import CommerceSettings
from commerce.stores.directory import StoreFacts
from ecomm_connectors.payments.accounts import PayoutAccounts
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
        self._by_name: dict[str, PaymentProvider] = {
            MOCK: self.mock,
            BY_HAND: ByHand(kernel.database),
        }
        self._stripe = _stripe(settings)
        if self._stripe is not None:
            self._by_name[STRIPE] = self._stripe
        self._accounts: PayoutAccounts | None = self._stripe if settings.connects else None

    def replace(self, provider: PaymentProvider) -> None:
        """Let `provider` serve its name from now on."""
        self._by_name[provider.name] = provider

    def connect_to(self, accounts: PayoutAccounts) -> None:
        """Let stores be paid out to accounts of their own, kept there, from now on."""
        self._accounts = accounts

    def named(self, name: str) -> PaymentProvider:
        """The provider that took a payment. Raises ProviderUnknown (404)."""
        found = self._by_name.get(name)
        if found is None:
            raise ProviderUnknown
        return found

    def all(self) -> list[PaymentProvider]:
        """Every provider that may have taken money and has books of its own to compare with: what
        merchants took themselves stands in ours alone."""
        return [found for name, found in self._by_name.items() if name != BY_HAND]

    @property
    def connects(self) -> bool:
        """Whether stores are paid out to accounts of their own."""
        return self._accounts is not None

    @property
    def real(self) -> bool:
        """Whether there is a provider that takes real money."""
        return STRIPE in self._by_name

    @property
    def accounts(self) -> PayoutAccounts:
        """Where payout accounts are kept. Raises ProviderUnknown (404)."""
        if self._accounts is None:
            raise ProviderUnknown
        return self._accounts

    def serving(self, store: StoreFacts) -> str | None:
        """The name of the provider new payments of this store go to; None: checkout is closed."""
        found = self._serving(store)
        return found.name if found is not None else None

    def pays_out_to(self, store: StoreFacts, provider: str) -> str | None:
        """The store's own account that a payment's money goes on to."""
        return store.payout_account if self.connects and provider == STRIPE else None

    def checkout_open(self, store: StoreFacts) -> bool:
        """Whether this store can take payments here."""
        return self._serving(store) is not None

    def test_money(self, store: StoreFacts) -> bool:
        """Whether what this store takes is not real: it pays at the mock."""
        serving = self._serving(store)
        return serving is not None and serving.name == MOCK

    def choose(self, store: StoreFacts) -> PaymentProvider:
        """The provider new payments of this store go to. Raises CheckoutClosed (409)."""
        found = self._serving(store)
        if found is None:
            raise CheckoutClosed
        return found

    async def close(self) -> None:
        """Give connections back."""
        if self._stripe is not None:
            await self._stripe.aclose()

    def _serving(self, store: StoreFacts) -> PaymentProvider | None:
        if store.test_mode:
            return self._by_name[MOCK]
        if STRIPE in self._by_name:
            ready = not self.connects or store.payout_account is not None
            return self._by_name[STRIPE] if ready else None
        return self._by_name[MOCK] if self._local else None

    async def _deliver(self, raw_body: bytes, headers: Mapping[str, str]) -> int:
        return await self.deliver(raw_body, headers)

    async def _post(self, raw_body: bytes, headers: Mapping[str, str]) -> int:
        answer = await self._client.request("POST", self._route, content=raw_body, headers=headers)
        return answer.status


def _stripe(settings: CommerceSettings) -> StripeProvider | None:
    if settings.stripe_secret_key is None:
        return None
    secrets = (settings.stripe_webhook_secret, settings.stripe_connect_webhook_secret)
    return StripeProvider(
        settings.stripe_secret_key.get_secret_value(),
        [secret.get_secret_value() for secret in secrets if secret is not None],
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
    made = kernel.parts[PROVIDERS] = Providers(kernel, settings, client)
    kernel.closers.append(made.close)
