"""Who collects the fees: Stripe where billing is on and there is a key; in local mode the mock; in
production without either, nobody (ADR 0023)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from commerce.billing.errors import BillingOff
from commerce.settings import CommerceSettings
from ecomm_connectors.payments.errors import ProviderUnavailable
from ecomm_connectors.subscriptions.mock.courier import Sender, SubscriptionCourier
from ecomm_connectors.subscriptions.mock.provider import NAME as MOCK
from ecomm_connectors.subscriptions.mock.provider import MockSubscriptions
from ecomm_connectors.subscriptions.port import SubscriptionProvider
from ecomm_connectors.subscriptions.stripe import StripeSubscriptions
from ecomm_core import clock
from ecomm_core.crypto import derive
from ecomm_core.db.engine import Database
from ecomm_core.db.lost import LOST
from ecomm_core.http import InternalClient
from ecomm_core.kernel import Kernel

PART = "subscriptions"

_ADD = """insert into mock_subscriptions (id, version, due_at, body) values ($1, 1, $2, $3)
  on conflict (id) do nothing returning id"""
_GET = "select body from mock_subscriptions where id = $1"
_REPLACE = """update mock_subscriptions set version = version + 1, due_at = $2, body = $3
  where id = $1 and version = $4 returning id"""
_DUE = "select id from mock_subscriptions where due_at <= $1 order by due_at, id limit $2"


class SqlMockBooks:
    """The mock's books in PostgreSQL: each call is one statement that commits by itself."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, book_id: str, body: str, due_at: datetime | None) -> bool:
        """Insert; False when the id is taken."""
        return await self._one(_ADD, book_id, due_at, body) is not None

    async def get(self, book_id: str) -> str | None:
        """The book, None when unknown."""
        if "\x00" in book_id:
            return None
        found: str | None = await self._one(_GET, book_id)
        return found

    async def replace(self, book_id: str, body: str, due_at: datetime | None, version: int) -> bool:
        """Compare and set."""
        return await self._one(_REPLACE, book_id, due_at, body, version) is not None

    async def list_due(self, now: datetime, limit: int) -> Sequence[str]:
        """Ids with something to do by `now`."""
        try:
            rows = await (await self._database.reads()).fetch(_DUE, now, limit)
        except LOST as error:
            raise ProviderUnavailable("the mock's books are closed", retry_after=2) from error
        return [row["id"] for row in rows]

    async def _one(self, query: str, *args: Any) -> Any:
        try:
            return await (await self._database.reads()).fetchval(query, *args)
        except LOST as error:
            raise ProviderUnavailable("the mock's books are closed", retry_after=2) from error


class SubscriptionProviders:
    """Who collects fees for this process."""

    def __init__(self, kernel: Kernel, settings: CommerceSettings, client: InternalClient) -> None:
        secret = derive(settings.secret_key.get_secret_value(), "mock subscription provider").hex()
        self.mock = MockSubscriptions(
            SqlMockBooks(kernel.database),
            secret=secret,
            page_url=f"{settings.api_url.rstrip('/')}/mock-billing",
            clock=clock.now,
        )
        self._client = client
        self._route = f"{settings.api_url.rstrip('/')}/api/v1/webhooks/{MOCK}"
        self.deliver: Sender = self._post
        """Carries the mock's webhooks to our own route."""
        self.courier = SubscriptionCourier(self.mock, self._deliver)
        self._by_name: dict[str, SubscriptionProvider] = {MOCK: self.mock}
        self._stripe = _stripe(settings)
        if self._stripe is not None:
            self._by_name[self._stripe.name] = self._stripe
        if settings.billing and self._stripe is not None:
            self._serving: str | None = self._stripe.name
        else:
            self._serving = MOCK if settings.local else None

    def named(self, name: str) -> SubscriptionProvider | None:
        """The provider of this name, if there is one."""
        return self._by_name.get(name)

    @property
    def open(self) -> bool:
        """Whether plans are sold here."""
        return self._serving is not None

    def serving(self) -> SubscriptionProvider:
        """Who new subscriptions go to. Raises BillingOff (409)."""
        if self._serving is None:
            raise BillingOff
        return self._by_name[self._serving]

    async def close(self) -> None:
        """Give connections back."""
        if self._stripe is not None:
            await self._stripe.aclose()

    async def _deliver(self, raw_body: bytes, headers: Mapping[str, str]) -> int:
        return await self.deliver(raw_body, headers)

    async def _post(self, raw_body: bytes, headers: Mapping[str, str]) -> int:
        answer = await self._client.request("POST", self._route, content=raw_body, headers=headers)
        return answer.status


def _stripe(settings: CommerceSettings) -> StripeSubscriptions | None:
    if settings.stripe_secret_key is None:
        return None
    secrets = (settings.stripe_webhook_secret, settings.stripe_connect_webhook_secret)
    return StripeSubscriptions(
        settings.stripe_secret_key.get_secret_value(),
        [secret.get_secret_value() for secret in secrets if secret is not None],
        base_url=settings.stripe_api_base,
    )


def subscriptions_of(kernel: Kernel) -> SubscriptionProviders:
    """Who collects fees for this process (put there by the wiring)."""
    found = kernel.parts[PART]
    if not isinstance(found, SubscriptionProviders):
        raise TypeError("wiring puts the subscription providers into kernel.parts")
    return found


def install(kernel: Kernel, client: InternalClient) -> None:
    """Make them."""
    settings = kernel.settings
    if not isinstance(settings, CommerceSettings):
        raise TypeError("commerce runs on CommerceSettings")
    made = kernel.parts[PART] = SubscriptionProviders(kernel, settings, client)
    kernel.closers.append(made.close)
