"""Tables of price rules."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, TenantRow, Timestamps, one_of, tenant_fk


class RuleKind(StrEnum):
    """How a price is made of the landed cost (rules §10)."""

    MARKUP = "markup"
    MARGIN = "margin"
    BANDS = "bands"


class RuleScope(StrEnum):
    """What a rule is for; the narrowest that fits is used: product, category, supplier, all."""

    ALL = "all"
    SUPPLIER = "supplier"
    CATEGORY = "category"
    PRODUCT = "product"


class ProposalStatus(StrEnum):
    """A price change that waits for a person, and what became of it."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    OVERTAKEN = "overtaken"


class PriceRule(TenantRow, Timestamps, Base):
    """`formula` is checked by `price_rules.schemas`: factor_ppm and add of a markup; margin_ppm,
    fee_ppm and fixed_fee of a margin; bands as [{up_to, factor_ppm, add}]. Amounts are in the
    store's currency. `ending` is the charm, as the last minor units of a price; null is none."""

    __tablename__ = "price_rules"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("kind", RuleKind),
        one_of("scope", RuleScope),
        CheckConstraint("(scope = 'all') = (scope_id is null)", name="scope_id"),
        CheckConstraint("floor_margin_ppm between 0 and 999999", name="floor_margin_ppm"),
        CheckConstraint("fx_buffer_ppm between 0 and 1000000", name="fx_buffer_ppm"),
        CheckConstraint("position >= 1", name="position"),
        Index("ix_price_rules_listed", "tenant_id", "store_id", "position", "id"),
    )

    store_id: Mapped[UUID]
    name: Mapped[str]
    active: Mapped[bool]
    position: Mapped[int] = mapped_column(comment="which goes first where two of one scope fit")
    scope: Mapped[str]
    scope_id: Mapped[UUID | None]
    kind: Mapped[str]
    formula: Mapped[dict[str, Any]]
    fx_buffer_ppm: Mapped[int]
    floor_margin_ppm: Mapped[int] = mapped_column(comment="of the net price; never sold below")
    ending: Mapped[dict[str, Any] | None]
    compare_at: Mapped[bool] = mapped_column(comment="the supplier's list price becomes the former")
    destination: Mapped[str | None] = mapped_column(
        comment="country whose lane counts; null: the store's own"
    )


class PricedVariant(Base):
    """What the rules last made of a variant, and whether the merchant locked its price."""

    __tablename__ = "priced_variants"
    __table_args__ = (
        tenant_fk("variant_id", "product_variants", ondelete="CASCADE"),
        tenant_fk("rule_id", "price_rules"),
        CheckConstraint("landed >= 0", name="landed"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    variant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    locked: Mapped[bool] = mapped_column(server_default=text("false"), default=False)
    rule_id: Mapped[UUID | None]
    landed: Mapped[int | None] = mapped_column(Amount, comment="store's currency")
    price: Mapped[int | None] = mapped_column(Amount)
    parts: Mapped[dict[str, Any]] = mapped_column(
        server_default=text("'{}'"), default=dict, comment="how it was made, to be shown"
    )
    priced_at: Mapped[datetime | None]


class PriceProposal(TenantRow, Base):
    """A change of 20 % or more, or one below the floor: a person decides."""

    __tablename__ = "price_proposals"
    __table_args__ = (
        tenant_fk("variant_id", "product_variants", ondelete="CASCADE"),
        tenant_fk("rule_id", "price_rules"),
        one_of("status", ProposalStatus),
        Index(
            "uq_price_proposals_open",
            "tenant_id",
            "variant_id",
            unique=True,
            postgresql_where=text("status = 'open'"),
        ),
        Index("ix_price_proposals_listed", "tenant_id", "store_id", "status", "created_at", "id"),
    )

    store_id: Mapped[UUID]
    variant_id: Mapped[UUID]
    rule_id: Mapped[UUID | None]
    status: Mapped[str]
    old_price: Mapped[int] = mapped_column(Amount)
    new_price: Mapped[int] = mapped_column(Amount)
    old_landed: Mapped[int | None] = mapped_column(Amount)
    new_landed: Mapped[int] = mapped_column(Amount)
    reason: Mapped[str]
    parts: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None]
