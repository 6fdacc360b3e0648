"""Tables of stores."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from commerce.stores.schemas import Niche
from ecomm_core.db.models import TenantRow, Timestamps, one_of


class StoreStatus(StrEnum):
    """Active stores sell; paused ones show a friendly page; deleted ones are gone for everyone."""

    ACTIVE = "active"
    PAUSED = "paused"
    DELETED = "deleted"


class Store(TenantRow, Timestamps, Base):
    """A shop. Its slug is a subdomain, unique on the whole platform among live stores."""

    __tablename__ = "stores"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id"], ["tenants.id"]),
        one_of("status", StoreStatus),
        one_of("niche", Niche),
        Index("uq_stores_slug", "slug", unique=True, postgresql_where=text("deleted_at is null")),
    )

    name: Mapped[str]
    slug: Mapped[str]
    status: Mapped[str] = mapped_column(default=StoreStatus.ACTIVE)
    niche: Mapped[str]
    currency: Mapped[str]
    country: Mapped[str]
    locale: Mapped[str]
    timezone: Mapped[str]
    description: Mapped[str | None]
    contact_email: Mapped[str | None]
    test_mode: Mapped[bool] = mapped_column(default=False)
    prices_include_tax: Mapped[bool] = mapped_column(default=True)
    shipping_taxable: Mapped[bool] = mapped_column(default=True)
    payout_account: Mapped[str | None] = mapped_column(
        comment="the payment provider's account the store's money goes to, once it may take charges"
    )
    theme: Mapped[dict[str, Any]]
    setup: Mapped[list[Any]]
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]
    contact_phone: Mapped[str | None]
    business_name: Mapped[str | None]
    business_address: Mapped[str | None]
    snapshot_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
