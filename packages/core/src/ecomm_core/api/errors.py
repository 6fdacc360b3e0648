"""From exceptions to the envelope. No input may ever become a 5xx."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import compile_path

from ecomm_core.api.router import api_routes
from ecomm_core.api.schemas import ErrorReply
from ecomm_core.db.lost import LOST, causes, is_lost
from ecomm_core.errors import AppError, Conflict, Invalid, TooLarge, Unavailable
from ecomm_core.logging import get_logger

log = get_logger(__name__)

RETRY_CLASS = "53"
"""Out of disk, memory or connections."""

RETRY_SQLSTATES = {"55P03", "40001", "40P01", "57014", "25006", "58030"}
"""Lock not available, serialization failure, deadlock, cancelled, read-only (a failover), I/O."""

INPUT_SQLSTATES = {"22000", "22003", "22007", "22008", "22021", "22P02", "22P05", "22001"}
"""Out of range, bad text: input that the schemas let through. 22000 is the driver's own, for a
value it cannot send."""

METHOD_NOT_ALLOWED = 405

HTTP_CODES = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    408: "timeout",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "too_many_requests",
}


def error_body(request: Request, error: AppError) -> bytes:
    """The envelope of a refusal."""
    return _body(error.code, error.text, error.details, request.scope.get("ecomm.request_id", ""))


def internal_error_body(request_id: str) -> bytes:
    """The envelope of a fault of ours; says nothing about its cause."""
    return _body("internal", "Something went wrong on our side.", [], request_id)


def too_large_body(request_id: str) -> bytes:
    """The envelope of a body above its route's limit."""
    return _body(TooLarge.code, TooLarge.message, [], request_id)


def _body(code: str, message: str, details: list[dict[str, Any]], request_id: str) -> bytes:
    return json.dumps(
        {
            "data": None,
            "error": {
                "code": code,
                "message": message,
                "details": details,
                "request_id": request_id,
            },
        },
        default=str,
    ).encode()


def respond(request: Request, error: AppError) -> Response:
    """The reply of a refusal."""
    return Response(
        error_body(request, error),
        status_code=error.status,
        media_type="application/json",
        headers=error.headers,
    )


async def _app_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, AppError)  # noqa: S101 - registered for this class
    return respond(request, error)


async def _validation_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for this class
    return respond(request, Invalid(details=list(_details(error.errors()))))


def _details(errors: Sequence[Any]) -> Iterable[dict[str, Any]]:
    for item in errors:
        location = [str(part) for part in item["loc"]]
        message = str(item["msg"]).removeprefix("Value error, ")
        if item["type"] == "json_invalid":
            yield {"field": None, "code": "json_invalid", "message": "The body is not valid JSON."}
            continue
        place = location[1:] if location and location[0] in _PLACES else location
        yield {
            "field": ".".join(place) or None,
            "code": str(item["type"]),
            "message": message[:500].encode("utf-8", "replace").decode(),
        }


_PLACES = {"body", "query", "path", "header", "cookie"}


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for this class
    refusal = AppError(str(error.detail), headers=dict(error.headers or {}))
    if error.status_code == METHOD_NOT_ALLOWED:
        refusal.headers["Allow"] = _allowed(request, refusal.headers.get("Allow", ""))
    code = HTTP_CODES.get(error.status_code, "bad_request")
    body = _body(code, refusal.text, [], request.scope.get("ecomm.request_id", ""))
    return Response(body, error.status_code, headers=refusal.headers, media_type="application/json")


def _allowed(request: Request, first: str) -> str:
    """Every method of the request's path; the framework names those of its `first` route alone.

    Where templates overlap (`/products/bulk-status` fits `/products/{product_id}` too), the one
    with the fewest holes is meant.
    """
    path = request.scope["path"]
    for pattern, methods in request.app.state.methods:
        if pattern.match(path):
            return ", ".join(sorted(methods))
    return ", ".join(sorted(first.split(", ")))


def methods_by_path(app: FastAPI) -> list[tuple[re.Pattern[str], set[str]]]:
    """Every path's pattern with all its methods, those with the fewest holes first. Made when the
    application is: it takes longer than a request may."""
    found: dict[str, set[str]] = {}
    for route in api_routes(app):
        found.setdefault(str(route.path), set()).update(route.methods or ())
    templates = sorted(found, key=lambda template: template.count("{"))
    return [(compile_path(template)[0], found[template]) for template in templates]


def sqlstate(error: BaseException) -> str | None:
    """The PostgreSQL error code behind an exception, if there is one."""
    codes = (getattr(seen, "sqlstate", None) for seen in causes(error))
    return next((code for code in codes if isinstance(code, str)), None)


def unavailable(error: SQLAlchemyError) -> bool:
    """Whether a job met the database's fault and not that of what it works on: the whole stretch
    is tried again later."""
    code = sqlstate(error)
    if not isinstance(error, DBAPIError) or code is None:
        return True
    return code in RETRY_SQLSTATES or code.startswith(("08", "53", "57P"))


async def _database_error(request: Request, error: Exception) -> Response:
    code = sqlstate(error)
    if isinstance(error, IntegrityError):
        log.info("conflict", sqlstate=code, error=str(error.orig)[:300])
        return respond(request, Conflict())
    if code in INPUT_SQLSTATES:
        return respond(request, Invalid("A value is out of range or not storable."))
    if _about_a_file(error):
        raise error
    if is_lost(error) or isinstance(error, PoolTimeout) or _may_pass(code):
        log.warning("database_unavailable", sqlstate=code, error=repr(error)[:300])
        return respond(request, Unavailable())
    raise error


def _may_pass(code: str | None) -> bool:
    """Whether the database answers, and only this statement could not be done right now."""
    return code is not None and (code.startswith(RETRY_CLASS) or code in RETRY_SQLSTATES)


def _about_a_file(error: Exception) -> bool:
    """A network's OSError names no file."""
    return isinstance(error, OSError) and error.filename is not None


def install(app: FastAPI) -> None:
    """Register every handler."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    for cls in (DBAPIError, PoolTimeout, *LOST):
        app.add_exception_handler(cls, _database_error)


def errors(*refusals: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """`responses=` of a route: each refusal's status with its code and sentence as an example."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for refusal in refusals:
        entry = by_status.setdefault(
            refusal.status,
            {
                "model": ErrorReply,
                "description": "",
                "content": {"application/json": {"examples": {}}},
            },
        )
        codes = [code for code in str(entry["description"]).split(" | ") if code]
        if refusal.code not in codes:
            entry["description"] = " | ".join([*codes, refusal.code])
        entry["content"]["application/json"]["examples"][refusal.code] = {
            "value": {
                "data": None,
                "error": {
                    "code": refusal.code,
                    "message": refusal.message,
                    "details": [],
                    "request_id": "",
                },
            }
        }
    return by_status
