"""The room that a file's stories take place in: a store, its people, its shoppers."""

import secrets
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from commerce.billing.providers import subscriptions_of
from commerce.openapi import document
from commerce.payments.service import providers_of
from ecomm_core import clock
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, ShopStore, create_store, register_merchant
from ecomm_testing.members import join
from ecomm_testing.turning import TurningTransport

from .backstage import Backstage, put_name_servers
from .story import PASSWORD, Desk, Letter, Order, basket, euros
from .walking import Recorder, Walked


@pytest.fixture(scope="session")
def recorder(kernel: Kernel) -> Recorder:
    """Around the process-wide application."""
    return Recorder(kernel.parts["app"])


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def api(recorder: Recorder) -> AsyncIterator[httpx2.AsyncClient]:
    """A client of the real application whose calls are noted."""
    transport = TurningTransport(recorder, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as client:
        yield client


@pytest.fixture(scope="session")
def operations() -> dict[str, Any]:
    """The OpenAPI document, which takes a second to make."""
    return document()


@pytest.fixture(scope="module", autouse=True)
def walked(recorder: Recorder, operations: dict[str, Any]) -> Walked:
    """What is answered from this file's first test on."""
    recorder.answered = {}
    return Walked(operations, recorder.answered)


@pytest_asyncio.fixture(autouse=True, loop_scope="session")
async def bills_are_heard(kernel: Kernel, api: httpx2.AsyncClient) -> AsyncIterator[None]:
    """The mock's webhooks reach the application's own route."""
    providers = subscriptions_of(kernel)
    before = providers.deliver

    async def deliver(raw_body: bytes, headers: Any) -> int:
        reply = await api.post("/api/v1/webhooks/mock", content=raw_body, headers=dict(headers))
        return reply.status_code

    providers.deliver = deliver
    yield
    providers.deliver = before


@dataclass(slots=True)
class Room:
    """A store of `owner`'s; `viewer` is of the same business and may only look, `stranger` owns
    another one and names this store's things. `account` is the owner above all stores."""

    owner: Desk
    account: Desk
    viewer: Desk
    stranger: Desk
    shop: Desk
    store: dict[str, Any]
    email: str
    backstage: Backstage

    async def sign_in(self) -> None:
        """Again, after time went by."""
        login = self.account.at("/auth/login")
        made = await login.post("", email=self.email, password=PASSWORD)
        self.account.headers["Authorization"] = f"Bearer {made['access_token']}"

    async def work(self) -> list[str]:
        """Let the worker do what is due."""
        return await self.backstage.work()

    def letters(self, to: str) -> list[Letter]:
        """Mails that somebody got, oldest first."""
        return self.backstage.letters(to)

    def token(self, to: str, page: str = "") -> str:
        """The token of the newest link (to a page) that somebody got."""
        linked = [letter for letter in self.letters(to) if f"{page}?token=" in letter.text]
        assert linked, f"{to} got no link to {page}"
        return linked[-1].token(page)

    async def audited(self, action: str, thing: str | None = None) -> None:
        """The owner's deed stands in the audit log, with their name."""
        me = (await self.account.get("/auth/me"))["id"]
        found = await self.backstage.audit(thing)
        assert (action, f"user:{me}") in found, found

    async def denied(self, method: str, path: str, body: Any = None, *, watch: str) -> None:
        """Who may only look, another business and nobody at all are refused, see no data, and
        what the owner sees at `watch` stays as it was."""
        before = (await self.owner.reply("GET", watch)).json()["data"]
        nobody = Desk(self.owner.api, self.owner.base)
        for who, status in ((self.viewer, 403), (self.stranger, 404), (nobody, 401)):
            assert (await who.refused(method, path, body))[0] == status, (method, path, status)
        after = (await self.owner.reply("GET", watch)).json()["data"]
        assert after == before, "refused, yet changed"

    async def hidden(self, path: str) -> None:
        """Another business and nobody at all do not get to read it; who may look does."""
        await self.viewer.reply("GET", path)
        nobody = Desk(self.owner.api, self.owner.base)
        for who, status in ((self.stranger, 404), (nobody, 401)):
            assert (await who.refused("GET", path))[0] == status, (path, status)

    async def product(self, **fields: Any) -> Any:
        """A product on sale: 24.99, ten of it, unless told."""
        title = f"Thing {secrets.token_hex(3)}"
        body = {"title": title, "status": "active", "price": euros(2499), "stock": 10, **fields}
        return await self.owner.post("/products", body)

    async def order(self, *lines: tuple[str, int], **how: Any) -> Order:
        """Somebody has bought this; the worker has done what follows."""
        buyer = await basket(self.shop, *lines, email=how.pop("email", None))
        bought = await buyer.buy(**how)
        await self.work()
        seat = Desk(self.shop.api, self.shop.base, {"X-Order-Token": bought["token"]})
        return Order(
            bought["id"],
            bought["number"],
            bought["token"],
            self.owner.at(f"/orders/{bought['id']}"),
            seat.at(f"/orders/{bought['id']}"),
        )

    async def colleague(self, role: str) -> Desk:
        """Somebody of the same business with a role, at this store."""
        owner = Merchant(
            self.account.api, self.email, self.backstage.tenant_id, self.backstage.tenant_id, "", ""
        )
        person = await join(self.backstage.kernel, owner, role)
        return Desk(self.account.api, self.owner.base, person.headers)


async def make_room(api: httpx2.AsyncClient, kernel: Kernel, mailbox: Path, names: Any) -> Room:
    """A merchant with a store, and the people around it."""
    merchant = await register_merchant(api)
    store: ShopStore = await create_store(merchant, kernel)
    base = f"/api/v1{store.path}"
    viewer = await join(kernel, merchant, "viewer")
    stranger = await register_merchant(api)
    headers = dict(merchant.headers)
    account = Desk(api, "/api/v1", headers)
    return Room(
        owner=Desk(api, base, headers),
        account=account,
        viewer=Desk(api, base, viewer.headers),
        stranger=Desk(api, base, stranger.headers),
        shop=Desk(api, store.public),
        store=await account.get(store.path),
        email=merchant.email,
        backstage=Backstage(kernel, merchant.tenant_id, mailbox, names),
    )


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def room(
    api: httpx2.AsyncClient, kernel: Kernel, environ: dict[str, str], walked: Walked
) -> AsyncIterator[Room]:
    """One for all stories of a file; EUR, Germany, 19 % in its prices, 4.90 shipping."""
    names, back = put_name_servers(kernel)
    providers = providers_of(kernel)
    before = providers.deliver

    async def deliver(raw_body: bytes, headers: Any) -> int:
        reply = await api.post("/api/v1/webhooks/mock", content=raw_body, headers=dict(headers))
        return reply.status_code

    providers.deliver = deliver
    yield await make_room(api, kernel, Path(environ["ECOMM_MAILBOX_DIR"]), names)
    providers.deliver = before
    back()


@pytest.fixture(autouse=True)
def own_time(kernel: Kernel) -> Iterator[None]:
    """The clock is back where it was after each story."""
    before = clock.shift()
    yield
    clock.set_shift(before)
