"""The index of routes answers exactly as trying them all would."""

from itertools import product

import httpx2
import pytest
from fastapi import APIRouter, FastAPI, Request

from ecomm_core.api.finding import RouteIndex
from ecomm_core.api.router import api_routes

TEMPLATES = {
    "things": ["/stores/{store}/things", "/stores/{store}/things/{thing}", "/stores/{store}/all"],
    "bulk": ["/stores/{store}/things/bulk", "/stores/{store}/{anything}"],
    "deep": ["/a/b/c/d/e/f/g/h", "/a/b/c/d/e/f/g/{hole}/i", "/a"],
    "files": ["/files/{name:path}", "/files/{name}/info"],
}


def _app(*, indexed: bool) -> FastAPI:
    app = FastAPI()
    for name, templates in TEMPLATES.items():
        router = APIRouter()
        for number, template in enumerate(templates):

            async def answer(request: Request, told: str = f"{name}{number}") -> dict[str, str]:
                return {"told": told, **request.path_params}

            router.add_api_route(template, answer, methods=["GET" if number % 2 == 0 else "POST"])
        app.include_router(router, prefix="/api")
    if indexed:
        app.router.routes.insert(0, RouteIndex(app.router.routes))
    return app


PATHS = [
    "/",
    "/api",
    "/api/",
    "/api/stores",
    "/api/stores/1/things",
    "/api/stores/1/things/",
    "/api/stores/1/things/2",
    "/api/stores/1/things/bulk",
    "/api/stores/1/other",
    "/api/stores/1/all",
    "/api/stores//things",
    "/api/a",
    "/api/a/b/c/d/e/f/g/h",
    "/api/a/b/c/d/e/f/g/h/i",
    "/api/a/b/c/d/e/f/g",
    "/api/files/x",
    "/api/files/x/y/z",
    "/api/files/x/info",
    "/docs",
]


async def test_every_address_is_answered_as_without_the_index() -> None:
    asked = list(product(["GET", "POST", "DELETE"], PATHS))
    said = []
    for indexed in (False, True):
        transport = httpx2.ASGITransport(app=_app(indexed=indexed))
        async with httpx2.AsyncClient(transport=transport, base_url="http://x") as client:
            replies = [await client.request(method, path) for method, path in asked]
        said.append(
            [
                (r.status_code, r.text, r.headers.get("allow"), r.headers.get("location"))
                for r in replies
            ]
        )
    assert dict(zip(asked, said[0], strict=True)) == dict(zip(asked, said[1], strict=True))
    assert sum(status == 200 for status, *_ in said[0]) > 10


@pytest.mark.parametrize(
    ("path", "count"),
    [("/api/stores/1/things", 2), ("/api/a/b/c/d/e/f/g/h", 1), ("/api/files/x/y", 1), ("/none", 0)],
)
def test_few_routers_are_asked(path: str, count: int) -> None:
    [index] = [route for route in _app(indexed=True).router.routes if isinstance(route, RouteIndex)]
    assert len(index.candidates(path)) == count


def test_routes_stay_known_to_documents_and_checks() -> None:
    app = _app(indexed=True)
    assert len(list(api_routes(app))) == sum(len(templates) for templates in TEMPLATES.values())
    assert "/api/stores/{store}/things" in app.openapi()["paths"]
