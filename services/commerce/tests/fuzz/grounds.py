"""Commerce as its callers know it: who may do what, and the world each of them fuzzes in."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import requests

from commerce.channels.connecting import connectors_of
from commerce.payments.providers import providers_of
from commerce.sourcing.suppliers.adapters import adapters_of
from ecomm_connectors.payments.mock import SIGNATURE_HEADER, MockProvider
from ecomm_connectors.payments.signature import sign
from ecomm_core import clock
from ecomm_core.api.internal import signature
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, create_store
from ecomm_testing.fakes.channels.memory import SIGNATURE as CHANNEL_SIGNATURE
from ecomm_testing.fakes.channels.memory import MemoryConnector, sign_hint
from ecomm_testing.fakes.suppliers import SIGNATURE as SUPPLIER_SIGNATURE
from ecomm_testing.fakes.suppliers import MemoryAdapter
from ecomm_testing.fakes.suppliers import sign_event as sign_supplier_event
from ecomm_testing.fuzz.campaign import PHASES
from ecomm_testing.fuzz.seeds import Prepare
from ecomm_testing.fuzz.serving import Served
from ecomm_testing.leak import Call, Operation
from services.commerce.tests.security.channel_operations import kept_in_step
from services.commerce.tests.security.operations import OPERATIONS
from services.commerce.tests.security.sourcing_operations import supplier_id
from services.commerce.tests.security.world import World, build, fresh_cart

STOCK = 1_000_000
"""Fuzzed orders never sell the world's product out."""

SPARE_STORE = {"stores_update"}
"""Operations that change what the rest of the world stands on: they get a store of their own."""

ANY_MEMBER = {
    "auth_logout",
    "auth_switch",
    "auth_update_me",
    "auth_resend_verification",
    "auth_change_password",
    "auth_enrol_factor",
    "auth_confirm_factor",
    "auth_renew_recovery_codes",
    "auth_disable_factor",
    "auth_end_other_sessions",
    "auth_join_by_invite",
    "auth_ask_own_copy",
    "auth_delete_me",
    "notifications_mark",
    "notifications_set_preferences",
}
"""Writes that every signed-in merchant may do for themselves."""

STAFF_READS = {
    "audit_choices",
    "audit_export",
    "audit_list_entries",
    "customers_export",
    "exports_file_csv",
    "gift_cards_export_csv",
    "privacy_copy_json",
    "privacy_get_request",
    "privacy_list_requests",
    "privacy_preview",
    "subscribers_export",
    "subscriptions_list_plan_invoices",
    "partners_list_introductions",
    "partners_list_credits",
    "partners_list_commissions",
    "partners_list_payouts",
}
"""Reads that a viewer is refused: whole address books, files with costs, what others did."""

SIGNED = {"webhooks_receive", "supplier_webhooks_receive", "channel_webhooks_receive"}
"""Who calls these proves it by a signature over the body."""

LOCAL_ONLY = {"test_clock"}
"""Exists in local mode only."""

Credentials = Callable[[World], Awaitable[dict[str, str]]]


async def owner(world: World) -> dict[str, str]:
    """The tenant's owner, signed in anew."""
    return await _signed_in(world, world.owner.email)


async def viewer(world: World) -> dict[str, str]:
    """The lowest role of the tenant, signed in anew."""
    headers = await _signed_in(world, world.viewer.email)
    body = {"tenant_id": str(world.owner.tenant_id)}
    reply = await world.api.post("/api/v1/auth/switch", json=body, headers=headers)
    assert reply.status_code == 200, reply.text
    return {"Authorization": f"Bearer {reply.json()['data']['access_token']}"}


async def shopper(world: World) -> dict[str, str]:
    """A customer of the world's shop, signed in anew."""
    reply = await world.api.post(
        f"{world.store.public}/customers/login",
        json={"email": world.shopper_email, "password": PASSWORD},
    )
    assert reply.status_code == 200, reply.text
    return {"Authorization": f"Bearer {reply.json()['data']['access_token']}"}


async def nobody(_world: World) -> dict[str, str]:
    """No credentials."""
    return {}


async def _signed_in(world: World, email: str) -> dict[str, str]:
    reply = await world.api.post("/api/v1/auth/login", json={"email": email, "password": PASSWORD})
    assert reply.status_code == 200, reply.text
    return {"Authorization": f"Bearer {reply.json()['data']['access_token']}"}


@dataclass(frozen=True, slots=True)
class Role:
    """Who calls, and which operations are theirs: those must be answered 2xx."""

    name: str
    credentials: Credentials
    owns: Callable[[Operation], bool]
    holds_tokens: bool = False
    signs: bool = False
    phases: tuple[str, ...] = PHASES
    """In the suite. A viewer's and a server's reads have the boundaries that an owner's and a
    shopper's have, and an owner's operations follow on each other in the lifecycles' stories; long
    runs go through them all the same."""


ROLES = {
    role.name: role
    for role in (
        Role(
            "owner",
            owner,
            lambda o: o.access == "merchant",
            phases=("examples", "coverage", "fuzzing"),
        ),
        Role(
            "viewer",
            viewer,
            lambda o: (
                o.access == "merchant"
                and o.id not in STAFF_READS
                and (not o.writes or o.id in ANY_MEMBER)
            ),
            phases=("examples", "fuzzing", "stateful"),
        ),
        Role("shopper", shopper, lambda o: o.access == "shopper"),
        Role("anonymous", nobody, lambda o: o.access == "public" and o.id not in SIGNED),
        Role("token", nobody, lambda o: o.access == "capability", holds_tokens=True),
        Role(
            "service",
            nobody,
            lambda o: o.id.startswith("public_") or o.id in SIGNED,
            signs=True,
            phases=("examples", "fuzzing", "stateful"),
        ),
    )
}


@dataclass(slots=True)
class CommerceGround:
    """A world as one role sees it."""

    world: World
    role: Role
    provider: MockProvider

    async def call(self, operation_id: str) -> Call:
        """The rightful call, away from what others stand on."""
        if operation_id == "webhooks_receive":
            return await self._webhook()
        if operation_id == "supplier_webhooks_receive":
            return await self._supplier_webhook()
        if operation_id == "channel_webhooks_receive":
            return await self._channel_webhook()
        made = await OPERATIONS[operation_id](self.world)
        people = {"shopper"} if operation_id.startswith("customers_") else {"owner", "viewer"}
        if made.own_caller and self.role.name not in people:
            made = replace(made, own_caller=False)
        if operation_id in SPARE_STORE:
            spare = await create_store(self.world.owner, self.world.kernel)
            made = replace(made, path={**made.path, "store_id": str(spare.id)})
        return made

    async def credentials(self) -> dict[str, str]:
        """A session of the role's."""
        return await self.role.credentials(self.world)

    async def _webhook(self) -> Call:
        """An event about a payment that somebody began."""
        begun = await (await fresh_cart(self.world)).start()
        assert begun.status_code == 201, begun.text
        return Call(
            path={"provider": "mock"},
            json={
                "id": f"evt_{time.monotonic_ns()}",
                "type": "payment.captured",
                "created": int(clock.now().timestamp()),
                "payment": begun.json()["data"]["payment_url"].rpartition("/")[2],
                "reference": "",
            },
        )

    async def _supplier_webhook(self) -> Call:
        """An event of a supplier that A has connected."""
        path = {"adapter": "memory", "supplier_id": await supplier_id(self.world)}
        hint = {"event_id": f"e-{time.monotonic_ns()}", "kind": "stock", "external_id": "p1"}
        return Call(path=path, json={"hints": [hint]})

    async def _channel_webhook(self) -> Call:
        """An event of a shop that A has connected and keeps in step."""
        path = {"adapter": "memory", "channel_id": await kept_in_step(self.world)}
        hint = {"event_id": f"e-{time.monotonic_ns()}", "kind": "stock", "external_id": "11"}
        return Call(path=path, json=hint)

    def sign(self, operation_id: str, request: requests.PreparedRequest) -> None:
        """As a payment provider and as our own storefront servers do."""
        if not self.role.signs:
            return
        if operation_id == "webhooks_receive":
            body = request.body or b""
            raw = body.encode() if isinstance(body, str) else body
            assert isinstance(raw, bytes)
            stamp = int(clock.now().timestamp())
            request.headers[SIGNATURE_HEADER] = sign(self.provider.secret, raw, stamp)
            return
        if operation_id == "supplier_webhooks_receive":
            body = request.body or b""
            raw = body.encode() if isinstance(body, str) else body
            assert isinstance(raw, bytes)
            request.headers[SUPPLIER_SIGNATURE] = sign_supplier_event(raw)
            return
        if operation_id == "channel_webhooks_receive":
            body = request.body or b""
            raw = body.encode() if isinstance(body, str) else body
            assert isinstance(raw, bytes)
            request.headers[CHANNEL_SIGNATURE] = sign_hint(raw)
            return
        parts = urlsplit(str(request.url))
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        minute = str(int(time.time() // 60))
        key = self.world.kernel.settings.internal_key.get_secret_value()
        request.headers["X-Ecomm-Internal"] = signature(key, minute, target)
        request.headers["X-Ecomm-Internal-Minute"] = minute


def prepare(served: Served[Kernel], role: Role) -> Prepare:
    """Worlds for a role, in the served application's database."""

    async def make() -> CommerceGround:
        adapters_of(served.kernel).put(MemoryAdapter())
        connectors_of(served.kernel).put(MemoryConnector())
        world = await build(served.api, served.kernel, stock=STOCK)
        return CommerceGround(world, role, providers_of(served.kernel).mock)

    return make
