"""Table of sent mails: one row per message key makes a double send impossible."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped

from commerce.db import Base
from ecomm_core.db.models import TenantRow, tenant_fk


class MailMessage(TenantRow, Base):
    """A mail to a shopper or merchant, written before it is sent."""

    __tablename__ = "mail_messages"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "message_key"),
    )

    store_id: Mapped[UUID]
    message_key: Mapped[str]
    template: Mapped[str]
    recipient: Mapped[str]
    subject: Mapped[str]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
