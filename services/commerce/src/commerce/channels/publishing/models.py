"""Table of products in connected shops."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Timestamps, one_of, tenant_fk


class PublicationState(StrEnum):
    """`waiting`: to be written there; `unknown`: to be written there, an answer was lost before, so
    it may be there; `gone`: it was there, and somebody deleted it there."""

    WAITING = "waiting"
    UNKNOWN = "unknown"
    PUBLISHED = "published"
    REFUSED = "refused"
    GONE = "gone"


class ChannelProduct(Timestamps, Base):
    """A product of ours in a shop elsewhere. `shown` is what that shop showed when we last looked
    and somebody was content with it: what differs from it was changed there. Whoever has the lease
    writes; `handle` is written down before anything is made under it, and looked for before
    anything is made again."""

    __tablename__ = "channel_products"
    __table_args__ = (
        tenant_fk("channel_id", "sales_channels"),
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        one_of("state", PublicationState),
        Index("ix_channel_products_external", "tenant_id", "channel_id", "external_id"),
        Index(
            "ix_channel_products_waiting",
            "tenant_id",
            "channel_id",
            "retry_at",
            postgresql_where=text("state in ('waiting', 'unknown')"),
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    state: Mapped[str]
    words: Mapped[str] = mapped_column(comment="why it waits or was refused, for people")
    external_id: Mapped[str | None]
    handle: Mapped[str | None] = mapped_column(comment="the address there")
    pictures: Mapped[str | None] = mapped_column(comment="hash of the pictures last sent")
    shown: Mapped[dict[str, Any] | None] = mapped_column(
        JSONB(none_as_null=True),
        comment="title, description, url, variants: their id there -> ours, title, price, stock",
    )
    differences: Mapped[list[Any]] = mapped_column(
        server_default=text("'[]'"), default=list, comment="what was changed there"
    )
    version: Mapped[int | None] = mapped_column(comment="the product's, when it was last written")
    published_at: Mapped[datetime | None]
    retry_at: Mapped[datetime] = mapped_column(comment="a waiting one is not taken up before")
    leased_until: Mapped[datetime | None]
    leased_by: Mapped[UUID | None] = mapped_column(comment="names the job that writes it")
