"""Idempotency-Key: the same key and body gives the same reply, once only the effect (rules §5).

The stored reply is written in the request's own transaction, after the endpoint has returned and
before the commit: reply and effect stand or fall together. Two requests with one key at the same
time: the second gets 409 at once (advisory lock), never a second effect.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from fastapi import Request
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from ecomm_core import clock
from ecomm_core.crypto import Sealer
from ecomm_core.errors import AppError, Conflict, Invalid

HEADER = "idempotency-key"
KEEP = timedelta(hours=24)
KEEP_SECRETS = timedelta(minutes=10)
MAX_KEY = 200
MIN_ANONYMOUS_KEY = 22
"""Anonymous callers are told apart by their key alone: at least 128 random bits (22 base64
characters, or a UUID)."""

Context = TypeVar("Context", bound=Callable[..., Any])


class KeyReused(AppError):
    """The key was used with another body."""

    status, code = 422, "idempotency_key_reused"
    message = "This Idempotency-Key was used with another request."


class StillRunning(Conflict):
    """The first request with this key has not finished."""

    code = "in_progress"
    message = "The first request with this Idempotency-Key is still being handled."


class Replayed(Exception):
    """Raised to answer with the stored reply instead of running the endpoint again."""

    def __init__(self, response: Response) -> None:
        self.response = response
        super().__init__("replayed")


@dataclass(slots=True)
class Pending:
    """A key whose reply will be stored when the endpoint has returned."""

    session: AsyncSession
    sealer: Sealer
    tenant_id: UUID
    key: bytes
    body_hash: bytes

    async def store(self, response: Response, *, secret: bool) -> None:
        """Keep a successful reply; refusals are not stored, so that they can be retried."""
        if response.status_code >= 400:
            return
        await self.session.execute(
            text(
                """insert into idempotency
                     (tenant_id, key, body_hash, status, reply, expires_at)
                   values (:tenant, :key, :body_hash, :status, :reply, :expires)
                   on conflict (tenant_id, key) do update set
                     body_hash = excluded.body_hash, status = excluded.status,
                     reply = excluded.reply, expires_at = excluded.expires_at"""
            ),
            {
                "tenant": self.tenant_id,
                "key": self.key,
                "body_hash": self.body_hash,
                "status": response.status_code,
                "reply": self.sealer.seal(bytes(response.body), self.key),
                "expires": clock.now() + (KEEP_SECRETS if secret else KEEP),
            },
        )


def keyed(*, shortest: int = 1) -> Callable[[Context], Context]:
    """Mark a context that calls `begin`: the document says so of its POSTs.

    shortest: characters a key must have there.
    """

    def mark(context: Context) -> Context:
        context.shortest_key = shortest  # type: ignore[attr-defined]  # read back by key_parameter
        return context

    return mark


def key_parameter(method: str, calls: Iterable[Callable[..., Any]]) -> dict[str, Any] | None:
    """The key as a parameter in OpenAPI, of an operation with these dependencies; None where it is
    not looked at."""
    shortest = max((getattr(call, "shortest_key", 0) for call in calls), default=0)
    if method != "POST" or not shortest:
        return None
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": (
            "Sent again with the same body within 24 hours, the same reply (with the header "
            "Idempotent-Replayed) and no second effect."
        ),
        "schema": {"type": "string", "pattern": f"^[!-~]{{{shortest},{MAX_KEY}}}$"},
    }


async def begin(
    request: Request,
    session: AsyncSession,
    sealer: Sealer,
    *,
    tenant_id: UUID,
    caller: str,
    anonymous: bool = False,
) -> None:
    """Look the key up; called by the contexts for POST requests that carry one.

    Raises Replayed with the stored reply, KeyReused (422), StillRunning (409), Invalid (422).
    """
    given = request.headers.get(HEADER)
    if given is None or request.method != "POST":
        return
    if not 1 <= len(given) <= MAX_KEY or not given.isascii():
        raise Invalid.on_field("Idempotency-Key", "Use 1 to 200 ASCII characters.")
    if anonymous and len(given) < MIN_ANONYMOUS_KEY:
        raise Invalid.on_field("Idempotency-Key", "Use at least 128 random bits.")
    route = f"{request.method} {request.url.path}"
    key = hashlib.sha256(f"{caller}\n{route}\n{given}".encode()).digest()
    locked = await session.scalar(
        text("select pg_try_advisory_xact_lock(:a)"),
        {"a": int.from_bytes(key[:8], "big", signed=True)},
    )
    if not locked:
        raise StillRunning(headers={"Retry-After": "1"})
    body_hash = await _body_hash(request)
    row = (
        await session.execute(
            text(
                """select body_hash, status, reply from idempotency
                    where tenant_id = :tenant and key = :key and expires_at > :now"""
            ),
            {"tenant": tenant_id, "key": key, "now": clock.now()},
        )
    ).first()
    if row is not None:
        if bytes(row.body_hash) != body_hash:
            raise KeyReused
        raise Replayed(
            Response(
                sealer.open(row.reply, key),
                status_code=row.status,
                media_type="application/json",
                headers={"Idempotent-Replayed": "true"},
            )
        )
    request.scope["ecomm.idempotency"] = Pending(session, sealer, tenant_id, key, body_hash)


async def _body_hash(request: Request) -> bytes:
    """Hash of the JSON body; an upload is told by its length and type (its bytes are streamed)."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/"):
        size = request.headers.get("content-length", "")
        return hashlib.sha256(f"multipart {size}".encode()).digest()
    return hashlib.sha256(await request.body()).digest()
