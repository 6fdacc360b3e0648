"""The interfaces' addresses, as ASGI endpoints: who calls, what they ask, what they are told."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.routing import Route as Path
from starlette.types import Receive, Scope, Send

from llm_gateway.engine import Completed, Engine, Stream
from llm_gateway.failures import ProviderFailed
from llm_gateway.http.asgi import Gone, answer, event_stream, header, unless_gone
from llm_gateway.http.bodies import Bodies
from llm_gateway.http.errors import error_body, headers_of, refusal_of, status_of
from llm_gateway.http.render import pieces, vectors, whole
from llm_gateway.ports import Keys, Principal, Refused
from llm_gateway.targets import Route, Target
from llm_gateway.wire.anthropic.request import call_of as anthropic_call
from llm_gateway.wire.call import Call, Family, Json
from llm_gateway.wire.json import dump
from llm_gateway.wire.openai.request import call_of as openai_call
from llm_gateway.wire.openai.request import embedding_of

_BEGINNING: Final = "1970-01-01T00:00:00Z"
"""When a route was made is nobody's business; the interface wants a moment."""


class Door:
    """The endpoints' common part: the engine, and whose key is shown."""

    def __init__(self, engine: Engine, keys: Keys) -> None:
        self.engine = engine
        self.keys = keys
        self.bodies = Bodies()

    def routes(self) -> list[Path]:
        """For Starlette and FastAPI: `app.router.routes.extend(door.routes())`."""
        return [
            Path("/v1/chat/completions", _Endpoint(self._chat, Family.OPENAI), methods=["POST"]),
            Path("/v1/messages", _Endpoint(self._messages, Family.ANTHROPIC), methods=["POST"]),
            Path("/v1/embeddings", _Endpoint(self._embeddings, Family.OPENAI), methods=["POST"]),
            Path("/v1/models", _Endpoint(self._models, None), methods=["GET"]),
            Path("/v1/models/{name:path}", _Endpoint(self._model, None), methods=["GET"]),
        ]

    async def _chat(self, scope: Scope, receive: Receive, send: Send) -> None:
        principal = await self._principal(scope)
        with await self.bodies.read(scope, receive) as body:
            call = openai_call(body.raw, feature=_feature(scope))
            await self._answer(principal, call, receive, send)

    async def _messages(self, scope: Scope, receive: Receive, send: Send) -> None:
        principal = await self._principal(scope)
        with await self.bodies.read(scope, receive) as body:
            call = anthropic_call(body.raw, feature=_feature(scope))
            beta = header(scope, b"anthropic-beta")
            if beta:
                call.passed = {"anthropic-beta": beta}
            await self._answer(principal, call, receive, send)

    async def _embeddings(self, scope: Scope, receive: Receive, send: Send) -> None:
        principal = await self._principal(scope)
        with await self.bodies.read(scope, receive) as body:
            call = embedding_of(body.raw, feature=_feature(scope))
            done = await unless_gone(receive, self.engine.embed(principal, call))
            await answer(send, 200, vectors(done), _told(done.target, done.tries))

    async def _models(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        principal = await self._principal(scope)
        routes = self.engine.catalogue.routes(principal)
        if _is_anthropic(scope):
            data = [_anthropic_model(route) for route in routes]
            listed: Json = {"data": data, "has_more": False}
            listed["first_id"] = data[0]["id"] if data else None
            listed["last_id"] = data[-1]["id"] if data else None
        else:
            listed = {"object": "list", "data": [_openai_model(route) for route in routes]}
        await answer(send, 200, dump(listed))

    async def _model(self, scope: Scope, receive: Receive, send: Send) -> None:
        del receive
        principal = await self._principal(scope)
        route = self.engine.catalogue.route(principal, scope["path_params"]["name"])
        if route is None:
            raise Refused(404, "model_not_found", "There is no such model or route here.")
        shown = _anthropic_model(route) if _is_anthropic(scope) else _openai_model(route)
        await answer(send, 200, dump(shown))

    async def _answer(self, principal: Principal, call: Call, receive: Receive, send: Send) -> None:
        if not call.stream:
            done: Completed = await unless_gone(receive, self.engine.complete(principal, call))
            await answer(send, 200, whole(done, call.family), _told(done.target, done.tries))
            return
        await unless_gone(receive, self._stream(principal, call, send))

    async def _stream(self, principal: Principal, call: Call, send: Send) -> None:
        stream: Stream = await self.engine.open(principal, call)
        told = _told(stream.target, stream.tries)
        try:
            await event_stream(send, pieces(stream, call), told)
        finally:
            await stream.close()  # a caller who left before the first byte was sent

    async def _principal(self, scope: Scope) -> Principal:
        """The key comes as OpenAI's clients send it, or as Anthropic's do."""
        shown = header(scope, b"x-api-key")
        if shown is None:
            scheme, _, value = (header(scope, b"authorization") or "").partition(" ")
            shown = value.strip() if scheme.lower() == "bearer" else None
        return await self.keys.principal(shown or None)


class _Endpoint:
    """An ASGI application; refusals and failures become answers of the dialect."""

    def __init__(
        self, work: Callable[[Scope, Receive, Send], Awaitable[None]], family: Family | None
    ) -> None:
        self._work = work
        self._family = family

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._work(scope, receive, send)
        except Gone:
            return
        except (Refused, ProviderFailed) as exc:
            refused = exc if isinstance(exc, Refused) else refusal_of(exc)
            told = Family.ANTHROPIC if _is_anthropic(scope) else Family.OPENAI
            family = self._family or told
            body = dump(error_body(refused, family))
            await answer(send, status_of(refused, family), body, headers_of(refused))


def _is_anthropic(scope: Scope) -> bool:
    """Whose client asks, where both interfaces share an address."""
    return header(scope, b"anthropic-version") is not None


def _feature(scope: Scope) -> str:
    """What the caller's service uses the call for: part of its bill."""
    return (header(scope, b"x-ecomm-feature") or "")[:64]


def _told(target: Target, tries: int) -> dict[str, str]:
    """Who answered, for people who look at headers."""
    return {
        "x-llm-provider": target.provider,
        "x-llm-model": target.model,
        "x-llm-tries": str(tries),
    }


def _openai_model(route: Route) -> dict[str, Any]:
    return {"id": route.name, "object": "model", "created": 0, "owned_by": "ecomm"}


def _anthropic_model(route: Route) -> dict[str, Any]:
    return {
        "id": route.name,
        "type": "model",
        "display_name": route.name,
        "created_at": _BEGINNING,
        "lifecycle": "active",
    }
