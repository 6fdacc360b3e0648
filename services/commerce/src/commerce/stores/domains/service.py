"""Stores' own domains: who a host belongs to is proven by a TXT record, and proven again each day.

A host leads to one store of the platform. What proves it may go missing for a week before the host
no longer leads here: name servers have bad days, and a domain that was sold finds its new owner.
"""

import secrets
from datetime import timedelta
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce import tags
from commerce.conflicts import refusing
from commerce.stores.directory import StoreFacts
from commerce.stores.domains import repository
from commerce.stores.domains.errors import DomainNotFound, DomainNotVerified, DomainTaken
from commerce.stores.domains.events import DomainChanged
from commerce.stores.domains.hosts import given_host
from commerce.stores.domains.models import CertificateStatus, DomainStatus, StoreDomain
from commerce.stores.domains.schemas import DnsRecordOut, DomainOut
from ecomm_core import audit, clock, plans
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.settings import CoreSettings

CHECK: Final = "commerce.stores.check_domain"
"""The job that looks at a domain."""

RECORD: Final = "_ecomm-challenge"
VALUE: Final = "ecomm-verification="
FIRST_CHECK: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
GIVE_UP: Final = timedelta(days=3)
EVERY_DAY: Final = timedelta(days=1)
UNTIL_CERTIFIED: Final = timedelta(minutes=10)
MISSING_DAYS: Final = 7

Proof = Literal["found", "record_missing", "record_wrong", "dns_unavailable"]


def to_out(domain: StoreDomain, slug: str, settings: CoreSettings) -> DomainOut:
    """A domain as its merchants see it, with the records to set."""
    shown = {name: getattr(domain, name) for name in DomainOut.model_fields if name != "records"}
    records = [
        DnsRecordOut(type="TXT", name=f"{RECORD}.{domain.host}", value=f"{VALUE}{domain.token}"),
        DnsRecordOut(type="CNAME", name=domain.host, value=f"{slug}.{settings.storefront_domain}"),
    ]
    return DomainOut(**shown, records=records)


async def list_domains(session: AsyncSession, store_id: UUID) -> list[StoreDomain]:
    """A store's domains, the primary one first. At most what the plan allows."""
    return list(await repository.of_store(session, store_id))


async def get(
    session: AsyncSession, store_id: UUID, domain_id: UUID, *, lock: bool = False
) -> StoreDomain:
    """A domain of the store. Raises DomainNotFound (404)."""
    domain = await repository.one(session, domain_id, store_id, lock=lock)
    if domain is None:
        raise DomainNotFound
    return domain


async def add(
    kernel: Kernel, session: AsyncSession, store: StoreFacts, given: str, *, actor: str
) -> StoreDomain:
    """Put a host on the store's list; it is looked at in a minute, then less and less often.

    Raises LimitReached (402), DomainTaken (409), Invalid (422).
    """
    host = given_host(given, kernel.settings)
    await plans.check(session, tenant_id=store.tenant_id, name=plans.CUSTOM_DOMAINS, n=1)
    if await repository.leads_to(session, host) is not None:
        raise DomainTaken.on_field("host")
    now = clock.now()
    domain = StoreDomain(
        tenant_id=store.tenant_id,
        id=new_id(),
        store_id=store.id,
        host=host,
        status=DomainStatus.PENDING.value,
        token=secrets.token_urlsafe(24),
        certificate=CertificateStatus.NONE.value,
        is_primary=False,
        tries=0,
        next_check_at=now + FIRST_CHECK,
        created_at=now,
        updated_at=now,
    )
    session.add(domain)
    taken = DomainTaken.on_field("host", "This domain is on the store's list already.")
    with refusing({"uq_store_domains_tenant_id_store_id_host": taken}):
        await session.flush()
    await _audit(session, domain, actor, "add", after={"host": host})
    return domain


async def check_now(
    kernel: Kernel, session: AsyncSession, store_id: UUID, domain_id: UUID
) -> StoreDomain:
    """Look at a domain at once, a failed one too. Raises DomainNotFound (404)."""
    domain = await get(session, store_id, domain_id, lock=True)
    if domain.status == DomainStatus.FAILED.value:
        domain.status, domain.tries = DomainStatus.PENDING.value, 0
        domain.created_at = clock.now()
    await enqueue_check(kernel, session, domain)
    return domain


async def enqueue_check(kernel: Kernel, session: AsyncSession, domain: StoreDomain) -> None:
    """One look as a job; the next one is due later, whatever becomes of it."""
    domain.next_check_at = clock.now() + LONGEST_WAIT
    await session.flush()
    await kernel.outbox.enqueue(
        session, CHECK, {"domain_id": str(domain.id)}, tenant_id=domain.tenant_id
    )


async def set_primary(
    kernel: Kernel,
    session: AsyncSession,
    store_id: UUID,
    domain_id: UUID,
    *,
    primary: bool,
    actor: str,
) -> StoreDomain:
    """Make a verified domain the primary one, or no longer. Raises DomainNotFound (404),
    DomainNotVerified (409)."""
    domain = await get(session, store_id, domain_id, lock=True)
    if domain.is_primary == primary:
        return domain
    if domain.status != DomainStatus.VERIFIED.value:
        raise DomainNotVerified
    await repository.clear_primary(session, store_id)
    domain.is_primary = primary
    domain.updated_at = clock.now()
    await session.flush()
    await _announce(kernel, session, domain)
    await _audit(session, domain, actor, "update", after={"is_primary": primary})
    return domain


async def remove(
    kernel: Kernel, session: AsyncSession, store_id: UUID, domain_id: UUID, *, actor: str
) -> None:
    """Take a host off the list; it leads nowhere at once. Raises DomainNotFound (404)."""
    domain = await get(session, store_id, domain_id, lock=True)
    await session.delete(domain)
    await session.flush()
    await plans.release(session, tenant_id=domain.tenant_id, name=plans.CUSTOM_DOMAINS, n=1)
    await _announce(kernel, session, domain)
    await _audit(session, domain, actor, "remove", before={"host": domain.host})


def is_proof(record: str, token: str) -> bool:
    """Whether a TXT record proves that the host is the token's store's."""
    return secrets.compare_digest(record.strip().encode(), f"{VALUE}{token}".encode())


async def settle(
    kernel: Kernel,
    session: AsyncSession,
    domain_id: UUID,
    proof: Proof,
    certificate_problem: str | None,
) -> None:
    """Write down what a look has shown, and when to look next. A domain removed meanwhile is left
    alone."""
    domain = await repository.one(session, domain_id, lock=True)
    if domain is None:
        return
    before = (domain.status, domain.is_primary)
    domain.checked_at = domain.updated_at = clock.now()
    if proof == "found":
        await _proven(session, domain, certificate_problem)
    else:
        _unproven(domain, proof)
    await session.flush()
    if (domain.status, domain.is_primary) != before:
        await _announce(kernel, session, domain)
        after = {"host": domain.host, "status": domain.status}
        await _audit(session, domain, "system", "check", before={"status": before[0]}, after=after)


async def _proven(
    session: AsyncSession, domain: StoreDomain, certificate_problem: str | None
) -> None:
    now = clock.now()
    if domain.status != DomainStatus.VERIFIED.value:
        if await repository.leads_to(session, domain.host) is not None:
            domain.problem = "taken"
            domain.tries += 1
            domain.next_check_at = now + EVERY_DAY
            return
        domain.status, domain.verified_at = DomainStatus.VERIFIED.value, now
    domain.problem, domain.tries = None, 0
    domain.certificate_problem = certificate_problem
    if certificate_problem is None:
        domain.certificate = CertificateStatus.ACTIVE.value
    elif domain.verified_at is not None and now - domain.verified_at < EVERY_DAY:
        domain.certificate = CertificateStatus.PENDING.value
    else:
        domain.certificate = CertificateStatus.FAILED.value
    certified = domain.certificate == CertificateStatus.ACTIVE.value
    domain.next_check_at = now + (EVERY_DAY if certified else UNTIL_CERTIFIED)


def _unproven(domain: StoreDomain, proof: str) -> None:
    now = clock.now()
    domain.problem = proof
    verified = domain.status == DomainStatus.VERIFIED.value
    if proof != "dns_unavailable" or not verified:
        domain.tries += 1
    if verified:
        domain.next_check_at = now + EVERY_DAY
        over = domain.tries >= MISSING_DAYS
    else:
        wait = min(FIRST_CHECK * 2 ** min(domain.tries, 10), LONGEST_WAIT)
        domain.next_check_at = now + wait
        over = now - domain.created_at >= GIVE_UP
    if over:
        domain.status = DomainStatus.FAILED.value
        domain.is_primary = False
        domain.certificate = CertificateStatus.NONE.value
        domain.certificate_problem = domain.next_check_at = domain.verified_at = None


async def _announce(kernel: Kernel, session: AsyncSession, domain: StoreDomain) -> None:
    stale = [tags.store(domain.store_id), tags.slug(domain.host)]
    drop_tags(session, *stale)
    await kernel.outbox.emit(
        session,
        DomainChanged(domain_id=domain.id, host=domain.host, status=domain.status, tags=stale),
        tenant_id=domain.tenant_id,
        store_id=domain.store_id,
        resource_id=domain.id,
    )


async def _audit(
    session: AsyncSession,
    domain: StoreDomain,
    actor: str,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        session,
        tenant_id=domain.tenant_id,
        actor=actor,
        action=f"domain.{action}",
        resource_type="domain",
        resource_id=domain.id,
        store_id=domain.store_id,
        before=before,
        after=after,
    )
