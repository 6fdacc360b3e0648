"""Keys of providers: written, used, never read back. Sealed for their row: copied into another one
they do not open."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.crypto import Sealer
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from llm_gateway import tags
from llm_gateway.db import PLATFORM, PLATFORM_SCOPE
from llm_gateway.provider_keys import repository
from llm_gateway.provider_keys.errors import ProviderNotFound
from llm_gateway.provider_keys.models import Kind, ProviderKey
from llm_gateway.provider_keys.schemas import ProviderKeyIn
from llm_gateway.remembered import Remembered

PART: Final = "gateway.providers"


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider as the data path needs it. Its key is in no `repr`, so in no log of it."""

    name: str
    kind: Kind
    base_url: str | None
    """None: the kind's own address."""
    key: str = field(repr=False)


async def put(
    session: AsyncSession, sealer: Sealer, provider: str, body: ProviderKeyIn, *, actor: str
) -> ProviderKey:
    """Set a provider's key; the one before is gone."""
    before = await repository.of(session, provider)
    if before is not None:
        _remove(before)
        await session.flush()
    row_id = new_id()
    key = body.key.get_secret_value()
    row = ProviderKey(
        tenant_id=PLATFORM,
        id=row_id,
        provider=provider,
        kind=body.kind.value,
        base_url=body.base_url,
        sealed=sealer.seal(key.encode(), _context(row_id)),
        hint=key[-4:],
        created_at=clock.now(),
        removed_at=None,
    )
    session.add(row)
    await session.flush()
    await _audit(session, actor, "provider_key.put", before, row)
    return row


async def remove(session: AsyncSession, provider: str, *, actor: str) -> None:
    """Forget a provider's key. Raises ProviderNotFound (404)."""
    row = await repository.of(session, provider)
    if row is None:
        raise ProviderNotFound
    _remove(row)
    await session.flush()
    await _audit(session, actor, "provider_key.remove", row, None)


async def listed(session: AsyncSession) -> Sequence[ProviderKey]:
    """Which providers have a key."""
    return await repository.listed(session)


def _remove(row: ProviderKey) -> None:
    row.removed_at = clock.now()
    row.sealed = ""


def _context(row_id: UUID) -> bytes:
    return f"provider_key:{row_id}".encode()


def _facts(row: ProviderKey | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "provider": row.provider,
        "kind": row.kind,
        "base_url": row.base_url,
        "hint": row.hint,
    }


async def _audit(
    session: AsyncSession,
    actor: str,
    action: str,
    before: ProviderKey | None,
    after: ProviderKey | None,
) -> None:
    drop_tags(session, tags.PROVIDERS)
    known = after or before
    await audit.record(
        session,
        tenant_id=PLATFORM,
        actor=actor,
        action=action,
        resource_type="provider_key",
        resource_id=None if known is None else known.id,
        before=_facts(before),
        after=_facts(after),
    )


class Providers:
    """The providers that have a key, with it, as one process knows them."""

    def __init__(self, kernel: Kernel) -> None:
        self._kernel = kernel
        self._known: Remembered[None, dict[str, Provider]] = Remembered(self._read)
        kernel.database.signals.subscribe(self._hear)

    async def all(self) -> dict[str, Provider]:
        """By name. Empty: no key is set, so that only the local provider answers."""
        return await self._known.get(None)

    async def _read(self, _: None) -> dict[str, Provider]:
        async with self._kernel.database.transaction(PLATFORM_SCOPE) as session:
            rows = await repository.listed(session)
        return {
            row.provider: Provider(
                row.provider,
                Kind(row.kind),
                row.base_url,
                self._kernel.sealer.open(row.sealed, _context(row.id)).decode(),
            )
            for row in rows
        }

    def _hear(self, told: frozenset[str], _wake: bool) -> None:
        if tags.PROVIDERS in told or tags.EVERYTHING in told:
            self._known.drop()


def providers_of(kernel: Kernel) -> Providers:
    """The providers of this process."""
    part = kernel.parts[PART]
    if not isinstance(part, Providers):
        raise TypeError("the gateway's wiring puts its providers into the kernel")
    return part
