"""Table of stores' own domains."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class DomainStatus(StrEnum):
    """A verified host leads to the store; a failed one is not looked at any more until asked."""

    PENDING = "pending"
    VERIFIED = "verified"
    FAILED = "failed"


class CertificateStatus(StrEnum):
    """Whether browsers get a valid certificate from the host."""

    NONE = "none"
    PENDING = "pending"
    ACTIVE = "active"
    FAILED = "failed"


class StoreDomain(TenantRow, Timestamps, Base):
    """A host of a store's own. On the whole platform one store has a host verified."""

    __tablename__ = "store_domains"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "host"),
        one_of("status", DomainStatus),
        one_of("certificate", CertificateStatus),
        CheckConstraint("not is_primary or status = 'verified'", name="primary"),
        Index(
            "uq_store_domains_host",
            "host",
            unique=True,
            postgresql_where=text("status = 'verified'"),
        ),
        Index(
            "uq_store_domains_primary",
            "tenant_id",
            "store_id",
            unique=True,
            postgresql_where=text("is_primary"),
        ),
        Index("ix_store_domains_due", "next_check_at"),
    )

    store_id: Mapped[UUID]
    host: Mapped[str]
    status: Mapped[str]
    token: Mapped[str]
    problem: Mapped[str | None]
    certificate: Mapped[str]
    certificate_problem: Mapped[str | None]
    is_primary: Mapped[bool]
    tries: Mapped[int]
    checked_at: Mapped[datetime | None]
    verified_at: Mapped[datetime | None]
    next_check_at: Mapped[datetime | None]
