"""JSON as bytes, and careful looks into what others sent."""

from typing import Any

import orjson

from llm_gateway.failures import Kind, ProviderFailed, bad_request
from llm_gateway.wire.call import Json


def parse_request(raw: bytes) -> Json:
    """The caller's body. Raises ProviderFailed(BAD_REQUEST)."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as exc:
        raise bad_request("The body is not valid JSON.") from exc
    if not isinstance(body, dict):
        raise bad_request("The body must be a JSON object.")
    return body


def parse_answer(raw: bytes) -> Json:
    """A provider's body. Raises ProviderFailed(MALFORMED)."""
    try:
        body = orjson.loads(raw)
    except orjson.JSONDecodeError as exc:
        raise ProviderFailed(Kind.MALFORMED, "The provider's answer is not JSON.") from exc
    if not isinstance(body, dict):
        raise ProviderFailed(Kind.MALFORMED, "The provider's answer is no JSON object.")
    return body


def dump(value: object) -> bytes:
    """JSON bytes. Raises ProviderFailed(BAD_REQUEST) for what JSON cannot say (surrogates)."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError as exc:
        raise bad_request("The body holds text that is not valid Unicode.") from exc


def dump_text(value: object) -> str:
    """JSON text."""
    return dump(value).decode()


def objects(value: Any, param: str) -> list[Json]:
    """A list of JSON objects of the caller's. Raises ProviderFailed(BAD_REQUEST)."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise bad_request(f"{param} must be a list of objects.", param)
    return value


def an_object(value: Any, param: str) -> Json:
    """One JSON object of the caller's. Raises ProviderFailed(BAD_REQUEST)."""
    if not isinstance(value, dict):
        raise bad_request(f"{param} must be an object.", param)
    return value


def text(value: Any, param: str) -> str:
    """Text of the caller's. Raises ProviderFailed(BAD_REQUEST)."""
    if not isinstance(value, str):
        raise bad_request(f"{param} must be text.", param)
    return value


def number(value: Any, param: str) -> float | None:
    """A number of the caller's, or None. Raises ProviderFailed(BAD_REQUEST)."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise bad_request(f"{param} must be a number.", param)


def whole(value: Any, param: str) -> int | None:
    """A positive whole number of the caller's, or None. Raises ProviderFailed(BAD_REQUEST)."""
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise bad_request(f"{param} must be a whole number above 0.", param)
    return value


def count(value: Any) -> int:
    """A number of tokens in a provider's answer; what is missing counts as 0."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
