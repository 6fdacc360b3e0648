"""Consent to marketing e-mail: what an address said, when, where, and to which words.

Kept by address, not by account: guests agree too. The latest word counts; nothing is overwritten.
Where the address stands by it, and whether it is proven, follows in the same transaction
(`customers.subscribing`).
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from ipaddress import ip_address, ip_network
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.customers.book import repository
from commerce.customers.book.repository import ASK, MARKETING, all_said, forget_said
from commerce.customers.book.schemas import MarketingOut
from commerce.customers.subscribing import service as subscribing
from commerce.customers.subscribing.service import Said
from ecomm_core import clock
from ecomm_core.accounts.service import Client, fold_email
from ecomm_core.ids import new_id

__all__ = [
    "MARKETING",
    "Proof",
    "all_said",
    "allows_marketing",
    "ask",
    "forget_said",
    "marketing",
    "network_of",
    "proven",
    "seen",
    "set_marketing",
]

AGENT: Final = 120
"""Characters of a browser's name that are kept."""
_NETWORK: Final = {4: 24, 6: 48}
"""Bits of an IP address that are kept."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What stands by a consent so that it can be shown later; None is not known.

    words: the text that was shown. asked_at: when they asked, where that was before they confirmed.
    confirmed_at: when it was proven whose the address is.
    """

    words: str | None = None
    locale: str | None = None
    ip: str | None = None
    user_agent: str | None = None
    asked_at: datetime | None = None
    confirmed_at: datetime | None = None


def network_of(ip: str | None) -> str | None:
    """An IP address without its last part, `203.0.113.0`: enough to show where somebody asked from,
    not who it was."""
    if ip is None:
        return None
    try:
        found = ip_address(ip)
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network(f"{mapped}/{_NETWORK[mapped.version]}", strict=False).network_address)


def seen(client: Client) -> Proof:
    """What a request says of who sent it, shortened."""
    agent = (client.user_agent or "")[:AGENT].strip() or None
    return Proof(ip=network_of(client.ip), user_agent=agent)


async def set_marketing(
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    email: str,
    granted: bool,
    source: str,
    text_version: str,
    actor: str,
    now: datetime | None = None,
    proof: Proof | None = None,
    anew: bool = False,
) -> bool:
    """Write down that an address agrees, or no longer does. The same word again is not repeated,
    unless it is proven now and was not, or with `anew`; returns whether anything changed."""
    folded, at, proof = fold_email(email), now or clock.now(), proof or Proof()
    latest = await repository.latest_consent(session, store_id, folded)
    proves = granted and proof.confirmed_at is not None
    proves = proves and (latest is None or latest.confirmed_at is None)
    if (latest.granted if latest is not None else False) is granted and not (proves or anew):
        return False
    said = Said(
        tenant_id=tenant_id,
        store_id=store_id,
        email=folded,
        source=source,
        locale=proof.locale,
        at=at,
    )
    await _write(session, said, MARKETING, text_version, actor, proof, granted=granted)
    await subscribing.follow(session, said, granted=granted, confirmed_at=proof.confirmed_at)
    return True


async def ask(
    session: AsyncSession, said: Said, *, text_version: str, actor: str, proof: Proof
) -> None:
    """Write down that somebody wishes to be written to, and has not proven who they are: it allows
    nothing yet. The address waits for their confirmation."""
    await _write(session, said, ASK, text_version, actor, proof, granted=True)
    await subscribing.wait(session, said)


async def _write(
    session: AsyncSession,
    said: Said,
    purpose: str,
    text_version: str,
    actor: str,
    proof: Proof,
    *,
    granted: bool,
) -> None:
    await repository.add_consent(
        session,
        {
            "tenant_id": said.tenant_id,
            "id": new_id(),
            "store_id": said.store_id,
            "email": said.email,
            "purpose": purpose,
            "granted": granted,
            "at": said.at,
            "source": said.source,
            "text_version": text_version,
            "actor": actor,
            **asdict(proof),
        },
    )


async def proven(
    session: AsyncSession, *, tenant_id: UUID, store_id: UUID, email: str, actor: str
) -> None:
    """An account's address was proven: what its owner agreed to when they opened the account or
    signed in is confirmed by that. What somebody else typed at a checkout is not."""
    latest = await repository.latest_consent(session, store_id, fold_email(email))
    if latest is None or not latest.granted or latest.source not in ("register", "account"):
        return
    now = clock.now()
    await set_marketing(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        email=email,
        granted=True,
        source=latest.source,
        text_version=latest.text_version,
        actor=actor,
        now=now,
        proof=Proof(asked_at=latest.at, confirmed_at=now),
    )


async def allows_marketing(session: AsyncSession, store_id: UUID, email: str) -> bool:
    """Whether the shop may write to this address about more than its orders."""
    latest = await repository.latest_consent(session, store_id, fold_email(email))
    return latest is not None and latest.granted


async def marketing(session: AsyncSession, store_id: UUID, email: str) -> MarketingOut:
    """What counts now for an address."""
    latest = await repository.latest_consent(session, store_id, email)
    if latest is None:
        return MarketingOut(granted=False, at=None, source=None, text_version=None)
    return MarketingOut(
        granted=latest.granted,
        at=latest.at,
        source=latest.source,
        text_version=latest.text_version,
    )
