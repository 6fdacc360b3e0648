"""Tables of subscribers' mails and of the shop's form. Where an address stands is in
`customers.subscribing.models`."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, tenant_fk


class SubscriberLink(TenantRow, Base):
    """A mail that asks to confirm; its token is an HMAC of this row, stored nowhere. Followed a
    second time it says the same."""

    __tablename__ = "subscriber_links"
    __table_args__ = (
        tenant_fk("subscriber_id", "subscribers", ondelete="CASCADE"),
        Index("ix_subscriber_links_subscriber", "tenant_id", "subscriber_id", "created_at"),
    )

    store_id: Mapped[UUID]
    subscriber_id: Mapped[UUID]
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class NewsletterSettings(Base):
    """Whether the shop shows its form. Without a row it does once the store sends from an address
    of its own."""

    __tablename__ = "newsletter_settings"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    form: Mapped[bool]
    updated_at: Mapped[datetime]
