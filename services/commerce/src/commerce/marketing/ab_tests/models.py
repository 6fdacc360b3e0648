"""Tables of A/B tests."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class TestStatus(StrEnum):
    """A draft is shown to nobody; an ended one is shown no longer, and keeps its figures."""

    __test__ = False  # no test class

    DRAFT = "draft"
    RUNNING = "running"
    ENDED = "ended"


class AbOutcome(StrEnum):
    """What the merchant did with an ended test."""

    KEPT_A = "kept_a"
    APPLIED_B = "applied_b"


class AbTest(TenantRow, Timestamps, Base):
    """Two faces of a product's page: A is the product as it is, B exchanges what `face` names,
    {"title": "…", "description": "…", "media_id": "…"}, each of them or null.

    `baseline_ppm` and `effect_ppm` are what it was planned with, as shares of the visitors (40,000
    is four of a hundred); `planned` the visitors an arm needs for that. `final` are the counts at
    the one look the plan foresees, written when both arms have them, whatever they say.
    """

    __tablename__ = "ab_tests"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("product_id", "products"),
        one_of("status", TestStatus),
        CheckConstraint("share_of_b between 1 and 99", name="share"),
        CheckConstraint("baseline_ppm > 0", name="baseline"),
        CheckConstraint("effect_ppm > 0 and baseline_ppm + effect_ppm < 1000000", name="effect"),
        CheckConstraint("planned > 0", name="planned"),
        CheckConstraint("(status = 'draft') = (started_at is null)", name="started"),
        CheckConstraint("(status = 'ended') = (ended_at is not null)", name="ended"),
        CheckConstraint("outcome is null or status = 'ended'", name="outcome"),
        CheckConstraint("outcome in ('kept_a', 'applied_b')", name="outcomes"),
        Index(
            "uq_ab_tests_running",
            "tenant_id",
            "product_id",
            unique=True,
            postgresql_where=text("status = 'running'"),
        ),
        Index("ix_ab_tests_store", "tenant_id", "store_id", "created_at", "id"),
        CheckConstraint("look_at is null or status = 'running'", name="look"),
        Index("ix_ab_tests_look", "look_at", postgresql_where=text("look_at is not null")),
    )

    store_id: Mapped[UUID]
    product_id: Mapped[UUID]
    name: Mapped[str]
    status: Mapped[str] = mapped_column(default=TestStatus.DRAFT)
    face: Mapped[dict[str, Any]]
    share_of_b: Mapped[int] = mapped_column(comment="of a hundred visitors")
    baseline_ppm: Mapped[int]
    effect_ppm: Mapped[int]
    planned: Mapped[int] = mapped_column(comment="visitors an arm needs")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None] = mapped_column(comment="when the counts are read next")
    final: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True), comment="{at, a: {visitors, buyers}, b: {…}}"
    )
    outcome: Mapped[str | None]


class AbAssignment(Base):
    """A visitor's face, for as long as the test lives. A visitor is a number of dice that their
    browser keeps; it leads to nobody."""

    __tablename__ = "ab_assignments"
    __table_args__ = (
        tenant_fk("test_id", "ab_tests", ondelete="CASCADE"),
        CheckConstraint("arm in ('a', 'b')", name="arm"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    test_id: Mapped[UUID] = mapped_column(primary_key=True)
    visitor: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    arm: Mapped[str]
    seen_at: Mapped[datetime]


class AbCart(Base):
    """A cart of a visitor of a test: its order is theirs."""

    __tablename__ = "ab_carts"
    __table_args__ = (
        tenant_fk("test_id", "ab_tests", ondelete="CASCADE"),
        tenant_fk("cart_id", "carts", ondelete="CASCADE"),
        Index("ix_ab_carts_cart", "tenant_id", "cart_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    test_id: Mapped[UUID] = mapped_column(primary_key=True)
    cart_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    visitor: Mapped[UUID]
    noted_at: Mapped[datetime]
