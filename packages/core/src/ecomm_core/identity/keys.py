"""Making API keys: what a key may be given is said by the service (`KeyRules`)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.accounts import api_keys
from ecomm_core.accounts.api_keys import ApiKey
from ecomm_core.accounts.members import AboveYou
from ecomm_core.accounts.people import Role
from ecomm_core.accounts.rights import Held, Table
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel

PART: Final = "identity.keys"


@dataclass(frozen=True, slots=True)
class KeyRules:
    """A service's closed lists."""

    scopes: Sequence[str]
    table: Table
    permission: Callable[[str], str]
    """What somebody needs to make a key with a scope."""
    known_stores: Callable[[AsyncSession, Sequence[UUID] | None], Awaitable[None]]
    """Raises NotFound (404) unless each is a store of the business."""


def rules_of(kernel: Kernel) -> KeyRules:
    """The rules that the service's composition root put into the kernel."""
    rules: KeyRules = kernel.parts[PART]
    return rules


def may_give(rules: KeyRules, held: Held) -> list[str]:
    """Scopes that somebody may give: who holds a custom role, those of their own permissions."""
    mine = rules.table.of(held)
    custom = held.role is Role.CUSTOM
    return [one for one in rules.scopes if not custom or rules.permission(one) in mine]


async def create_key(
    session: AsyncSession,
    rules: KeyRules,
    *,
    tenant_id: UUID,
    user_id: UUID,
    held: Held,
    name: str,
    scopes: Sequence[str],
    store_ids: Sequence[UUID] | None,
    expires_at: datetime | None,
) -> tuple[ApiKey, str]:
    """(an API key, what it is called by). `held` is its maker's role: the key never does more.

    Raises Invalid (422) for scopes nobody knows, AboveYou (403) for those whose permission the
    maker lacks, NotFound (404) for stores that are not the business's own, LimitReached (402).
    """
    mine = rules.table.of(held)
    for place, scope in enumerate(scopes):
        if scope not in rules.scopes:
            raise Invalid.on_field(f"scopes.{place}", "There is no such scope.")
        if rules.permission(scope) not in mine:
            raise AboveYou.on_field(f"scopes.{place}", "A key may do no more than your own role.")
    await rules.known_stores(session, store_ids)
    return await api_keys.create(
        session,
        tenant_id=tenant_id,
        user_id=user_id,
        name=name,
        scopes=scopes,
        store_ids=store_ids,
        expires_at=expires_at,
        permissions=held.permissions,
    )
