"""The platform's public API as products see it: products of a store, with versions; a real HTTP
server on loopback that can be told to fail."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Fault = Literal["none", "limited", "broken after", "broken before", "silent", "page", "forbidden"]


@dataclass
class FakePlatform:
    """Keeps products and every write that took effect; `faults` are used up one by one."""

    url: str = ""
    keys: set[str] = field(default_factory=set)
    products: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    """(method, path, Idempotency-Key) of each request that was let in."""
    effects: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    replies: dict[str, Any] = field(default_factory=dict)

    def add(self, **fields: Any) -> dict[str, Any]:
        """A product."""
        made = {"id": str(uuid4()), "title": "Lamp", "tags": [], "version": 1, **fields}
        self.products[UUID(made["id"])] = made
        return made

    def app(self) -> Starlette:
        """The application to serve."""
        path = "/api/v1/stores/{store}/products"
        return Starlette(
            routes=[
                Route(path, self._guarded(self._create), methods=["POST"]),
                Route(path + "/{product}", self._guarded(self._one), methods=["GET", "PATCH"]),
            ]
        )

    def _guarded(
        self, inner: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            key = request.headers.get("authorization", "").removeprefix("Bearer ")
            if key not in self.keys:
                return _refusal(401, "api_key_refused")
            self.asked.append(
                (request.method, request.url.path, request.headers.get("idempotency-key"))
            )
            fault: Fault = self.faults.pop(0) if self.faults else "none"
            early = {
                "limited": _refusal(429, "too_many_requests", headers={"Retry-After": "7"}),
                "broken before": _refusal(503, "unavailable", headers={"Retry-After": "2"}),
                "page": Response("<html>proxy</html>", media_type="text/html"),
                "forbidden": _refusal(403, "scope_missing"),
            }.get(fault)
            if early is not None:
                return early
            reply = await inner(request)
            if fault == "broken after":
                return Response("oops", status_code=502)
            if fault == "silent":
                await asyncio.sleep(3)
            return reply

        return answer

    async def _create(self, request: Request) -> Response:
        key = request.headers.get("idempotency-key", "")
        if key not in self.replies:
            self.replies[key] = self.add(**json.loads(await request.body()))
            self.effects.append(("POST", request.url.path))
        return _data(self.replies[key], 201)

    async def _one(self, request: Request) -> Response:
        found = self.products.get(UUID(request.path_params["product"]))
        if found is None:
            return _refusal(404, "not_found")
        if request.method == "PATCH":
            body = json.loads(await request.body())
            version = body.pop("version", None)
            if version is not None and version != found["version"]:
                detail = {"field": "version", "code": "stale", "version": found["version"]}
                return _refusal(409, "stale", details=[detail])
            found |= {**body, "version": found["version"] + 1}
            self.effects.append(("PATCH", request.url.path))
        return _data(found)


def _data(data: Any, status: int = 200) -> Response:
    return JSONResponse({"data": data, "error": None}, status_code=status)


def _refusal(
    status: int,
    code: str,
    *,
    details: list[dict[str, Any]] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    error = {"code": code, "message": code, "details": details or [], "request_id": "r"}
    return JSONResponse({"data": None, "error": error}, status_code=status, headers=headers)
