"""Queries of payout accounts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_connectors.payments.accounts import AccountState

_COLUMNS = """a.id, a.tenant_id, a.store_id, a.provider, a.provider_ref, a.country,
              a.charges_enabled, a.payouts_enabled, a.details_submitted, a.requirements,
              a.disabled_reason, a.link, a.link_until, a.wanted_at, a.error, a.checked_at"""

_GET = text(
    f"select {_COLUMNS} from payout_accounts a "  # noqa: S608 - constants only
    "where a.store_id = :store and a.provider = :provider"
)

_BY_ID = text(
    f"""select {_COLUMNS}, s.name, s.slug, s.contact_email
         from payout_accounts a join stores s on s.tenant_id = a.tenant_id and s.id = a.store_id
        where a.id = :id for no key update of a"""  # noqa: S608 - constants only
)

_WANT = text(
    """insert into payout_accounts as a
         (tenant_id, id, store_id, provider, country, charges_enabled, payouts_enabled,
          details_submitted, requirements, wanted_at, created_at, updated_at)
       values (:tenant_id, :id, :store_id, :provider, :country, false, false, false, '[]', :now,
               :now, :now)
       on conflict (tenant_id, store_id, provider) do update
          set wanted_at = :now, link = null, link_until = null, error = null, updated_at = :now
       returning a.id"""
)

_TOLD = text(
    """update payout_accounts
          set provider_ref = coalesce(provider_ref, :ref), country = :country,
              charges_enabled = :charges, payouts_enabled = :payouts,
              details_submitted = :details, requirements = :requirements,
              disabled_reason = :reason, checked_at = :checked_at, updated_at = :now
        where id = :id and (checked_at is null or checked_at <= :checked_at)
       returning provider_ref"""
).bindparams(bindparam("requirements", type_=JSONB()))

_LINKED = text(
    """update payout_accounts set link = :link, link_until = :until, error = :error,
              wanted_at = null, updated_at = :now
        where id = :id"""
)


async def get(session: AsyncSession, store_id: UUID, provider: str) -> Row[Any] | None:
    """The store's account."""
    return (await session.execute(_GET, {"store": store_id, "provider": provider})).first()


async def by_id(session: AsyncSession, account_id: UUID) -> Row[Any] | None:
    """An account with what the provider is told of its store, locked."""
    return (await session.execute(_BY_ID, {"id": account_id})).first()


async def want(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    account_id: UUID,
    store_id: UUID,
    provider: str,
    country: str,
    now: datetime,
) -> UUID:
    """Ask for a page to go on at; the account's row is there afterwards, and its id."""
    values = {
        "tenant_id": tenant_id,
        "id": account_id,
        "store_id": store_id,
        "provider": provider,
        "country": country,
        "now": now,
    }
    found = await session.scalar(_WANT, values)
    return UUID(str(found))


async def told(
    session: AsyncSession,
    account_id: UUID,
    state: AccountState,
    *,
    checked_at: datetime,
    now: datetime,
) -> bool:
    """Write what the provider says; False where something newer is known."""
    values = {
        "id": account_id,
        "ref": state.account_ref,
        "country": state.country,
        "charges": state.charges_enabled,
        "payouts": state.payouts_enabled,
        "details": state.details_submitted,
        "requirements": list(state.requirements),
        "reason": state.disabled_reason,
        "checked_at": checked_at,
        "now": now,
    }
    return (await session.execute(_TOLD, values)).first() is not None


async def linked(
    session: AsyncSession,
    account_id: UUID,
    *,
    link: str | None,
    until: datetime | None,
    error: str | None,
    now: datetime,
) -> None:
    """Write the page to go on at, or why there is none."""
    values = {"id": account_id, "link": link, "until": until, "error": error, "now": now}
    await session.execute(_LINKED, values)
