"""Stores' own domains: proof, routing, limits, lapse."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from commerce.stores.domains import looking, service, tasks
from commerce.stores.domains.hosts import given_host
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from ecomm_testing.actors import PASSWORD, ShopStore
from ecomm_testing.outbox import run_outbox

DAY = timedelta(days=1).total_seconds()


@dataclass(slots=True)
class FakeLooks:
    """The internet as a test says it is."""

    records: dict[str, list[str]] = field(default_factory=dict)
    certificates: dict[str, str | None] = field(default_factory=dict)
    down: bool = False

    async def txt(self, name: str) -> list[str]:
        if self.down:
            raise looking.DnsUnavailable("no name server")
        return self.records.get(name, [])

    async def certificate(self, host: str) -> str | None:
        return self.certificates.get(host, "unreachable")


@pytest.fixture
def internet(kernel: Kernel) -> Iterator[FakeLooks]:
    real, kernel.parts[looking.PART] = kernel.parts[looking.PART], FakeLooks()
    yield kernel.parts[looking.PART]
    kernel.parts[looking.PART] = real


def fresh_host() -> str:
    return f"shop-{secrets.token_hex(6)}.example.com"


async def added(store: ShopStore, host: str) -> dict[str, Any]:
    reply = await store.merchant.post(f"{store.path}/domains", json={"host": host})
    assert reply.status_code == 201, reply.text
    data: dict[str, Any] = reply.json()["data"]
    return data


def prove(internet: FakeLooks, domain: dict[str, Any]) -> None:
    record = next(r for r in domain["records"] if r["type"] == "TXT")
    internet.records[record["name"]] = ["v=spf1 -all", record["value"]]


async def looked(kernel: Kernel, store: ShopStore, domain: dict[str, Any]) -> dict[str, Any]:
    path = f"{store.path}/domains/{domain['id']}"
    assert (await store.merchant.post(f"{path}/check")).status_code == 202
    await run_outbox(kernel, store.merchant.tenant_id)
    data: dict[str, Any] = (await store.merchant.get(path)).json()["data"]
    return data


async def signed_in(store: ShopStore) -> None:
    """Sign in anew: the clock went on."""
    merchant = store.merchant
    reply = await merchant.api.post(
        "/api/v1/auth/login", json={"email": merchant.email, "password": PASSWORD}
    )
    merchant.access_token = reply.json()["data"]["access_token"]


async def test_a_domain_leads_to_its_store_once_proven_and_no_longer_once_removed(
    store: ShopStore, api: httpx2.AsyncClient, kernel: Kernel, internet: FakeLooks
) -> None:
    """The lifecycle of a domain through the public API."""
    host = fresh_host()
    domain = await added(store, host)
    assert (domain["status"], domain["certificate"]) == ("pending", "none")
    assert [(r["type"], r["name"]) for r in domain["records"]] == [
        ("TXT", f"_ecomm-challenge.{host}"),
        ("CNAME", host),
    ]
    public, ask = f"/api/v1/public/stores/{host}", f"/api/v1/public/domains/ask?domain={host}"
    assert (await api.get(public)).status_code == 404
    missing = await looked(kernel, store, domain)
    assert (missing["status"], missing["problem"]) == ("pending", "record_missing")
    assert (await api.get(ask)).status_code == 404
    prove(internet, domain)
    verified = await looked(kernel, store, domain)
    assert (verified["status"], verified["problem"]) == ("verified", None)
    assert (verified["certificate"], verified["certificate_problem"]) == ("pending", "unreachable")
    reply = await api.get(public)
    assert reply.status_code == 200, reply.text
    assert reply.json()["data"]["slug"] == store.slug
    assert reply.json()["data"]["primary_host"] is None
    assert (await api.get(ask)).status_code == 200
    cart = await api.post(f"{public}/carts", json={})
    assert cart.status_code == 201, cart.text
    internet.certificates[host] = None
    assert (await looked(kernel, store, domain))["certificate"] == "active"
    path = f"{store.path}/domains/{domain['id']}"
    assert (await store.merchant.patch(path, json={"is_primary": True})).status_code == 200
    assert (await api.get(store.public)).json()["data"]["primary_host"] == host
    assert (await store.merchant.delete(path)).status_code == 200
    assert (await api.get(public)).status_code == 404
    assert (await api.get(ask)).status_code == 404
    assert (await api.get(store.public)).json()["data"]["primary_host"] is None


async def test_one_tenant_has_a_host_and_somebody_elses_record_proves_nothing(
    store: ShopStore,
    other_store: ShopStore,
    api: httpx2.AsyncClient,
    kernel: Kernel,
    internet: FakeLooks,
) -> None:
    host = fresh_host()
    mine, theirs = await added(store, host), await added(other_store, host)
    prove(internet, mine)
    wrong = await looked(kernel, other_store, theirs)
    assert (wrong["status"], wrong["problem"]) == ("pending", "record_wrong")
    assert (await looked(kernel, store, mine))["status"] == "verified"
    # Both records are there: the host stays where it is.
    both = [r["value"] for d in (mine, theirs) for r in d["records"] if r["type"] == "TXT"]
    internet.records[f"_ecomm-challenge.{host}"] = both
    late = await looked(kernel, other_store, theirs)
    assert (late["status"], late["problem"]) == ("pending", "taken")
    reply = await api.get(f"/api/v1/public/stores/{host}")
    assert reply.json()["data"]["slug"] == store.slug
    again = await other_store.merchant.post(f"{other_store.path}/domains", json={"host": host})
    assert (again.status_code, again.json()["error"]["code"]) == (409, "domain_taken")


async def test_a_pending_domain_cannot_be_primary(store: ShopStore) -> None:
    domain = await added(store, fresh_host())
    reply = await store.merchant.patch(
        f"{store.path}/domains/{domain['id']}", json={"is_primary": True}
    )
    assert (reply.status_code, reply.json()["error"]["code"]) == (409, "domain_not_verified")


async def test_a_proof_that_stays_away_for_a_week_ends_it_and_a_bad_day_does_not(
    store: ShopStore,
    api: httpx2.AsyncClient,
    kernel: Kernel,
    internet: FakeLooks,
    shift_clock: Callable[[float], None],
) -> None:
    domain = await added(store, fresh_host())
    prove(internet, domain)
    await looked(kernel, store, domain)
    internet.down = True
    for _ in range(service.MISSING_DAYS + 1):
        seen = await looked(kernel, store, domain)
    assert (seen["status"], seen["problem"]) == ("verified", "dns_unavailable")
    internet.down, internet.records = False, {}
    for day in range(service.MISSING_DAYS):
        assert seen["status"] == "verified", day
        shift_clock(DAY * (day + 1))
        await tasks.recheck(kernel)
        await run_outbox(kernel, store.merchant.tenant_id)
        await signed_in(store)
        path = f"{store.path}/domains/{domain['id']}"
        seen = (await store.merchant.get(path)).json()["data"]
    assert (seen["status"], seen["next_check_at"]) == ("failed", None)
    reply = await api.get(f"/api/v1/public/stores/{domain['host']}")
    assert reply.status_code == 404


async def test_who_never_sets_the_record_is_given_up_and_may_ask_again(
    store: ShopStore,
    kernel: Kernel,
    internet: FakeLooks,
    shift_clock: Callable[[float], None],
) -> None:
    domain = await added(store, fresh_host())
    shift_clock(DAY * 3 + 60)
    await tasks.recheck(kernel)
    await run_outbox(kernel, store.merchant.tenant_id)
    await signed_in(store)
    path = f"{store.path}/domains/{domain['id']}"
    assert (await store.merchant.get(path)).json()["data"]["status"] == "failed"
    prove(internet, domain)
    assert (await looked(kernel, store, domain))["status"] == "verified"


async def test_starter_has_no_domain_and_growth_three(store: ShopStore, kernel: Kernel) -> None:
    async def plan(name: str) -> None:
        async with kernel.database.transaction(
            Scope(tenant_id=store.merchant.tenant_id)
        ) as session:
            await session.execute(text("update tenants set plan = :plan"), {"plan": name})

    async def add() -> httpx2.Response:
        return await store.merchant.post(f"{store.path}/domains", json={"host": fresh_host()})

    await plan("starter")
    refused = await add()
    assert refused.status_code == 402
    error = refused.json()["error"]
    assert error["details"][0]["lifted_by"] == "Growth"
    assert "no custom domains" in error["message"]
    await plan("growth")
    made = [await add() for _ in range(4)]
    assert [reply.status_code for reply in made] == [201, 201, 201, 402]
    first = made[0].json()["data"]["id"]
    assert (await store.merchant.delete(f"{store.path}/domains/{first}")).status_code == 200
    assert (await add()).status_code == 201


async def test_a_deleted_stores_hosts_are_free(
    store: ShopStore, api: httpx2.AsyncClient, kernel: Kernel, internet: FakeLooks
) -> None:
    domain = await added(store, fresh_host())
    prove(internet, domain)
    await looked(kernel, store, domain)
    assert (await store.merchant.delete(store.path)).status_code == 200
    assert (await api.get(f"/api/v1/public/stores/{domain['host']}")).status_code == 404


BAD_HOSTS = """localhost 127.0.0.1 [::1] shop a..b.com -x.com x.local https:// foo.localhost
*.example.com 1.2.3.4. 0x7f.1 exa_mple.com"""


@pytest.mark.parametrize("bad", [*BAD_HOSTS.split(), "exa mple.com", "x" * 64 + ".com"])
def test_what_is_no_public_name_is_refused(bad: str, kernel: Kernel) -> None:
    with pytest.raises(Invalid):
        given_host(bad, kernel.settings)


def test_a_host_is_compared_in_one_form(kernel: Kernel) -> None:
    for spelled in ("Shop.Example.COM", "shop.example.com.", "https://shop.example.com/x"):
        assert given_host(spelled, kernel.settings) == "shop.example.com"
    assert given_host("bücher.example", kernel.settings) == "xn--bcher-kva.example"


async def test_no_store_sees_anothers_domains(store: ShopStore, other_store: ShopStore) -> None:
    domain = await added(store, fresh_host())
    path = f"{other_store.path}/domains/{domain['id']}"
    token = domain["records"][0]["value"]
    for reply in (
        await other_store.merchant.get(path),
        await other_store.merchant.post(f"{path}/check"),
        await other_store.merchant.patch(path, json={"is_primary": False}),
        await other_store.merchant.delete(path),
    ):
        assert reply.status_code == 404
        assert token not in reply.text
    listed = await other_store.merchant.get(f"{other_store.path}/domains")
    assert listed.json()["data"] == []
