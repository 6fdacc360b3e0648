"""Signing in from the platform: a ticket that works once, within a minute.

The ticket is 256 random bits in an address; what is stored is its SHA-256. What it opens is a
session of the person it was made for, in the business whose store it is, and in no other.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import quote
from uuid import UUID

from sqlalchemy import insert, text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.accounts import arriving
from ecomm_core.accounts.people import Client, Role, SignedIn
from ecomm_core.accounts.tokens import Audience, Claims
from ecomm_core.contracts.connection import SignedInAt, SignInIn
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Invalid
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.product.connections import service
from ecomm_core.product.connections.errors import Disconnected, StaysInBusiness, TicketOver
from ecomm_core.product.shapes import ConnectionStatus
from ecomm_core.product.tables import tickets as table

LIFETIME: Final = timedelta(seconds=60)
PAGE: Final = "/enter"
"""The page of the product's dashboard that exchanges a ticket (`POST /auth/ticket`)."""
_LONGEST_PATH: Final = 500


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who came in, and where they wanted to be."""

    pair: SignedIn
    path: str


async def issue(kernel: Kernel, store_id: UUID, asked: SignInIn) -> SignedInAt:
    """An address that opens the product signed in as this person, with the role they have there.

    Raises NotFound (404), Disconnected (409), Invalid (422) for a path that leads elsewhere.
    """
    if not is_local(asked.path):
        raise Invalid.on_field("path", "A path begins with one slash and leads nowhere else.")
    ticket = secrets.token_urlsafe(32)
    expires_at = clock.now() + LIFETIME
    async with service.of_store(kernel, store_id) as (session, found):
        one = found.connection
        if one.status is not ConnectionStatus.CONNECTED:
            raise Disconnected
        user_id = await arriving.person_of(session, email=asked.email, name=asked.name)
        await arriving.belongs(session, one.tenant_id, user_id, Role(asked.role), store_id)
        await session.execute(
            insert(table).values(
                tenant_id=one.tenant_id,
                id=new_id(),
                hash=_hash(ticket),
                user_id=user_id,
                path=asked.path,
                expires_at=expires_at,
            )
        )
    home = kernel.settings.dashboard_url.rstrip("/")
    return SignedInAt(url=f"{home}{PAGE}?ticket={quote(ticket)}", expires_at=expires_at)


async def enter(kernel: Kernel, ticket: str, client: Client) -> Entered:
    """Use a ticket. Raises TicketOver (410): unknown, used, too old, or its person has left."""
    async with kernel.database.transaction() as session:
        located = (
            await session.execute(
                text("select tenant_id, ticket_id from locate_ticket(:hash)"),
                {"hash": _hash(ticket)},
            )
        ).first()
    if located is None:
        raise TicketOver
    tenant_id, ticket_id = located.tenant_id, located.ticket_id
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        used = (
            await session.execute(
                text(
                    """update sign_in_tickets t set used_at = :now
                        where t.id = :id and t.used_at is null and t.expires_at > :now
                          and exists (select 1 from memberships m
                                       where m.tenant_id = t.tenant_id and m.user_id = t.user_id)
                       returning t.user_id, t.path"""
                ),
                {"id": ticket_id, "now": clock.now()},
            )
        ).first()
    if used is None:
        raise TicketOver
    pair = await kernel.accounts.sign_in(used.user_id, tenant_id, client)
    claims = kernel.signer.verify(pair.access_token, Audience.MERCHANT)
    async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
        await session.execute(
            text("update sign_in_tickets set family_id = :family where id = :id"),
            {"family": claims.family_id, "id": ticket_id},
        )
    return Entered(pair, used.path)


async def stay(session: AsyncSession, claims: Claims) -> None:
    """Raise StaysInBusiness (403) for a session that a ticket opened: the platform vouched for an
    address in one business, and not for what else that address has here."""
    found = await session.scalar(
        text("select 1 from sign_in_tickets where family_id = :family limit 1"),
        {"family": claims.family_id},
    )
    if found is not None:
        raise StaysInBusiness


def is_local(path: str) -> bool:
    """Whether a browser stays with the product's own pages."""
    plain = path.isprintable() and "\\" not in path and len(path) <= _LONGEST_PATH
    return plain and path.startswith("/") and not path.startswith("//")


def _hash(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode("utf-8", "replace")).digest()
