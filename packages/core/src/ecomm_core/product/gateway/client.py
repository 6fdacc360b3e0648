"""`GatewayClient`: typed answers of models, and embeddings, for one business and one feature.

What a model says is data: it is validated by the shape that was asked for, and nothing in it is
believed about price, stock, identity or rights. Each answer says what it used and who gave it;
`local` means that the gateway made it itself, because no provider's key is set, and everything that
shows it says so.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, ValidationError

from ecomm_core.http.internal import InternalResponse
from ecomm_core.kernel import Kernel
from ecomm_core.product.gateway import keys
from ecomm_core.product.gateway.errors import BadAnswer, GatewayAway, GatewayRefused

LOCAL: Final = "local"
SECONDS: Final = 120.0
_LONGEST_WAIT: Final = 3_600.0

Shape = TypeVar("Shape", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one answer."""

    input: int
    output: int


@dataclass(frozen=True, slots=True)
class Answer(Generic[Shape]):
    """What a model said, in the shape that was asked for."""

    value: Shape
    model: str
    provider: str
    usage: Usage

    @property
    def local(self) -> bool:
        """Whether the gateway made it itself: shown as such wherever it is shown."""
        return LOCAL in {self.model, self.provider}


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors, one for each text."""

    vectors: tuple[tuple[float, ...], ...]
    model: str
    provider: str
    usage: Usage

    @property
    def local(self) -> bool:
        """Whether the gateway made them itself."""
        return LOCAL in {self.model, self.provider}


class GatewayClient:
    """Asks the gateway for one process. Call it with no transaction open."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel

    async def chat(
        self,
        tenant_id: UUID,
        messages: Sequence[Said],
        shape: type[Shape],
        *,
        feature: str,
        route: str = "default",
        max_tokens: int = 2_000,
        temperature: float | None = None,
    ) -> Answer[Shape]:
        """What a model says to this, as `shape`. `feature` names the use on the business's bill.

        Raises GatewayMissing, GatewayAway, GatewayRefused, BadAnswer.
        """
        body: dict[str, Any] = {
            "model": route,
            "messages": [{"role": one.role, "content": one.content} for one in messages],
            "max_completion_tokens": max_tokens,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": shape.__name__, "schema": shape.model_json_schema()},
            },
        }
        if temperature is not None:
            body["temperature"] = temperature
        answer = await self._ask(tenant_id, "/v1/chat/completions", body, feature)
        said = _json(answer)
        usage = _usage(said, "completion_tokens")
        try:
            words = said["choices"][0]["message"]["content"]
            if not isinstance(words, str):
                raise BadAnswer("the model refused to answer", "", usage)
            value = shape.model_validate_json(words)
        except (KeyError, IndexError, TypeError) as error:
            raise GatewayAway("the gateway's answer has no message") from error
        except ValidationError as error:
            problems = error.errors(include_url=False, include_input=False, include_context=False)
            told = "; ".join(
                f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in problems[:5]
            )
            raise BadAnswer(told, words, usage) from None
        return Answer(value, str(said.get("model", "")), _provider(answer), usage)

    async def embed(
        self,
        tenant_id: UUID,
        texts: Sequence[str],
        *,
        feature: str,
        route: str = "local-embeddings",
    ) -> Embedded:
        """Vectors of texts, in their order. Raises GatewayMissing, GatewayAway, GatewayRefused."""
        body = {"model": route, "input": list(texts)}
        answer = await self._ask(tenant_id, "/v1/embeddings", body, feature)
        said = _json(answer)
        try:
            rows = sorted(said["data"], key=lambda row: int(row["index"]))
            vectors = tuple(tuple(float(x) for x in row["embedding"]) for row in rows)
        except (KeyError, TypeError, ValueError) as error:
            raise GatewayAway("the gateway's answer has no vectors") from error
        if len(vectors) != len(texts):
            raise GatewayAway("the gateway's answer has another number of vectors")
        usage = _usage(said, "completion_tokens")
        return Embedded(vectors, str(said.get("model", "")), _provider(answer), usage)

    async def _ask(
        self, tenant_id: UUID, path: str, body: dict[str, Any], feature: str
    ) -> InternalResponse:
        answer = await self._send(tenant_id, path, body, feature)
        if answer.status == 401:
            # Ended at the gateway: another is asked for, once.
            await keys.drop_key(self._kernel, tenant_id)
            answer = await self._send(tenant_id, path, body, feature)
        if answer.status == 200:
            return answer
        error = _error(answer)
        code = str(error.get("code") or error.get("type") or "")
        message = str(error.get("message", ""))[:500]
        if answer.status in {408, 429} or answer.status >= 500:
            raise GatewayAway(f"{answer.status} {code}: {message}", _retry_after(answer))
        raise GatewayRefused(answer.status, code, message)

    async def _send(
        self, tenant_id: UUID, path: str, body: dict[str, Any], feature: str
    ) -> InternalResponse:
        key = await keys.key_of(self._kernel, tenant_id)
        headers = {"Authorization": f"Bearer {key}", "X-Ecomm-Feature": feature[:64]}
        return await keys.send(self._kernel, "POST", path, body, headers, seconds=SECONDS)


def _json(answer: InternalResponse) -> dict[str, Any]:
    try:
        said = json.loads(answer.body)
    except ValueError as error:
        raise GatewayAway("the gateway answered no JSON") from error
    if not isinstance(said, dict) or "error" in said:
        raise GatewayAway("the gateway answered 200 with an error")
    return said


def _error(answer: InternalResponse) -> dict[str, Any]:
    try:
        said = json.loads(answer.body)
    except ValueError:
        return {}
    found = said.get("error") if isinstance(said, dict) else None
    return found if isinstance(found, dict) else {}


def _usage(said: dict[str, Any], output: str) -> Usage:
    given = said.get("usage") or {}
    return Usage(int(given.get("prompt_tokens") or 0), int(given.get(output) or 0))


def _provider(answer: InternalResponse) -> str:
    return str(answer.headers.get("x-llm-provider", ""))


def _retry_after(answer: InternalResponse) -> float | None:
    said = str(answer.headers.get("retry-after", ""))
    return min(float(said), _LONGEST_WAIT) if said.isascii() and said.isdigit() else None
