"""The short way of the hot reads reads a request as the framework does, or leaves it to it."""

from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

import httpx2
import pytest
from fastapi import FastAPI, Query
from fastapi import Path as PathParam
from starlette.routing import Match

from commerce.app import hot_reads
from commerce.shop import endpoints
from commerce.shop.hot import HotReads, product_asked, query_asked
from commerce.shop.schemas import ProductListIn
from ecomm_core.api.schemas import Text
from ecomm_testing.counters import counted
from ecomm_testing.turning import TurningTransport

if TYPE_CHECKING:
    from .conftest import Shelf
else:
    Shelf = Any

PLAIN = [
    "", "page=2", "per_page=24&page=1", "page=%20%2B3", "sort=-price", "sort=title&x=1",
    "search=a+b%20c", "search=", "search=%C3%A4", "tag=a&category=b", "available=true",
    "available=0", "available=Off", "min_price=1&max_price=2", "option=Colour:Red",
    "option=Colour:Red&option=Size:S", "option=", "page=1&", "&&page=1",
    "Page=0", "nonsense", "x=%00", "search=%FF",
]  # fmt: skip
UNUSUAL = [
    "page=0", "page=", "page=x", "page=1.5", "page=1&page=2", "page=1;page=2", "x=1&x=2",
    "page=x&page=2", "per_page=101",
    "sort=oldest", "sort=title&sort=price", "available=maybe", "min_price=-1", "search=%00",
    "search=" + "a" * 201, "tag=%00", "option=" + "a" * 201, "option=%00&option=b",
    "page=1000000", "max_price=99999999999999999999", "min_price=1&min_price=1",
]  # fmt: skip


@pytest.fixture(scope="module")
def framework() -> FastAPI:
    """The same parameters, read by the framework."""
    app = FastAPI()

    @app.get("/list")
    async def list_read(query: Annotated[ProductListIn, Query()]) -> Any:
        return query.model_dump()

    @app.get("/store/products/{slug}")
    async def product_read(slug: Annotated[Text, PathParam(max_length=255)]) -> Any:
        return slug

    return app


async def read(app: FastAPI, path: str) -> Any:
    """What the framework makes of a request; None where it refuses."""
    transport = TurningTransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://f.test") as client:
        reply = await client.get(path)
    assert reply.status_code in {200, 404, 422}
    return reply.json() if reply.status_code == 200 else None


@pytest.mark.parametrize("asked", PLAIN)
async def test_a_list_is_read_as_the_framework_reads_it(framework: FastAPI, asked: str) -> None:
    found = query_asked(ProductListIn, asked.encode())
    assert found is not None
    assert found.model_dump() == await read(framework, f"/list?{asked}")


@pytest.mark.parametrize("asked", UNUSUAL)
async def test_what_is_unusual_in_a_list_is_left_to_the_framework(asked: str) -> None:
    assert query_asked(ProductListIn, asked.encode()) is None


@pytest.mark.parametrize("slug", ["kettle", "a", "a b", "a+b", "%", "a.b", "a" * 255, "?#"])
async def test_a_slug_is_read_as_the_framework_reads_it(framework: FastAPI, slug: str) -> None:
    assert product_asked(f"/{slug}") == slug
    assert await read(framework, f"/store/products/{quote(slug)}") == slug


@pytest.mark.parametrize(
    "path",
    ["", "theme", "/", "/a/b", "a", "a/b", "/\x00", "/ä", "/" + "a" * 256],
)
def test_no_other_path_is_taken_for_a_product(path: str) -> None:
    assert product_asked(path) is None


def scope(method: str, path: str) -> dict[str, Any]:
    return {"type": "http", "method": method, "path": path, "query_string": b"", "headers": []}


async def test_only_reads_of_list_and_product_are_taken(shelf: Shelf) -> None:
    hot = hot_reads(shelf.kernel)
    below = "/api/v1/public/stores/a-shop"
    for path, endpoint in (
        (f"{below}/products", endpoints.products),
        (f"{below}/products/kettle", endpoints.product),
    ):
        match, child = hot.matches(scope("GET", path))
        assert match is Match.FULL
        assert child["route"].endpoint is endpoint
        assert hot.matches(scope("POST", path))[0] is Match.NONE
        assert hot.matches(scope("HEAD", path))[0] is Match.NONE
    for path in (below, f"{below}/", f"{below}/theme", "/api/v1/public/stores/A_B/products",
                 "/api/v1/public/stores//products", "/api/v1/stores/a-shop/products",
                 f"{below}/products/", f"{below}/products/a/b", f"{below}/productsa"):  # fmt: skip
        assert hot.matches(scope("GET", path))[0] is Match.NONE, path


async def test_both_ways_answer_alike(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    made = await shelf.product("Kettle")
    await shelf.settled()
    paths = (
        "/products", "/products?sort=title&per_page=1", "/products?page=0", "/products?option=x",
        f"/products/{made.slug}", "/products/nothing",
    )  # fmt: skip

    async def told() -> list[tuple[int, Any, set[str]]]:
        found = []
        for path in paths:
            shelf.kernel.cache.drop(frozenset({"*"}))
            reply = await shelf.store.merchant.api.get(f"{shelf.store.public}{path}")
            body = reply.json()
            if body["error"]:
                body["error"].pop("request_id")
            found.append((reply.status_code, body, set(reply.headers)))
        return found

    quick = await told()
    monkeypatch.setattr(HotReads, "matches", lambda *_: (Match.NONE, {}))
    assert await told() == quick
    assert [status for status, *_ in quick] == [200, 200, 422, 422, 200, 404]


async def test_a_hot_read_is_counted_under_its_route(shelf: Shelf) -> None:
    made = await shelf.product("Kettle")
    for path, route in (
        ("/products", "/public/stores/{slug}/products"),
        (f"/products/{made.slug}", "/public/stores/{slug}/products/{product_slug}"),
    ):
        before = await reads(route)
        shelf.kernel.cache.drop(frozenset({"*"}))
        await shelf.reply(path)
        assert await reads(route) == before + 1


async def reads(route: str) -> float:
    """Successful reads of a route so far."""
    name = "http_request_duration_seconds_count"
    return await counted(name, method="GET", route=route, status="200")
