"""What an API key may do, for every merchant operation of the OpenAPI document.

An operation without a scope does not start the application (and so fails the build); here each is
called by keys that lack the scope, that have it, and that are another business's.
"""

import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import httpx2
import pytest
import pytest_asyncio
from fastapi import APIRouter

from commerce.identity.scopes import RESOURCES, SCOPES
from commerce.openapi import document
from ecomm_core.accounts import api_keys
from ecomm_core.api.app import create_app
from ecomm_core.api.auth import Viewer
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import Merchant, register_merchant
from ecomm_testing.leak import Operation, fingerprint, operations, send

from .operations import OPERATIONS
from .world import World, build

DOCUMENT = document()
MERCHANT = [one for one in operations(DOCUMENT) if one.access == "merchant"]
NEEDED: dict[str, str | None] = {
    operation["operationId"]: operation["x-api-scope"]
    for item in DOCUMENT["paths"].values()
    for operation in item.values()
    if isinstance(operation, dict) and operation.get("x-access") == "merchant"
}

OWNERS_ONLY = {"stores_delete"}
"""What only owners may: a key has the rights of an admin at most."""

OWN_STORES = {"stores_create", "stores_list", "analytics_all_stores"}
"""Operations that name no store: another business's key works in its own."""


@dataclass(slots=True)
class Keys:
    """Of A: one key for each scope, and one for all but that scope. Of B: one for everything."""

    having: dict[str, str]
    lacking: dict[str, str]
    stranger: str
    everything: str


async def _key(owner: Merchant, scopes: list[str]) -> str:
    reply = await owner.post(
        "/api-keys", json={"name": f"k {secrets.token_hex(3)}", "scopes": scopes}
    )
    assert reply.status_code == 201, reply.text
    key = str(reply.json()["data"]["key"])
    # Its use is noted now, and not again while the tests run: rows stay as they are.
    await owner.api.get("/api/v1/stores", headers={"Authorization": f"Bearer {key}"})
    return key


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(api: httpx2.AsyncClient, kernel: Kernel) -> World:
    return await build(api, kernel)


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def keys(api: httpx2.AsyncClient, world: World) -> AsyncIterator[Keys]:
    needed = sorted({scope for scope in NEEDED.values() if scope is not None})
    every = list(SCOPES)
    made = Keys(
        having={scope: await _key(world.owner, [scope]) for scope in needed},
        lacking={s: await _key(world.owner, [o for o in every if o != s]) for s in needed},
        stranger=await _key(await register_merchant(api), every),
        everything=await _key(world.owner, every),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(api_keys, "TOUCH", timedelta(days=1))
        yield made


def test_every_merchant_operation_says_what_a_key_needs() -> None:
    assert set(NEEDED) == {one.id for one in MERCHANT}
    assert set(NEEDED.values()) - {None} <= set(SCOPES)
    for one in MERCHANT:
        scope = NEEDED[one.id]
        assert scope is None or scope.endswith(":write" if one.writes else ":read"), one.id


@pytest.mark.parametrize("operation", MERCHANT, ids=lambda operation: operation.id)
async def test_a_key_does_what_its_scopes_say_and_nothing_else(
    operation: Operation, world: World, keys: Keys
) -> None:
    call = await OPERATIONS[operation.id](world)
    before = await fingerprint(world.kernel, world.owner.tenant_id)

    async def by(key: str) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {key}"}
        return await send(world.api, operation, call, headers=headers)

    scope = NEEDED[operation.id]
    refused = await by(keys.everything if scope is None else keys.lacking[scope])
    assert refused.status_code == 403, refused.text[:300]
    code = "people_only" if scope is None else "scope_missing"
    assert refused.json()["error"]["code"] == code
    assert refused.json()["data"] is None
    if scope is not None and operation.id not in OWN_STORES:
        foreign = await by(keys.stranger)
        assert foreign.status_code == 404, foreign.text[:300]
        assert foreign.json()["data"] is None
    assert await fingerprint(world.kernel, world.owner.tenant_id) == before, "refused, yet changed"
    if scope is None:
        return
    reply = await by(keys.having[scope])
    if operation.id in OWNERS_ONLY:
        assert reply.status_code == 403
    else:
        assert 200 <= reply.status_code < 300, reply.text[:300]


async def test_a_merchant_route_without_a_scope_does_not_start(kernel: Kernel) -> None:
    unknown: APIRouter = router("nobody_said", "/nobody")

    @unknown.get("")
    async def nothing(_context: Viewer) -> Reply[dict[str, str]]:
        """Nothing."""
        return ok({})

    with pytest.raises(RuntimeError, match=r"without a scope.*/nobody.*nobody_said"):
        create_app(kernel, title="x", routers=[unknown], resources=RESOURCES)
