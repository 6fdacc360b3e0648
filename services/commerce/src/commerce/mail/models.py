"""Table of mails: one row per message key makes a double send impossible."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, one_of, tenant_fk


class MailState(StrEnum):
    """Where a mail stands. `unknown`: handed over, and no answer came back; nobody sends it again
    unasked. `skipped`: the store leaves out mails of its kind, it is no longer wanted, or whoever
    it was for has been forgotten; `error` says which."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


class MailMessage(TenantRow, Base):
    """A mail to a shopper or merchant, written before it is sent."""

    __tablename__ = "mail_messages"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "message_key"),
        one_of("state", MailState),
        Index(
            "ix_mail_messages_order",
            "tenant_id",
            "order_id",
            postgresql_where=text("order_id is not null"),
        ),
        Index("ix_mail_messages_store", "tenant_id", "store_id", "created_at", "id"),
        Index(
            "ix_mail_messages_failed",
            "tenant_id",
            "store_id",
            "created_at",
            postgresql_where=text("state = 'failed'"),
        ),
    )

    store_id: Mapped[UUID | None]
    """None: a mail of the platform to one of the tenant's people."""
    message_key: Mapped[str]
    template: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    state: Mapped[str] = mapped_column(server_default=text("'queued'"))
    order_id: Mapped[UUID | None]
    source: Mapped[dict[str, Any] | None]
    """Ids that the mail is made of again, where it is about an order."""
    context: Mapped[str | None]
    """What it says, sealed, until it is sent; None where `source` is enough."""
    provider: Mapped[str | None]
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class EmailTemplate(TenantRow, Base):
    """What a store changed about mails of one kind: its own words, or that it leaves them out."""

    __tablename__ = "email_templates"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "kind"),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str]
    subject: Mapped[str | None]
    """None, like `body`: our own words."""
    body: Mapped[str | None]
    enabled: Mapped[bool] = mapped_column(server_default=text("true"))
    version: Mapped[int]
    problem: Mapped[str | None]
    """Why a mail went out in our own words although the store has its own."""
    problem_at: Mapped[datetime | None]
    updated_by: Mapped[str]
    updated_at: Mapped[datetime]


class EmailTemplateVersion(TenantRow, Base):
    """What a template said once. Never changed."""

    __tablename__ = "email_template_versions"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("template_id", "email_templates", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "template_id", "version"),
    )

    store_id: Mapped[UUID]
    template_id: Mapped[UUID]
    version: Mapped[int]
    subject: Mapped[str | None]
    body: Mapped[str | None]
    actor: Mapped[str]
    created_at: Mapped[datetime]


class MailSenderSettings(TenantRow, Base):
    """In whose name a store's mails leave. An address of its own counts once its domain is
    verified; until then the platform's sends."""

    __tablename__ = "mail_senders"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id"),
    )

    store_id: Mapped[UUID]
    from_name: Mapped[str | None]
    reply_to: Mapped[str | None]
    from_email: Mapped[str | None]
    nonce: Mapped[str]
    """Part of what the domain's TXT record must say; another address has another."""
    verified_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    updated_at: Mapped[datetime]
