"""Virtual keys: made, changed, rotated, revoked. The key itself leaves here once and is kept by
nobody: what is stored is its SHA-256, which says nothing about 256 random bits."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from llm_gateway import tags
from llm_gateway.keys import repository
from llm_gateway.keys.authenticate import PREFIX, hashed
from llm_gateway.keys.errors import KeyEnded, KeyNotFound
from llm_gateway.keys.models import VirtualKey
from llm_gateway.keys.schemas import KeyScopeIn
from llm_gateway.tenants import service as tenants

OVERLAP: Final = timedelta(hours=24)
"""How long a rotated key goes on working, so that nobody has to change it everywhere at once."""

_SCOPE: Final = ("models", "routes", "features", "redaction", "cache", "max_output_tokens")


async def create(
    session: AsyncSession,
    tenant_id: UUID,
    *,
    name: str,
    scope: KeyScopeIn,
    expires_at: datetime | None,
    actor: str,
) -> tuple[VirtualKey, str]:
    """Make a key; returns it with what it is. Raises TenantNotFound (404)."""
    await tenants.get(session, tenant_id)
    row, key = _made(tenant_id, name, scope.model_dump(include=set(_SCOPE)), expires_at)
    session.add(row)
    await session.flush()
    await _audit(session, row, actor, "key.create", after=_facts(row))
    return row, key


async def get(session: AsyncSession, key_id: UUID) -> VirtualKey:
    """A key. Raises KeyNotFound (404)."""
    found = await repository.get(session, key_id)
    if found is None:
        raise KeyNotFound
    return found


async def listed(
    session: AsyncSession, tenant_id: UUID, *, offset: int, limit: int
) -> tuple[Sequence[VirtualKey], int]:
    """A page of a tenant's keys. Raises TenantNotFound (404)."""
    await tenants.get(session, tenant_id)
    return await repository.listed(session, offset=offset, limit=limit)


async def rescope(
    session: AsyncSession, key_id: UUID, scope: KeyScopeIn, *, actor: str
) -> VirtualKey:
    """Say anew what a key may be used for. Raises KeyNotFound (404), KeyEnded (409)."""
    row = await _living(session, key_id)
    before = _facts(row)
    for name in _SCOPE:
        setattr(row, name, getattr(scope, name))
    await session.flush()
    await _audit(session, row, actor, "key.rescope", before=before, after=_facts(row))
    return row


async def rotate(session: AsyncSession, key_id: UUID, *, actor: str) -> tuple[VirtualKey, str]:
    """Make another key with the same scope; the old one ends a day later.

    Raises KeyNotFound (404), KeyEnded (409).
    """
    old = await _living(session, key_id)
    if old.replaced_by is not None:
        raise KeyEnded
    before = _facts(old)
    scope = {name: getattr(old, name) for name in _SCOPE}
    row, key = _made(old.tenant_id, old.name, scope, old.expires_at)
    session.add(row)
    ends = clock.now() + OVERLAP
    old.expires_at = ends if old.expires_at is None else min(ends, old.expires_at)
    old.replaced_by = row.id
    await session.flush()
    await _audit(session, old, actor, "key.rotate", before=before, after=_facts(old))
    return row, key


async def revoke(session: AsyncSession, key_id: UUID, *, actor: str) -> VirtualKey:
    """End a key now, in every process. Raises KeyNotFound (404). Ended twice is ended."""
    row = await repository.get(session, key_id, lock=True)
    if row is None:
        raise KeyNotFound
    if row.revoked_at is None:
        before = _facts(row)
        row.revoked_at = clock.now()
        await session.flush()
        await _audit(session, row, actor, "key.revoke", before=before, after=_facts(row))
    return row


async def _living(session: AsyncSession, key_id: UUID) -> VirtualKey:
    row = await repository.get(session, key_id, lock=True)
    if row is None:
        raise KeyNotFound
    if row.revoked_at is not None or (row.expires_at is not None and row.expires_at <= clock.now()):
        raise KeyEnded
    return row


def _made(
    tenant_id: UUID, name: str, scope: dict[str, Any], expires_at: datetime | None
) -> tuple[VirtualKey, str]:
    key = PREFIX + secrets.token_urlsafe(32)
    row = VirtualKey(
        tenant_id=tenant_id,
        id=new_id(),
        name=name,
        hash=hashed(key),
        hint=key[-4:],
        created_at=clock.now(),
        expires_at=expires_at,
        revoked_at=None,
        replaced_by=None,
        **scope,
    )
    return row, key


def _facts(row: VirtualKey) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(row, name) for name in ("name", "hint", *_SCOPE)}
    for name in ("expires_at", "revoked_at", "replaced_by"):
        value = getattr(row, name)
        facts[name] = None if value is None else str(value)
    return facts


async def _audit(
    session: AsyncSession,
    row: VirtualKey,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any],
) -> None:
    drop_tags(session, tags.tenant(row.tenant_id))
    await audit.record(
        session,
        tenant_id=row.tenant_id,
        actor=actor,
        action=action,
        resource_type="virtual_key",
        resource_id=row.id,
        before=before,
        after=after,
    )
