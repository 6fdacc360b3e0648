"""Who shows a virtual key. In process for nearly every request: a hash and a look at a table.

A change of a key or its tenant is signalled to every process at once; one that hears nothing asks
anew after `remembered.SECONDS`.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text

from ecomm_core import clock
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from llm_gateway import tags
from llm_gateway.keys.errors import KeyRefused
from llm_gateway.limits.quotas import Quotas, quotas_of
from llm_gateway.remembered import Remembered

PART: Final = "gateway.keys"
PREFIX: Final = "gw_"
LENGTH: Final = len(PREFIX) + 43
"""256 bits in base64url."""

_READ: Final = text(
    """select k.id, k.name, k.models, k.routes, k.features, k.redaction, k.cache,
              k.max_output_tokens, k.expires_at, k.revoked_at, t.service, t.external_id, t.plan,
              t.calls_per_hour, t.calls_per_minute, t.tokens_per_minute, t.suspended_at
         from virtual_keys k join gateway_tenants t on t.tenant_id = k.tenant_id
        where k.id = :key"""
)


@dataclass(frozen=True, slots=True)
class Principal:
    """Who calls, and what they may: all that a request needs to know of its key."""

    tenant_id: UUID
    """The gateway's own id of the tenant: its rows, its budgets."""
    service: str
    external_id: UUID
    """The tenant's id in its service."""
    key_id: UUID
    key_name: str
    plan: str
    quotas: Quotas
    models: frozenset[str] | None
    """None: every model."""
    routes: frozenset[str] | None
    features: frozenset[str] | None
    redaction: bool
    cache: bool
    """Whether answers may be taken from the tenant's own exact cache."""
    max_output_tokens: int | None
    suspended: bool
    ends_at: datetime | None


def hashed(token: str) -> bytes:
    """What is stored of a key."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


class Keys:
    """The keys that one process knows."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Remembered[bytes, Principal] = Remembered(self._read)
        database.signals.subscribe(self._hear)

    async def authenticate(self, token: str) -> Principal:
        """Whose key this is. Raises KeyRefused (401)."""
        if len(token) != LENGTH or not token.startswith(PREFIX):
            raise KeyRefused(headers={"WWW-Authenticate": "Bearer"})
        principal = await self._known.get(hashed(token))
        if principal.ends_at is not None and principal.ends_at <= clock.now():
            raise KeyRefused(headers={"WWW-Authenticate": "Bearer"})
        return principal

    async def _read(self, of: bytes) -> Principal:
        pool = await self._database.reads()
        found = await pool.fetchrow("select * from locate_virtual_key($1)", of)
        if found is None:
            raise KeyRefused(headers={"WWW-Authenticate": "Bearer"})
        return await self.principal(found["tenant_id"], found["key_id"])

    async def principal(self, tenant_id: UUID, key_id: UUID) -> Principal:
        """Who holds a key now, for work that was queued with it. Raises KeyRefused (401)."""
        async with self._database.transaction(Scope(tenant_id=tenant_id)) as session:
            row = (await session.execute(_READ, {"key": key_id})).first()
        if row is None or row.revoked_at is not None:
            raise KeyRefused(headers={"WWW-Authenticate": "Bearer"})
        plan = quotas_of(row.plan)
        return Principal(
            tenant_id=tenant_id,
            service=row.service,
            external_id=row.external_id,
            key_id=row.id,
            key_name=row.name,
            plan=row.plan,
            quotas=Quotas(
                row.calls_per_hour or plan.calls_per_hour,
                row.calls_per_minute or plan.calls_per_minute,
                row.tokens_per_minute or plan.tokens_per_minute,
            ),
            models=_set(row.models),
            routes=_set(row.routes),
            features=_set(row.features),
            redaction=row.redaction,
            cache=row.cache,
            max_output_tokens=row.max_output_tokens,
            suspended=row.suspended_at is not None,
            ends_at=row.expires_at,
        )

    def _hear(self, told: frozenset[str], _wake: bool) -> None:
        if tags.EVERYTHING in told:
            self._known.drop()
            return
        changed = tags.tenants_of(told)
        if changed:
            self._known.drop(lambda _, known: str(known.tenant_id) in changed)


def _set(given: list[str] | None) -> frozenset[str] | None:
    return None if given is None else frozenset(given)


def keys_of(kernel: Kernel) -> Keys:
    """The keys of this process."""
    part = kernel.parts[PART]
    if not isinstance(part, Keys):
        raise TypeError("the gateway's wiring puts its keys into the kernel")
    return part
