"""Tables of notifications: what a person was told, and what they want to be told."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from commerce.notifications.kinds import Email, NotificationKind
from ecomm_core.db.models import TenantRow, one_of, tenant_fk

_TOLD = "in_app and folded_into is null"


def _of_member() -> ForeignKeyConstraint:
    """Whoever leaves the team leaves nothing here."""
    return ForeignKeyConstraint(
        ["tenant_id", "user_id"],
        ["memberships.tenant_id", "memberships.user_id"],
        ondelete="CASCADE",
    )


class Notification(TenantRow, Base):
    """An event as one person was told of it: its kind and facts, no words, so that it can be said
    in the reader's. No facts of it name a shopper."""

    __tablename__ = "notifications"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        _of_member(),
        one_of("kind", NotificationKind),
        CheckConstraint("units > 0", name="units"),
        CheckConstraint("folded_into is null or mail_at is null", name="folded"),
        UniqueConstraint("tenant_id", "user_id", "event_id"),
        Index(
            "ix_notifications_unread",
            "tenant_id",
            "user_id",
            "store_id",
            "kind",
            postgresql_where=text(f"{_TOLD} and read_at is null"),
        ),
        Index(
            "ix_notifications_listed",
            "tenant_id",
            "user_id",
            "at",
            "id",
            postgresql_where=text(_TOLD),
        ),
        Index("ix_notifications_mail", "mail_at", postgresql_where=text("mail_at is not null")),
        Index("ix_notifications_created", "created_at"),
    )

    store_id: Mapped[UUID]
    user_id: Mapped[UUID]
    event_id: Mapped[UUID]
    kind: Mapped[str]
    resource_type: Mapped[str]
    resource_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]]
    units: Mapped[int] = mapped_column(comment="events it stands for")
    folded_into: Mapped[UUID | None] = mapped_column(comment="the one that counts this one")
    in_app: Mapped[bool] = mapped_column(comment="false: for the mail alone")
    at: Mapped[datetime] = mapped_column(comment="when the last event it stands for happened")
    mail_at: Mapped[datetime | None] = mapped_column(comment="when the summary takes it along")
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class NotificationPreference(TenantRow, Base):
    """What a person chose for a kind, for one store or (`store_id` null) for all that have no
    choice of their own."""

    __tablename__ = "notification_preferences"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        _of_member(),
        one_of("kind", NotificationKind),
        one_of("email", Email),
        Index(
            "uq_notification_preferences_everywhere",
            "tenant_id",
            "user_id",
            "kind",
            unique=True,
            postgresql_where=text("store_id is null"),
        ),
        Index(
            "uq_notification_preferences_store",
            "tenant_id",
            "user_id",
            "kind",
            "store_id",
            unique=True,
            postgresql_where=text("store_id is not null"),
        ),
    )

    store_id: Mapped[UUID | None]
    user_id: Mapped[UUID]
    kind: Mapped[str]
    in_app: Mapped[bool]
    email: Mapped[str]
