"""API keys: shown once, stored hashed, scoped; of a business, for all of its stores or some.

A key is `ek_live_` and 256 random bits. Only its SHA-256 is kept: nobody can guess what it stands
for, so no slow hash is needed, and every request looks it up.

A key never does more than its maker: with a custom role it keeps a copy of the maker's permissions,
and while its maker is in the team it is held to what they may do now. Who has left the team takes
nothing along: their keys are the business's, and go as far as they went on that day.
"""

import hashlib
import json
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock, plans
from ecomm_core.accounts.people import Role
from ecomm_core.accounts.rights import Held
from ecomm_core.db.engine import Database
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Invalid, LimitReached, NotFound, Unauthenticated
from ecomm_core.ids import new_id

PREFIX: Final = "ek_live_"
TOUCH: Final = timedelta(minutes=1)
"""How exact `last_used_at` is: one write a minute and key, however many requests."""

MOST: Final = 100
"""Live keys of a business."""


KEY_ROLE: Final = Role.ADMIN
"""What a key may do at most, within its scopes: what only owners may is for people."""


class KeyRefused(Unauthenticated):
    """The key is unknown, over, or was revoked."""

    code = "api_key_refused"
    message = "This API key is not valid any more."


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key as its business sees it; the key itself is shown once, when it is made."""

    id: UUID
    tenant_id: UUID
    name: str
    hint: str
    scopes: frozenset[str]
    store_ids: frozenset[UUID] | None
    created_by: UUID
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    read_only: bool = False
    """Whether its business may only do what is always open; known of an admitted key alone."""
    held: Held = field(default=Held(KEY_ROLE))
    """What it may do within its scopes; known of an admitted key alone."""


_COLUMNS = (
    "id, tenant_id, name, hint, scopes, store_ids, created_by, created_at, expires_at, last_used_at"
)
_ADMITTED = f"""select {_COLUMNS}, permissions,
         (select to_jsonb(maker) from (
            select m.role, m.store_ids, c.permissions
              from memberships m
              left join custom_roles c on c.tenant_id = m.tenant_id and c.id = m.role_id
             where m.tenant_id = k.tenant_id and m.user_id = k.created_by) maker) as maker
    from api_keys k where id = :id and """  # noqa: S608 - constants
_WITHIN = """case when {kept} is null then cast({most} as jsonb)
       when cast({most} as jsonb) is null then {kept}
       else (select coalesce(jsonb_agg(one order by one), '[]')
               from jsonb_array_elements_text({kept}) one
              where jsonb_exists(cast({most} as jsonb), one)) end"""
_LIVE = "revoked_at is null and (expires_at is null or expires_at > :now)"


async def listed(
    session: AsyncSession, tenant_id: UUID, *, offset: int, limit: int
) -> tuple[list[ApiKey], int]:
    """(keys nobody revoked, how many), the newest first; those that are over among them."""
    rows = await session.execute(
        text(
            f"""select {_COLUMNS} from api_keys where tenant_id = :tenant and revoked_at is null
                order by created_at desc, id desc offset :offset limit :limit"""  # noqa: S608 - constants
        ),
        {"tenant": tenant_id, "offset": offset, "limit": limit},
    )
    total = await session.scalar(
        text("select count(*) from api_keys where tenant_id = :tenant and revoked_at is null"),
        {"tenant": tenant_id},
    )
    return [_key(row) for row in rows], int(total or 0)


async def create(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    user_id: UUID,
    name: str,
    scopes: Collection[str],
    store_ids: Sequence[UUID] | None,
    expires_at: datetime | None,
    permissions: Collection[str] | None = None,
    actor: str | None = None,
) -> tuple[ApiKey, str]:
    """(the key's record, the key itself). Scopes and stores have been looked at. `permissions` are
    those of its maker's custom role; None: its maker holds a preset. `actor`: who asked for it,
    where it was not its maker.

    Raises LimitReached (402) where the plan has no API access or too many keys are live,
    Invalid (422) for an expiry in the past.
    """
    now = clock.now()
    if expires_at is not None and expires_at <= now:
        raise Invalid.on_field("expires_at", "Choose a time in the future.")
    await plans.includes(session, tenant_id=tenant_id, name=plans.API_ACCESS)
    live = await session.scalar(
        text(f"select count(*) from api_keys where tenant_id = :tenant and {_LIVE}"),  # noqa: S608 - a constant
        {"tenant": tenant_id, "now": now},
    )
    if int(live or 0) >= MOST:
        raise LimitReached(f"A business has at most {MOST} live API keys. Revoke one first.")
    secret = PREFIX + secrets.token_urlsafe(32)
    row = (
        await session.execute(
            text(
                f"""insert into api_keys (tenant_id, id, name, hash, hint, scopes, permissions,
                      store_ids, created_by, created_at, expires_at)
                    values (:tenant, :id, :name, :hash, :hint, cast(:scopes as jsonb),
                      cast(:permissions as jsonb), cast(:stores as jsonb), :user, :now, :expires)
                    returning {_COLUMNS}"""  # noqa: S608 - constants
            ),
            {
                "tenant": tenant_id,
                "id": new_id(),
                "name": name,
                "hash": _hash(secret),
                "hint": secret[-4:],
                "scopes": json.dumps(sorted(set(scopes))),
                "permissions": None if permissions is None else json.dumps(sorted(permissions)),
                "stores": None
                if store_ids is None
                else json.dumps(sorted({str(s) for s in store_ids})),
                "user": user_id,
                "now": now,
                "expires": expires_at,
            },
        )
    ).one()
    made = _key(row)
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor or f"user:{user_id}",
        action="api_key.create",
        resource_type="api_key",
        resource_id=made.id,
        after={"name": name, "scopes": sorted(made.scopes), "hint": made.hint},
    )
    return made, secret


async def revoke(session: AsyncSession, *, tenant_id: UUID, key_id: UUID, actor: str) -> None:
    """End a key; refused from the next request on. Raises NotFound (404)."""
    row = (
        await session.execute(
            text(
                """update api_keys set revoked_at = :now
                    where tenant_id = :tenant and id = :id and revoked_at is null
                    returning name, hint"""
            ),
            {"tenant": tenant_id, "id": key_id, "now": clock.now()},
        )
    ).first()
    if row is None:
        raise NotFound
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor,
        action="api_key.revoke",
        resource_type="api_key",
        resource_id=key_id,
        before={"name": row.name, "hint": row.hint},
    )


async def keep_to(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    user_id: UUID,
    permissions: Collection[str] | None,
    store_ids: Collection[UUID] | None,
) -> None:
    """Keys of somebody who leaves the team never do more again than they could: what they were made
    with, within the maker's last permissions and stores. None: all that a key may."""
    await session.execute(
        text(
            f"""update api_keys
                   set permissions = {_WITHIN.format(kept="permissions", most=":permissions")},
                       store_ids = {_WITHIN.format(kept="store_ids", most=":stores")}
                 where tenant_id = :tenant and created_by = :user and revoked_at is null"""  # noqa: S608 - constants
        ),
        {
            "tenant": tenant_id,
            "user": user_id,
            "permissions": None if permissions is None else json.dumps(sorted(permissions)),
            "stores": None
            if store_ids is None
            else json.dumps(sorted(str(one) for one in store_ids)),
        },
    )


async def admit(database: Database, secret: str) -> ApiKey:
    """The live key behind what a request shows, before the request's own transaction is opened.

    Raises KeyRefused (401), LimitReached (402) where the plan has no API access any more.
    """
    async with database.transaction() as session:
        located = (
            await session.execute(
                text("select tenant_id, key_id from locate_api_key(:hash)"),
                {"hash": _hash(secret)},
            )
        ).first()
    if located is None:
        raise KeyRefused
    now = clock.now()
    async with database.transaction(Scope(tenant_id=located.tenant_id)) as session:
        row = (
            await session.execute(
                text(_ADMITTED + _LIVE),
                {"id": located.key_id, "now": now},
            )
        ).first()
        if row is None:
            raise KeyRefused
        found = await plans.includes(session, tenant_id=located.tenant_id, name=plans.API_ACCESS)
        await session.execute(
            text(
                """update api_keys set last_used_at = :now
                    where id = :id and (last_used_at is null or last_used_at < :before)"""
            ),
            {"id": located.key_id, "now": now, "before": now - TOUCH},
        )
    return _held_to_its_maker(row, read_only=found.read_only_since is not None)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _held_to_its_maker(row: Any, *, read_only: bool) -> ApiKey:
    """An admitted key with what it may do: what its maker could when it was made, and where they
    are in the team, what they may do and which stores they enter now."""
    key, maker = _key(row), row.maker
    role, kept = KEY_ROLE, None if row.permissions is None else frozenset(row.permissions)
    stores = key.store_ids
    if maker is not None:
        role = KEY_ROLE if maker["role"] == Role.OWNER else Role(maker["role"])
        if role is Role.CUSTOM:
            now = frozenset(maker["permissions"] or ())
            kept = now if kept is None else now & kept
        if maker["store_ids"] is not None:
            entered = frozenset(UUID(s) for s in maker["store_ids"])
            stores = entered if stores is None else stores & entered
    return replace(key, store_ids=stores, read_only=read_only, held=Held(role, kept))


def _key(row: Any) -> ApiKey:
    return ApiKey(
        row.id,
        row.tenant_id,
        row.name,
        row.hint,
        frozenset(row.scopes),
        None if row.store_ids is None else frozenset(UUID(s) for s in row.store_ids),
        row.created_by,
        row.created_at,
        row.expires_at,
        row.last_used_at,
    )
