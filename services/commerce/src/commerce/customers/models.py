"""Tables of shoppers: per store, sharing no row with merchants' users."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk

SortKey = Text(collation="C")


class CustomerSource(StrEnum):
    """How a store came to know a person."""

    ACCOUNT = "account"
    ORDER = "order"
    MERCHANT = "merchant"
    IMPORT = "import"


class CustomerAccount(TenantRow, Timestamps, Base):
    """A person one store knows; e-mail case-folded. Without `password_hash` nobody signs in: a
    guest who bought, or somebody the merchant wrote down.

    `orders_count`, `total_spent` (minor units of the store's currency, refunds taken off, test
    orders left out) and `last_order_at` are kept after each order, for lists and segments.
    """

    __tablename__ = "customer_accounts"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "email"),
        one_of("source", CustomerSource),
        Index("ix_customer_accounts_joined", "tenant_id", "store_id", "created_at", "id"),
        Index("ix_customer_accounts_name", "tenant_id", "store_id", "sort_name", "id"),
        Index("ix_customer_accounts_spent", "tenant_id", "store_id", "total_spent", "id"),
    )

    store_id: Mapped[UUID]
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str | None]
    email_verified_at: Mapped[datetime | None]
    source: Mapped[str] = mapped_column(server_default=CustomerSource.ACCOUNT)
    phone: Mapped[str | None]
    disabled_at: Mapped[datetime | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"))
    note: Mapped[str] = mapped_column(server_default="")
    country: Mapped[str | None]
    marketing: Mapped[bool] = mapped_column(server_default=text("false"))
    search_text: Mapped[str] = mapped_column(SortKey, server_default="")
    sort_name: Mapped[str] = mapped_column(SortKey, server_default="")
    orders_count: Mapped[int] = mapped_column(server_default=text("0"))
    total_spent: Mapped[int] = mapped_column(Amount, server_default=text("0"))
    last_order_at: Mapped[datetime | None]


class CustomerAddress(TenantRow, Timestamps, Base):
    """An address in somebody's book. What the merchant wrote down is shown to the shopper only
    once they have proven that the e-mail is theirs."""

    __tablename__ = "customer_addresses"
    __table_args__ = (
        tenant_fk("customer_id", "customer_accounts", ondelete="CASCADE"),
        CheckConstraint("added_by in ('shopper', 'merchant')", name="added_by"),
        Index("ix_customer_addresses_customer", "tenant_id", "customer_id"),
    )

    store_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    address: Mapped[dict[str, Any]]
    default_shipping: Mapped[bool]
    default_billing: Mapped[bool]
    added_by: Mapped[str]


class WishlistItem(TenantRow, Base):
    """A product somebody would like to have."""

    __tablename__ = "customer_wishlists"
    __table_args__ = (
        tenant_fk("customer_id", "customer_accounts", ondelete="CASCADE"),
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        UniqueConstraint("tenant_id", "customer_id", "product_id"),
        Index("ix_customer_wishlists_product", "tenant_id", "product_id"),
    )

    store_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    product_id: Mapped[UUID]
    added_at: Mapped[datetime]


class Consent(TenantRow, Base):
    """What somebody agreed to or took back, append-only; the latest of an address and purpose
    counts. `text_version` names the words that were shown, `words` are those words.

    `marketing_ask` is a wish that nobody has confirmed: it allows nothing. `confirmed_at` is when
    the link of a mail proved whose the address is; `ip` is cut to its network, `user_agent` to what
    tells one browser from another.
    """

    __tablename__ = "consents"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        CheckConstraint("purpose in ('marketing_email', 'marketing_ask')", name="purpose"),
        Index("ix_consents_email", "tenant_id", "store_id", "email", "purpose", "at"),
    )

    store_id: Mapped[UUID]
    email: Mapped[str]
    purpose: Mapped[str]
    granted: Mapped[bool]
    at: Mapped[datetime]
    source: Mapped[str]
    text_version: Mapped[str]
    actor: Mapped[str]
    words: Mapped[str | None]
    locale: Mapped[str | None]
    ip: Mapped[str | None]
    user_agent: Mapped[str | None]
    asked_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]


class CustomerLink(TenantRow, Base):
    """A link in a mail to a customer; its token is an HMAC of this row, never stored. Used once."""

    __tablename__ = "customer_links"
    __table_args__ = (
        tenant_fk("customer_id", "customer_accounts", ondelete="CASCADE"),
        CheckConstraint("purpose in ('verify', 'reset')", name="purpose"),
        Index("ix_customer_links_customer", "tenant_id", "customer_id", "purpose"),
    )

    store_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    purpose: Mapped[str]
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    email: Mapped[str]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SegmentKind(StrEnum):
    """Who is in a segment: chosen one by one, or by rules judged when asked."""

    MANUAL = "manual"
    RULES = "rules"


class Segment(TenantRow, Timestamps, Base):
    """A named part of a store's customers."""

    __tablename__ = "segments"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("kind", SegmentKind),
        CheckConstraint("match in ('all', 'any')", name="match"),
        UniqueConstraint("tenant_id", "store_id", "name_key"),
    )

    store_id: Mapped[UUID]
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(SortKey)
    kind: Mapped[str]
    match: Mapped[str]
    conditions: Mapped[list[Any]]


class SegmentMember(Base):
    """Somebody chosen for a manual segment."""

    __tablename__ = "segment_members"
    __table_args__ = (
        tenant_fk("segment_id", "segments", ondelete="CASCADE"),
        tenant_fk("customer_id", "customer_accounts", ondelete="CASCADE"),
        Index("ix_segment_members_customer", "tenant_id", "customer_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    segment_id: Mapped[UUID] = mapped_column(primary_key=True)
    customer_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    added_at: Mapped[datetime]
