"""Tables of promotions: discounts and their use, gift cards, store credit, and their ledger."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, LargeBinary, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from commerce.promotions.engine.model import DiscountClass, DiscountKind
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class Discount(TenantRow, Timestamps, Base):
    """A rule as the merchant set it (see `promotions.engine.model.Rule`).

    `code_key` is the case-folded code, unique among live rows; null means automatic. `used` counts
    held and final uses; it only changes by a conditional update. `currency` null: amounts are in
    the store's currency and converted for carts in another one.
    """

    __tablename__ = "discounts"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("kind", DiscountKind),
        one_of("target", DiscountClass),
        CheckConstraint("value >= 0", name="value"),
        CheckConstraint("used >= 0", name="used"),
        CheckConstraint("usage_limit > 0", name="usage_limit"),
        CheckConstraint("customer_limit > 0", name="customer_limit"),
        CheckConstraint("minimum_subtotal > 0", name="minimum_subtotal"),
        CheckConstraint("minimum_quantity > 0", name="minimum_quantity"),
        CheckConstraint("ends_at > starts_at", name="period"),
        Index(
            "uq_discounts_code",
            "tenant_id",
            "store_id",
            "code_key",
            unique=True,
            postgresql_where=text("deleted_at is null and code_key is not null"),
        ),
        Index(
            "ix_discounts_automatic",
            "tenant_id",
            "store_id",
            postgresql_where=text("deleted_at is null and code_key is null and active"),
        ),
        Index(
            "uq_discounts_draft",
            "tenant_id",
            "draft_id",
            "target",
            unique=True,
            postgresql_where=text("deleted_at is null and draft_id is not null"),
        ),
        Index("ix_discounts_updated", "tenant_id", "store_id", "updated_at", "id"),
    )

    store_id: Mapped[UUID]
    name: Mapped[str]
    code: Mapped[str | None]
    code_key: Mapped[str | None]
    kind: Mapped[str]
    target: Mapped[str]
    value: Mapped[int] = mapped_column(Amount)
    each: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    currency: Mapped[str | None]
    minimum_subtotal: Mapped[int | None] = mapped_column(Amount)
    minimum_quantity: Mapped[int | None]
    selection: Mapped[dict[str, Any]] = mapped_column(
        default=dict,
        comment="{products, groups, excluded_products, excluded_groups}: lists of ids",
    )
    segments: Mapped[list[UUID]] = mapped_column(ARRAY(PgUUID(as_uuid=True)), default=list)
    bogo: Mapped[dict[str, Any] | None] = mapped_column(
        comment="{buy, get, percent_ppm, times, gets: selection}"
    )
    volume: Mapped[dict[str, Any] | None] = mapped_column(
        comment="{counting, tiers: [{quantity, percent_ppm | price, prices}]}"
    )
    usage_limit: Mapped[int | None]
    customer_limit: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)
    priority: Mapped[int] = mapped_column(default=0)
    exclusive: Mapped[bool] = mapped_column(default=False)
    exclusive_group: Mapped[str | None]
    combines_with: Mapped[list[str]] = mapped_column(ARRAY(Text), default=list)
    version: Mapped[int] = mapped_column(default=1)
    draft_id: Mapped[UUID | None] = mapped_column(
        comment="the draft order it belongs to; it is on no list then"
    )
    deleted_at: Mapped[datetime | None]


class UsageStatus(StrEnum):
    """Held while its checkout may still be paid; used by an order; released when neither."""

    HELD = "held"
    USED = "used"
    RELEASED = "released"


class DiscountUsage(TenantRow, Timestamps, Base):
    """One use of a discount by one cart (a checkout is its cart's only one)."""

    __tablename__ = "discount_usages"
    __table_args__ = (
        tenant_fk("discount_id", "discounts"),
        tenant_fk("checkout_id", "checkouts"),
        one_of("status", UsageStatus),
        UniqueConstraint("tenant_id", "discount_id", "checkout_id"),
        Index("ix_discount_usages_customer", "tenant_id", "discount_id", "customer_key"),
        Index("ix_discount_usages_checkout", "tenant_id", "checkout_id"),
    )

    store_id: Mapped[UUID]
    discount_id: Mapped[UUID]
    checkout_id: Mapped[UUID]
    order_id: Mapped[UUID | None]
    customer_key: Mapped[bytes] = mapped_column(LargeBinary)
    status: Mapped[str]
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]


class GiftCard(TenantRow, Timestamps, Base):
    """A gift card. Its balance is the sum of its ledger entries. The code is kept as a keyed hash
    for look-up and encrypted for sending again; people are shown the last four signs."""

    __tablename__ = "gift_cards"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        CheckConstraint("initial > 0", name="initial"),
        UniqueConstraint("tenant_id", "store_id", "code_hash"),
        Index(
            "uq_gift_cards_sold",
            "tenant_id",
            "order_item_id",
            "unit",
            unique=True,
            postgresql_where=text("order_item_id is not null"),
        ),
        Index("ix_gift_cards_store", "tenant_id", "store_id", "created_at", "id"),
    )

    store_id: Mapped[UUID]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    code_encrypted: Mapped[bytes] = mapped_column(LargeBinary)
    last4: Mapped[str]
    initial: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    expires_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)
    email: Mapped[str | None]
    note: Mapped[str | None]
    test: Mapped[bool] = mapped_column(default=False)
    order_id: Mapped[UUID | None]
    order_item_id: Mapped[UUID | None]
    unit: Mapped[int] = mapped_column(default=0, comment="which unit of the sold line")


class StoreCredit(TenantRow, Timestamps, Base):
    """A customer's credit in one currency. Its balance is the sum of its ledger entries."""

    __tablename__ = "store_credits"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("customer_id", "customer_accounts"),
        UniqueConstraint("tenant_id", "customer_id", "currency"),
        Index("ix_store_credits_store", "tenant_id", "store_id", "created_at", "id"),
    )

    store_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    currency: Mapped[str]


class EntryReason(StrEnum):
    """Why an account's balance changed."""

    ISSUED = "issued"
    REDEEMED = "redeemed"
    RELEASED = "released"
    REFUNDED = "refunded"
    ADJUSTED = "adjusted"


class TenderEntry(TenantRow, Base):
    """A change of a gift card's or a store credit's balance, in minor units; append-only.

    A checkout takes what it needs when payment starts (`redeemed`); what it does not spend in the
    end comes back (`released`).
    """

    __tablename__ = "tender_ledger"
    __table_args__ = (
        tenant_fk("gift_card_id", "gift_cards"),
        tenant_fk("store_credit_id", "store_credits"),
        one_of("reason", EntryReason),
        CheckConstraint("amount <> 0", name="amount"),
        CheckConstraint("(gift_card_id is null) <> (store_credit_id is null)", name="one_account"),
        Index("ix_tender_ledger_gift_card", "tenant_id", "gift_card_id", "at"),
        Index("ix_tender_ledger_store_credit", "tenant_id", "store_credit_id", "at"),
        Index("ix_tender_ledger_checkout", "tenant_id", "checkout_id"),
    )

    store_id: Mapped[UUID]
    gift_card_id: Mapped[UUID | None]
    store_credit_id: Mapped[UUID | None]
    amount: Mapped[int] = mapped_column(Amount)
    currency: Mapped[str]
    reason: Mapped[str]
    checkout_id: Mapped[UUID | None]
    order_id: Mapped[UUID | None]
    refund_id: Mapped[UUID | None]
    actor: Mapped[str]
    note: Mapped[str | None]
    at: Mapped[datetime]
