"""OpenAPI 3.1 as clients want it: readable names, one error shape, each operation's access."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ecomm_core.api import examples
from ecomm_core.api.idempotency import key_parameter
from ecomm_core.api.router import Route, api_routes, declared_access, route_calls
from ecomm_core.api.schemas import ErrorReply

_HEADING, _SHORTEST = 72, 20
"""Signs of a heading, unless a sentence has no place to end earlier."""

_GENERIC = re.compile(r"^(Reply|ListReply)_(.+?)_$")


def describe(app: FastAPI) -> dict[str, Any]:
    """The application's OpenAPI document, computed once."""
    if app.openapi_schema:
        return app.openapi_schema
    document = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes
    )
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    renamed = {name: _readable(name) for name in schemas}
    _check_names(renamed)
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    _declare(app, document)
    readable: dict[str, Any] = _rename(document, renamed)
    if app.state.api_examples is not None:
        examples.attach(readable, examples.read(app.state.api_examples))
    app.openapi_schema = readable
    return readable


def _check_names(renamed: dict[str, str]) -> None:
    """Raise RuntimeError where two schemas would have one name: the document would keep one."""
    first: dict[str, str] = {}
    for name, readable in renamed.items():
        other = first.setdefault(readable, name)
        if other != name:
            raise RuntimeError(f"{name} and {other} would both be {readable} in the document")


def _readable(name: str) -> str:
    """Reply_ProductOut_ -> ProductOutReply; ListReply_ProductRow_ -> ProductRowListReply."""
    found = _GENERIC.match(name)
    if found is None:
        return name
    inner = re.sub(r"[^A-Za-z0-9]+", "", re.sub(r"list_(\w+)_", r"\1List", found.group(2)))
    return f"{inner}{found.group(1)}"


def _declare(app: FastAPI, document: dict[str, Any]) -> None:
    """Write each operation's access; the default reply of any refusal is the error envelope."""
    error = {"$ref": "#/components/schemas/ErrorReply"}
    for route in api_routes(app):
        if not route.include_in_schema:
            continue
        for method in route.methods or ():
            operation = document["paths"][route.path_format][method.lower()]
            kind = declared_access(route) or "public"
            operation["x-access"] = kind
            if route.summary is None:
                operation["summary"] = summary_of(operation.get("description", ""))
            if kind in {"merchant", "shopper"}:
                operation["security"] = [{"bearer": []}]
            original = route.original_route
            if kind == "merchant" and isinstance(original, Route):
                _merchants(app, original, operation, error)
            key = key_parameter(method, route_calls(route))
            if key is not None:
                operation.setdefault("parameters", []).append(key)
            replies = operation["responses"]
            if "422" in replies or key is not None:  # a key may be malformed where nothing else is
                replies["422"] = _malformed(replies.get("422"), error)
            rate = getattr(route.original_route, "rate", None)
            if rate is not None:
                operation["x-rate-limit"] = rate.value
            for status in ("400", "401", "403", "404", "409", "413", "429", "503"):
                if status in replies or not _possible(status, kind):
                    continue
                replies[status] = {
                    "description": _WORDS[status],
                    "content": {"application/json": {"schema": error}},
                }
            if rate is not None:
                _limited(replies["429"])
    components = document.setdefault("components", {})
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    components["schemas"].update(_error_schemas())


def summary_of(description: str) -> str:
    """A heading: the first sentence of what the endpoint says of itself, or where that is long,
    its first part."""
    sentence = re.split(r"\.(?:\s|$)", " ".join(description.split()), maxsplit=1)[0]
    if len(sentence) <= _HEADING:
        return sentence
    parts = [found.start() for found in re.finditer(r"[;:,] | \(| and ", sentence)]
    fitting = [at for at in parts if _SHORTEST <= at <= _HEADING]
    return sentence[: fitting[-1]] if fitting else sentence


def _malformed(declared: dict[str, Any] | None, error: dict[str, Any]) -> dict[str, Any]:
    """The 422 of a route: its own refusals with their examples, and `invalid` in place of the
    framework's shape, which none of our replies has."""
    if declared is None or "examples" not in declared["content"]["application/json"]:
        return {"description": "invalid", "content": {"application/json": {"schema": error}}}
    codes = [code for code in declared["description"].split(" | ") if code != "invalid"]
    return {**declared, "description": " | ".join(["invalid", *codes])}


def _merchants(
    app: FastAPI, route: Route, operation: dict[str, Any], error: dict[str, Any]
) -> None:
    """Say which scope an API key needs, and that a business whose bill stayed unpaid is refused
    where it is not open to it."""
    if app.state.api_resources:
        # Null: for people alone, no API key reaches it.
        operation["x-api-scope"] = route.api_scope(app.state.api_resources)
    if route.open_while_unpaid(app.state.api_always_open):
        return
    replies = operation["responses"]
    if "402" in replies:
        replies["402"]["description"] += " | read_only"
        return
    replies["402"] = {
        "description": "read_only",
        "content": {"application/json": {"schema": error}},
    }


def _limited(reply: dict[str, Any]) -> None:
    """Say that a 429 may be the rate limit's too, and what its headers tell."""
    if _WORDS["429"] not in reply["description"].split(" | "):
        reply["description"] += f" | {_WORDS['429']}"
    reply["headers"] = {
        name: {"description": said, "schema": {"type": kind}}
        for name, (said, kind) in _RATE_HEADERS.items()
    }


_RATE_HEADERS = {
    "Retry-After": ("Seconds until the next request may pass.", "integer"),
    "RateLimit-Policy": ("Name, quota and window in seconds of the limit.", "string"),
    "RateLimit": ("What is left of the quota, and for how many seconds.", "string"),
}

_WORDS = {
    "400": "bad_request",
    "401": "unauthenticated",
    "403": "forbidden",
    "404": "not_found",
    "409": "in_progress | conflict",
    "413": "too_large",
    "429": "too_many_requests",
    "503": "unavailable",
}


def _possible(status: str, kind: str) -> bool:
    if status in {"401", "403"}:
        return kind in {"merchant", "shopper", "service", "operator"}
    return True


def _error_schemas() -> dict[str, Any]:
    schema = ErrorReply.model_json_schema(ref_template="#/components/schemas/{model}")
    definitions: dict[str, Any] = schema.pop("$defs", {})
    return {"ErrorReply": schema, **definitions}


def _rename(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {
            names.get(key, key): (
                f"#/components/schemas/{names.get(item.rsplit('/', 1)[1], item.rsplit('/', 1)[1])}"
                if key == "$ref"
                and isinstance(item, str)
                and item.startswith("#/components/schemas/")
                else _rename(item, names)
            )
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_rename(item, names) for item in value]
    return value
