"""OpenAPI 3.1 as clients want it: readable names, one error shape, each operation's access."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from ecomm_core.api.router import api_routes, declared_access
from ecomm_core.api.schemas import ErrorReply

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
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    _declare(app, document)
    readable: dict[str, Any] = _rename(document, renamed)
    app.openapi_schema = readable
    return readable


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
            if kind in {"merchant", "shopper"}:
                operation["security"] = [{"bearer": []}]
            replies = operation["responses"]
            if "422" in replies:
                replies["422"] = {
                    "description": "invalid",
                    "content": {"application/json": {"schema": error}},
                }
            for status in ("400", "401", "403", "404", "409", "413", "429", "503"):
                if status in replies or not _possible(status, kind):
                    continue
                replies[status] = {
                    "description": _WORDS[status],
                    "content": {"application/json": {"schema": error}},
                }
    components = document.setdefault("components", {})
    components["securitySchemes"] = {
        "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
    }
    components["schemas"].update(_error_schemas())


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
