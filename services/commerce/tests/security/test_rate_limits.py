"""Rate limits on the real application: per client address, in this process, before any work."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest_asyncio

from commerce.app import create
from ecomm_core.api.internal import signature
from ecomm_core.kernel import Kernel
from ecomm_core.metrics import render
from ecomm_testing.actors import Merchant, ShopStore
from ecomm_testing.cluster import Cluster
from ecomm_testing.turning import TurningTransport

LOGIN = {"email": "nobody@example.com", "password": "a wrong guess"}
MINE, YOURS = "203.0.113.7", "203.0.113.8"
LIMITS = (
    "sign-in=3/60,session=3/60,public-reads=4/60,public-writes=3/60,"
    "merchant=100/60,uploads=2/60,webhooks=3/60"
)


@pytest_asyncio.fixture(loop_scope="session")
async def limited(make_kernel: Callable[..., Kernel]) -> AsyncIterator[Any]:
    """A second process's application on the same database, with low limits."""
    app = await asyncio.to_thread(create, make_kernel(ECOMM_RATE_LIMITS=LIMITS))
    async with app.router.lifespan_context(app):
        yield app


@asynccontextmanager
async def calling(app: Any, peer: str = "127.0.0.1") -> AsyncIterator[httpx2.AsyncClient]:
    """A client of `app` whose connection comes from `peer`."""
    transport = TurningTransport(app, raise_app_exceptions=False, client=(peer, 4711))
    async with httpx2.AsyncClient(transport=transport, base_url="http://api.test") as client:
        yield client


def shopper(address: str) -> dict[str, str]:
    """What our web apps say of a shopper whose call they hand on."""
    return {"X-Forwarded-For": address}


def assert_refused(reply: httpx2.Response, limit: str) -> None:
    assert reply.status_code == 429
    assert reply.json()["data"] is None
    error = reply.json()["error"]
    assert error["code"] == "too_many_requests"
    assert error["request_id"] == reply.headers["x-request-id"]
    wait = int(reply.headers["retry-after"])
    assert 1 <= wait <= 120
    assert str(wait) in error["message"]
    assert reply.headers["ratelimit"].startswith(f'"{limit}";r=0;')
    assert reply.headers["ratelimit-remaining"] == "0"
    assert reply.headers["cache-control"] == "private, no-store"


async def test_sign_in_is_limited_by_address_and_says_what_is_left(limited: Any) -> None:
    async with calling(limited) as api:
        for left in (2, 1, 0):
            reply = await api.post("/api/v1/auth/login", json=LOGIN, headers=shopper(MINE))
            assert reply.status_code == 401
            assert reply.headers["ratelimit-policy"] == '"sign-in";q=3;w=60'
            assert reply.headers["ratelimit-remaining"] == str(left)
            assert "retry-after" not in reply.headers
        # Another account and another route: the address is what counts.
        body = {"email": "b@example.com", "password": "long enough, this", "name": "B"}
        for path in ("login", "register"):
            reply = await api.post(f"/api/v1/auth/{path}", json=body, headers=shopper(MINE))
            assert_refused(reply, "sign-in")
        other = await api.post("/api/v1/auth/login", json=LOGIN, headers=shopper(YOURS))
        assert other.status_code == 401
    assert re.search(rb'rate_limited_total\{limit="sign-in"\} [2-9]', render())


async def test_a_stranger_cannot_change_address_by_writing_a_header(limited: Any) -> None:
    async with calling(limited, peer="198.51.100.1") as api:
        for number in range(3):
            reply = await api.post(
                "/api/v1/auth/login", json=LOGIN, headers=shopper(f"203.0.113.{number}")
            )
            assert reply.status_code == 401
        assert_refused(
            await api.post("/api/v1/auth/login", json=LOGIN, headers=shopper("203.0.113.99")),
            "sign-in",
        )


async def test_a_refused_request_is_not_read_and_asks_the_database_nothing(
    limited: Any, cluster: Cluster, store: ShopStore
) -> None:
    address = shopper("203.0.113.20")
    async with calling(limited) as api:
        carts = f"{store.public}/carts"
        for _ in range(3):
            assert (await api.post(carts, json={}, headers=address)).status_code == 201
        log = Path(cluster.postgres.log_file)
        cluster.postgres.execute("alter system set log_statement = 'all'")
        cluster.postgres.execute("select pg_reload_conf()")
        try:
            start = log.stat().st_size
            # That it is malformed is not said any more.
            for body in (b"{", b"x" * 500_000, b"{}"):
                reply = await api.post(carts, content=body, headers=address)
                assert_refused(reply, "public-writes")
            asked = log.read_bytes()[start:]
        finally:
            cluster.postgres.execute("alter system set log_statement = 'none'")
            cluster.postgres.execute("select pg_reload_conf()")
    assert b"insert into" not in asked.lower()
    assert b"select store_id" not in asked.lower()
    assert asked.count(b"BEGIN") == 0


async def test_public_reads_count_alike_from_memory_and_from_the_database(
    limited: Any, store: ShopStore
) -> None:
    address = shopper("203.0.113.30")
    async with calling(limited) as api:
        first = await api.get(f"{store.public}/products", headers=address)
        assert first.status_code == 200
        etag = {"If-None-Match": first.headers["etag"]}
        again = await api.get(f"{store.public}/products", headers=address)
        same = await api.get(f"{store.public}/products", headers={**address, **etag})
        assert (again.status_code, same.status_code) == (200, 304)
        assert [r.headers["ratelimit-remaining"] for r in (first, again, same)] == ["3", "2", "1"]
        assert (await api.get(f"{store.public}/theme", headers=address)).status_code == 200
        for path in ("products", "theme", "products?page=2"):
            assert_refused(await api.get(f"{store.public}/{path}", headers=address), "public-reads")
        other = await api.get(f"{store.public}/products", headers=shopper(YOURS))
        assert other.status_code == 200


async def test_our_own_storefront_servers_are_not_counted(
    limited: Any, kernel: Kernel, store: ShopStore
) -> None:
    """They fetch pages for everybody from one address; a forged signature is counted."""
    target = f"{store.public}/products"
    minute = str(int(time.time() // 60))
    key = kernel.settings.internal_key.get_secret_value()
    signed = {
        "X-Ecomm-Internal": signature(key, minute, target),
        "X-Ecomm-Internal-Minute": minute,
    }
    async with calling(limited, peer="198.51.100.40") as api:
        for _ in range(10):
            reply = await api.get(target, headers=signed)
            assert reply.status_code == 200
            assert "ratelimit" not in reply.headers
        forged = {**signed, "X-Ecomm-Internal": signature(b"x" * 32, minute, target)}
        replies = [await api.get(target, headers=forged) for _ in range(5)]
        assert [reply.status_code for reply in replies] == [200] * 4 + [429]


async def test_webhooks_uploads_and_sessions_have_limits_of_their_own(
    limited: Any, merchant: Merchant, store: ShopStore
) -> None:
    address = shopper("203.0.113.50")
    async with calling(limited) as api:

        async def statuses(times: int, path: str, **sent: Any) -> list[int]:
            given = {**address, **sent.pop("headers", {})}
            replies = [await api.post(path, headers=given, **sent) for _ in range(times)]
            return [reply.status_code for reply in replies]

        assert await statuses(4, "/api/v1/webhooks/mock", content=b"{}") == [401] * 3 + [429]
        refresh = {"refresh_token": "no such token"}
        assert await statuses(4, "/api/v1/auth/refresh", json=refresh) == [401] * 3 + [429]
        upload = f"/api/v1/stores/{store.id}/products/upload"
        file = {"file": ("a.png", b"no picture", "image/png")}
        found = await statuses(3, upload, headers=merchant.headers, files=file)
        assert 429 not in found[:2]
        assert found[2] == 429
        # A merchant's other calls go on.
        reply = await api.get(
            f"/api/v1/stores/{store.id}/products", headers={**address, **merchant.headers}
        )
        assert reply.status_code == 200
        assert reply.headers["ratelimit-policy"] == '"merchant";q=100;w=60'


def test_every_operation_declares_its_limit_and_refusal(kernel: Kernel) -> None:
    document = kernel.parts["app"].openapi()
    expected = {
        "auth_login": "sign-in",
        "auth_register": "sign-in",
        "auth_refresh": "session",
        "auth_switch": "session",
        "customers_login": "sign-in",
        "customers_register": "sign-in",
        "customers_me": "public-reads",
        "public_products": "public-reads",
        "carts_get": "public-reads",
        "carts_create": "public-writes",
        "carts_add_line": "public-writes",
        "checkout_start": "public-writes",
        "checkout_retry": "public-writes",
        "products_upload": "uploads",
        "imports_create": "uploads",
        "imports_for_review": "uploads",
        "webhooks_receive": "webhooks",
        "orders_list": "merchant",
    }
    declared = {}
    for path in document["paths"].values():
        for operation in path.values():
            declared[operation["operationId"]] = operation["x-rate-limit"]
            refusal = operation["responses"]["429"]
            assert "too_many_requests" in refusal["description"]
            assert {"Retry-After", "RateLimit", "RateLimit-Policy"} <= set(refusal["headers"])
    assert {name: declared[name] for name in expected} == expected
