"""The gateway to model providers as services see it: its operator's API, chat and embeddings; a
real HTTP server on loopback that can be told to fail."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ecomm_core.api.signed_calls import check_signed
from ecomm_core.errors import Unauthenticated


@dataclass
class FakeGateway:
    """Knows tenants and keys; answers chats with `words`. `statuses` are used up one by one before
    a chat is answered."""

    key: bytes
    """Operators' requests are signed with it."""
    url: str = ""
    words: str = "{}"
    model: str = "local"
    statuses: list[int] = field(default_factory=list)
    tenants: dict[tuple[str, str], str] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """Live key -> its id."""
    chats: list[dict[str, Any]] = field(default_factory=list)
    features: list[str] = field(default_factory=list)

    def app(self) -> Starlette:
        """The application to serve."""
        base = "/api/v1/operator/tenants"
        return Starlette(
            routes=[
                Route(base, self._tenant, methods=["PUT"]),
                Route(base + "/{tenant}/keys", self._mint, methods=["POST"]),
                Route(base + "/{tenant}/keys/{key}", self._end, methods=["DELETE"]),
                Route("/v1/chat/completions", self._chat, methods=["POST"]),
                Route("/v1/embeddings", self._embed, methods=["POST"]),
            ]
        )

    async def _tenant(self, request: Request) -> Response:
        if (refused := await self._operator(request)) is not None:
            return refused
        body = json.loads(await request.body())
        known = self.tenants.setdefault((body["service"], body["external_id"]), str(uuid4()))
        return JSONResponse({"data": {"tenant_id": known}, "error": None})

    async def _mint(self, request: Request) -> Response:
        if (refused := await self._operator(request)) is not None:
            return refused
        key, key_id = f"gk_{uuid4().hex}", str(uuid4())
        self.keys[key] = key_id
        return JSONResponse({"data": {"id": key_id, "key": key}, "error": None}, status_code=201)

    async def _end(self, request: Request) -> Response:
        if (refused := await self._operator(request)) is not None:
            return refused
        wanted = request.path_params["key"]
        self.keys = {key: one for key, one in self.keys.items() if one != wanted}
        return JSONResponse({"data": {"id": wanted}, "error": None})

    async def _operator(self, request: Request) -> Response | None:
        try:
            await check_signed(request, self.key)
        except Unauthenticated:
            return JSONResponse({"data": None, "error": {"code": "x"}}, status_code=401)
        return None

    def _caller(self, request: Request) -> Response | None:
        shown = request.headers.get("authorization", "").removeprefix("Bearer ")
        if shown not in self.keys:
            return _refusal(401, "invalid_api_key")
        status = self.statuses.pop(0) if self.statuses else 200
        self.features.append(request.headers.get("x-ecomm-feature", ""))
        return None if status == 200 else _refusal(status, "refused")

    async def _chat(self, request: Request) -> Response:
        if (refused := self._caller(request)) is not None:
            return refused
        self.chats.append(json.loads(await request.body()))
        message = {"role": "assistant", "content": self.words}
        return self._answer(
            {
                "model": self.model,
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                "usage": {"prompt_tokens": 12, "completion_tokens": 5, "total_tokens": 17},
            }
        )

    async def _embed(self, request: Request) -> Response:
        if (refused := self._caller(request)) is not None:
            return refused
        texts = json.loads(await request.body())["input"]
        rows = [{"index": n, "embedding": [float(len(one)), 1.0]} for n, one in enumerate(texts)]
        return self._answer(
            {"model": self.model, "data": rows[::-1], "usage": {"prompt_tokens": 3}}
        )

    def _answer(self, body: dict[str, Any]) -> Response:
        headers = {"x-llm-provider": "local" if self.model == "local" else "openai"}
        return JSONResponse(body, headers=headers)


def _refusal(status: int, code: str) -> Response:
    error = {"message": code, "type": code, "code": code, "param": None}
    headers = {"Retry-After": "9"} if status == 429 else {}
    return JSONResponse({"error": error}, status_code=status, headers=headers)
