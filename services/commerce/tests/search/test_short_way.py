"""Searches are read on the short way as the framework reads them, and answered alike."""

from typing import TYPE_CHECKING, Annotated, Any

import httpx2
import pytest
from fastapi import FastAPI, Query
from starlette.routing import Match

from commerce.app import hot_reads
from commerce.search import endpoints
from commerce.search.hot import read_search
from commerce.search.schemas import SearchIn, SuggestIn
from commerce.shop.hot import HotReads
from ecomm_testing.counters import counted

if TYPE_CHECKING:
    from .conftest import Searched
else:
    Searched = Any

PLAIN = [
    "", "q=", "q=a+b%20c", "q=%C3%A4", "q=%FF", "q=x&page=2&per_page=24", "sort=-price",
    "sort=relevance&x=1", "category=a&vendor=b&tag=c", "min_price=1&max_price=2", "available=0",
    "option=Colour:Red&option=Size:S", "facets=false", "facets=Off", "currency=USD&locale=de",
    "Q=1", "option=",
]  # fmt: skip
UNUSUAL = [
    "page=0", "page=", "page=1&page=2", "q=a&q=b", "q=%00", "q=" + "a" * 201, "per_page=101",
    "sort=oldest", "facets=maybe", "available=", "min_price=-1", "currency=nothing",
    "option=%00&option=b", "option=" + "a" * 201, "tag=%00", "locale=?",
]  # fmt: skip
TYPED = ["q=a", "q=a+b&limit=20", "q=%20", "q=a&x=1&option=1&option=2", "q=a&currency=USD"]
NOT_TYPED = ["", "q=", "q=a&limit=0", "q=a&limit=21", "q=a&q=b", "q=" + "a" * 201, "q=%00"]


@pytest.fixture(scope="module")
def framework() -> FastAPI:
    """The same parameters, read by the framework."""
    app = FastAPI()

    @app.get("/search")
    async def search_read(query: Annotated[SearchIn, Query()]) -> Any:
        return query.model_dump()

    @app.get("/search/suggest")
    async def suggest_read(query: Annotated[SuggestIn, Query()]) -> Any:
        return query.model_dump()

    return app


async def read(app: FastAPI, tail: str, asked: str) -> Any:
    """What the framework makes of a request; None where it refuses."""
    transport = httpx2.ASGITransport(app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://f.test") as client:
        reply = await client.get(f"/search{tail}?{asked}")
    assert reply.status_code in {200, 422}
    return reply.json() if reply.status_code == 200 else None


@pytest.mark.parametrize(
    ("tail", "asked"),
    [("", asked) for asked in PLAIN] + [("/suggest", asked) for asked in TYPED],
)
async def test_a_search_is_read_as_the_framework_reads_it(
    framework: FastAPI, tail: str, asked: str
) -> None:
    """Planted: `option` was read as one value."""
    found = read_search(tail, asked.encode())
    assert found is not None
    endpoint, query = found
    assert endpoint is (endpoints.suggest if tail else endpoints.find)
    assert query.model_dump() == await read(framework, tail, asked)


@pytest.mark.parametrize(
    ("tail", "asked"),
    [("", asked) for asked in UNUSUAL] + [("/suggest", asked) for asked in NOT_TYPED],
)
async def test_what_is_refused_is_left_to_the_framework(tail: str, asked: str) -> None:
    assert read_search(tail, asked.encode()) is None


def scope(method: str, path: str) -> dict[str, Any]:
    return {"type": "http", "method": method, "path": path, "query_string": b"q=a", "headers": []}


async def test_only_reads_of_the_two_are_taken(shop: Searched) -> None:
    hot = hot_reads(shop.kernel)
    below = "/api/v1/public/stores/a-shop"
    for path, endpoint in (
        (f"{below}/search", endpoints.find),
        (f"{below}/search/suggest", endpoints.suggest),
    ):
        match, child = hot.matches(scope("GET", path))
        assert match is Match.FULL
        assert child["route"].endpoint is endpoint
        assert hot.matches(scope("POST", path))[0] is Match.NONE
    for path in (f"{below}/search/", f"{below}/search/more", f"{below}/search/suggest/a",
                 f"{below}/searches", "/api/v1/public/stores/A_B/search"):  # fmt: skip
        assert hot.matches(scope("GET", path))[0] is Match.NONE, path


async def test_both_ways_answer_alike(shop: Searched, monkeypatch: pytest.MonkeyPatch) -> None:
    await shop.add("Copper kettle", "Copper lamp")
    await shop.matrix("Kettle cosy", {"Colour": ["Red", "Blue"], "Size": ["S"]})
    await shop.work()
    paths = (
        "/search", "/search?q=ketle", "/search?q=kettle&option=Colour:Red&option=Size:S",
        "/search?q=kettle&facets=false&per_page=1&page=2", "/search?page=0", "/search?option=x",
        "/search?currency=JPY", "/search?locale=fr", "/search/suggest?q=cop", "/search/suggest",
    )  # fmt: skip

    async def searches() -> float:
        name, route = "http_request_duration_seconds_count", "/public/stores/{slug}/search"
        return await counted(name, method="GET", route=route, status="200")

    async def told() -> list[tuple[int, Any, set[str]]]:
        found = []
        for path in paths:
            shop.kernel.cache.drop(frozenset({"*"}))
            reply = await shop.store.merchant.api.get(f"{shop.store.public}{path}")
            body = reply.json()
            if body["error"]:
                body["error"].pop("request_id")
            found.append((reply.status_code, body, set(reply.headers)))
        return found

    before = await searches()
    quick = await told()
    assert await searches() == before + 4
    monkeypatch.setattr(HotReads, "matches", lambda *_: (Match.NONE, {}))
    assert await told() == quick
    assert [status for status, *_ in quick] == [200, 200, 200, 200, 422, 422, 422, 422, 200, 422]
    assert [one["title"] for one in quick[2][1]["data"]["products"]] == ["Kettle cosy"]
