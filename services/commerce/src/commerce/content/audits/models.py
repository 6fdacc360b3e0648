"""Tables of SEO audits: a run over everything a shop shows, and what it found."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class AuditState(StrEnum):
    """Where a run stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Thing(StrEnum):
    """What a finding is about."""

    STORE = "store"
    PRODUCT = "product"
    CATEGORY = "category"
    COLLECTION = "collection"
    PAGE = "page"
    POST = "post"
    REDIRECT = "redirect"


class SeoAudit(TenantRow, Timestamps, Base):
    """A run. `examined` is {thing: how many}, `rules` {rule: {"examined": …, "failing": …}};
    `score` from 0 to 100 once it is done."""

    __tablename__ = "seo_audits"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("state", AuditState),
        CheckConstraint("score between 0 and 100", name="score"),
        CheckConstraint("(state = 'done') = (score is not null)", name="scored"),
        Index(
            "uq_seo_audits_running",
            "tenant_id",
            "store_id",
            unique=True,
            postgresql_where=text("state = 'running'"),
        ),
        Index("ix_seo_audits_store", "tenant_id", "store_id", "created_at", "id"),
    )

    store_id: Mapped[UUID]
    state: Mapped[str]
    score: Mapped[int | None]
    examined: Mapped[dict[str, Any]]
    rules: Mapped[dict[str, Any]]
    created_by: Mapped[str]
    finished_at: Mapped[datetime | None]


class SeoFinding(TenantRow, Base):
    """Something amiss. `detail` is what the rule's words name: a length, a count, an address."""

    __tablename__ = "seo_findings"
    __table_args__ = (
        tenant_fk("audit_id", "seo_audits", ondelete="CASCADE"),
        one_of("thing", Thing),
        Index("ix_seo_findings_audit", "tenant_id", "audit_id", "rule", "position"),
    )

    store_id: Mapped[UUID]
    audit_id: Mapped[UUID]
    position: Mapped[int]
    rule: Mapped[str]
    thing: Mapped[str]
    thing_id: Mapped[UUID]
    title: Mapped[str]
    path: Mapped[str]
    detail: Mapped[dict[str, Any]]
