"""Tables of `ecomm_core.delivery`: who is told, what they are told, and each try at it."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID

NAMES = ("delivery_endpoints", "deliveries", "delivery_attempts")


def declare(metadata: MetaData) -> None:
    """Make the three tables in the kernel's metadata."""
    Table(
        "delivery_endpoints",
        metadata,
        Column("tenant_id", UUID(as_uuid=True), primary_key=True),
        Column("id", UUID(as_uuid=True), primary_key=True),
        Column("store_id", UUID(as_uuid=True)),
        Column("purpose", Text, nullable=False, comment="webhook, bridge: who owns it in code"),
        Column("name", Text, nullable=False),
        Column("url", Text, nullable=False),
        Column("types", JSONB, nullable=False, comment="names of what it is told of"),
        Column("secret", Text, nullable=False, comment="sealed"),
        Column("previous_secret", Text, comment="sealed; signs too until previous_until"),
        _time("previous_until"),
        Column("status", Text, nullable=False),
        Column("disabled_reason", Text),
        _time("disabled_at"),
        Column("failures", Integer, nullable=False, server_default=text("0"), comment="in a row"),
        _time("failing_since"),
        _time("resume_at", comment="open circuit, or as long as the receiver asked to wait"),
        _time("due_at", comment="when something can be done for it; null: nothing waits"),
        _time("last_success_at"),
        _created(),
        CheckConstraint("status in ('active', 'paused', 'disabled')", name="status"),
        CheckConstraint("disabled_reason in ('failing', 'gone')", name="disabled_reason"),
        CheckConstraint("failures >= 0", name="failures"),
        Index("ix_delivery_endpoints_store_id", "tenant_id", "store_id"),
        Index(
            "ix_delivery_endpoints_due_at", "due_at", postgresql_where=text("due_at is not null")
        ),
        comment="An address of somebody else that signed messages go to.",
    )
    Table(
        "deliveries",
        metadata,
        Column("tenant_id", UUID(as_uuid=True), primary_key=True),
        Column("id", UUID(as_uuid=True), primary_key=True),
        Column("endpoint_id", UUID(as_uuid=True), nullable=False),
        Column(
            "message_id",
            UUID(as_uuid=True),
            nullable=False,
            comment="the event's id; webhook-id of every try",
        ),
        Column("type", Text, nullable=False),
        Column("body", Text, nullable=False, comment="the bytes that are signed and sent"),
        Column("bulk", Boolean, nullable=False, comment="goes after what is not"),
        Column("test", Boolean, nullable=False),
        Column("status", Text, nullable=False),
        Column("dead_reason", Text),
        _time("not_before", nullable=False),
        _time("lease_until"),
        Column("attempts", Integer, nullable=False, server_default=text("0")),
        Column(
            "round",
            Integer,
            nullable=False,
            server_default=text("0"),
            comment="tries since it was sent or replayed: what the backoff counts",
        ),
        Column(
            "lost",
            Integer,
            nullable=False,
            server_default=text("0"),
            comment="tries whose process ended in the middle",
        ),
        _time("give_up_at", nullable=False),
        _time("done_at"),
        _created(),
        ForeignKeyConstraint(
            ["tenant_id", "endpoint_id"],
            ["delivery_endpoints.tenant_id", "delivery_endpoints.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("tenant_id", "endpoint_id", "message_id"),
        CheckConstraint("status in ('pending', 'delivered', 'dead')", name="status"),
        CheckConstraint(
            "dead_reason in ('expired', 'gone', 'disabled', 'lost', 'test')", name="dead_reason"
        ),
        CheckConstraint("(status = 'pending') = (done_at is null)", name="done_at"),
        Index(
            "ix_deliveries_pending",
            "tenant_id",
            "endpoint_id",
            "not_before",
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_deliveries_listed", "tenant_id", "endpoint_id", "id"),
        Index("ix_deliveries_done_at", "done_at", postgresql_where=text("done_at is not null")),
        comment="A message for one endpoint.",
    )
    Table(
        "delivery_attempts",
        metadata,
        Column("tenant_id", UUID(as_uuid=True), primary_key=True),
        Column("id", UUID(as_uuid=True), primary_key=True),
        Column("delivery_id", UUID(as_uuid=True), nullable=False),
        Column("number", Integer, nullable=False),
        _time("at", nullable=False),
        Column("status", Text, nullable=False),
        Column("response_code", Integer),
        Column("latency_ms", Integer),
        Column("error", Text),
        _time("next_retry_at"),
        Column("request_headers", JSONB, nullable=False),
        Column("response_headers", JSONB),
        Column("response_body", Text, comment="at most 64 KiB of it"),
        ForeignKeyConstraint(
            ["tenant_id", "delivery_id"],
            ["deliveries.tenant_id", "deliveries.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("tenant_id", "delivery_id", "number"),
        CheckConstraint("status in ('succeeded', 'failed', 'lost')", name="status"),
        comment="A try, and what came of it.",
    )


def _time(name: str, *, nullable: bool = True, comment: str | None = None) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable, comment=comment)


def _created() -> Column[object]:
    return Column("created_at", DateTime(timezone=True), server_default=func.now(), nullable=False)
