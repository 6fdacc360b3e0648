"""Faults planted into the application: the checks of its security must fail on them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx2
import pytest
import pytest_asyncio

from ecomm_core.accounts import families, throttle
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, Merchant, create_store, register_merchant
from ecomm_testing.cluster import Cluster
from ecomm_testing.leak import betrayed

from . import test_row_level_security as catalogue
from . import test_tenant_leak as leak
from .world import World, build

Shift = Callable[[float], None]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def world(api: httpx2.AsyncClient, kernel: Kernel) -> World:
    return await build(api, kernel)


@pytest.mark.parametrize("operation", ["orders_get", "products_update", "stores_get"])
async def test_a_route_that_forgets_whose_it_is_is_seen(
    api: httpx2.AsyncClient, kernel: Kernel, world: World, operation: str
) -> None:
    """Planted: the stranger is served as the owner is, which is what a look-up without the tenant
    comes to."""
    [chosen] = [one for one in leak.ALL if one.id == operation]
    owner = await register_merchant(api)
    store = await create_store(owner, kernel)
    served = replace(world.owner)
    stranger = leak.Stranger(served, store, {"Authorization": "Bearer none"})
    with pytest.raises(AssertionError, match="B's owner"):
        await leak.test_operation_refuses_strangers_and_serves_its_owner(chosen, world, stranger)


def test_an_amount_is_seen_where_it_stands_alone() -> None:
    seen = '{"cost": {"amount": 777123}}'
    assert betrayed(seen, ["777123", "other"]) == ["777123"]
    by_chance = '{"request_id": "01a200ba4f7771238e06bc37ab81a005"}'
    assert betrayed(by_chance, ["777123"]) == []
    assert betrayed("draft-canary9f2", ["canary9f"]) == ["canary9f"]


HOLES = {
    "off": (
        "alter table commerce.events disable row level security",
        "alter table commerce.events enable row level security",
        catalogue.test_every_table_is_forced_or_stands_on_the_list,
    ),
    "not forced": (
        "alter table commerce.events no force row level security",
        "alter table commerce.events force row level security",
        catalogue.test_every_table_is_forced_or_stands_on_the_list,
    ),
    "without check": (
        "create policy hole on commerce.events for insert to public with check (true)",
        "drop policy hole on commerce.events",
        catalogue.test_every_policy_checks_what_it_shows,
    ),
    "a key without the tenant": (
        "create unique index hole on commerce.events (id)",
        "drop index commerce.hole",
        catalogue.test_unique_and_foreign_keys_carry_the_tenant,
    ),
}


@pytest.mark.parametrize("hole", HOLES)
async def test_a_table_without_its_policy_is_seen(
    kernel: Kernel, cluster: Cluster, environ: dict[str, str], hole: str
) -> None:
    """Planted in the real catalogue, and mended again."""
    make, mend, check = HOLES[hole]
    database = environ["DATABASE_URL"].rpartition("/")[2]
    await check(kernel)
    cluster.postgres.execute(make, database=database)
    try:
        with pytest.raises(AssertionError):
            await check(kernel)
    finally:
        cluster.postgres.execute(mend, database=database)
    await check(kernel)


async def test_without_a_throttle_guesses_are_hashed(
    api: httpx2.AsyncClient, merchant: Merchant, kernel: Kernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: nothing is counted. All of 120 guesses are compared, where 100 a day is most."""
    compared = 0

    async def verify(_stored: str | None, password: str) -> bool:
        nonlocal compared
        compared += 1
        return password == PASSWORD

    monkeypatch.setattr(kernel.passwords, "verify", verify)
    monkeypatch.setattr(throttle, "FREE", 10_000)
    monkeypatch.setattr(throttle, "PER_DAY", 10_000)
    for number in range(120):
        await api.post(
            "/api/v1/auth/login",
            json={"email": merchant.email, "password": "a wrong guess"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
    assert compared == 120


async def test_a_grace_without_end_lets_a_thief_stay(
    api: httpx2.AsyncClient,
    merchant: Merchant,
    shift_clock: Shift,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Planted: reuse is forgiven for ever. The owner's next refresh ends nothing, and the stolen
    token still gives a successor."""
    monkeypatch.setattr(families, "GRACE", timedelta(days=3650))

    async def refresh(token: str) -> Any:
        return await api.post("/api/v1/auth/refresh", json={"refresh_token": token})

    stolen = merchant.refresh_token
    assert (await refresh(stolen)).status_code == 200
    shift_clock(11)
    assert (await refresh(stolen)).status_code == 200, "with the real grace this is 401"
