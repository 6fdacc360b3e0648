"""Tables of reviews."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, CheckConstraint, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class ReviewStatus(StrEnum):
    """Only what is published is shown and counted."""

    PENDING = "pending"
    PUBLISHED = "published"
    REJECTED = "rejected"


class ReviewSource(StrEnum):
    """Who wrote it: somebody with an order, or a file that the merchant brought."""

    ORDER = "order"
    IMPORT = "import"


class Review(TenantRow, Timestamps, Base):
    """What somebody says of a product. One per item of an order. `verified` is decided when it is
    written, from the order that it is about, and never by anybody: an import cannot have it.

    `photos` are [{"id": "…", "width": 1200, "height": 900, "sizes": [{"key": "…", "width": 512}]}].
    """

    __tablename__ = "reviews"
    __table_args__ = (
        tenant_fk("product_id", "products"),
        tenant_fk("order_item_id", "order_items"),
        one_of("status", ReviewStatus),
        one_of("source", ReviewSource),
        CheckConstraint("rating between 1 and 5", name="rating"),
        CheckConstraint("(source = 'order') = (order_item_id is not null)", name="source_item"),
        CheckConstraint("not verified or source = 'order'", name="verified"),
        CheckConstraint("(reply is null) = (replied_at is null)", name="reply"),
        Index(
            "uq_reviews_item",
            "tenant_id",
            "order_item_id",
            unique=True,
            postgresql_where=text("order_item_id is not null"),
        ),
        Index(
            "uq_reviews_import",
            "tenant_id",
            "store_id",
            "import_key",
            unique=True,
            postgresql_where=text("import_key is not null"),
        ),
        Index("ix_reviews_listed", "tenant_id", "store_id", "written_at", "id"),
        Index("ix_reviews_product", "tenant_id", "product_id", "status", "written_at", "id"),
        Index("ix_reviews_order", "tenant_id", "order_id"),
        Index(
            "ix_reviews_pending",
            "tenant_id",
            "store_id",
            postgresql_where=text("status = 'pending'"),
        ),
    )

    store_id: Mapped[UUID]
    product_id: Mapped[UUID]
    order_id: Mapped[UUID | None]
    order_item_id: Mapped[UUID | None]
    source: Mapped[str]
    verified: Mapped[bool]
    status: Mapped[str]
    rating: Mapped[int]
    title: Mapped[str]
    body: Mapped[str]
    author: Mapped[str] = mapped_column(comment="as shown; empty once its writer was forgotten")
    photos: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    held_words: Mapped[list[str]] = mapped_column(
        ARRAY(Text), comment="words of the store's list that were found in it"
    )
    written_at: Mapped[datetime]
    reply: Mapped[str | None]
    replied_at: Mapped[datetime | None]
    import_key: Mapped[str | None] = mapped_column(comment="finds an imported one again")


class ReviewTotals(Base):
    """How many published reviews a product has, by stars: written in the transaction that
    publishes, hides or changes one."""

    __tablename__ = "review_totals"
    __table_args__ = (
        tenant_fk("product_id", "products"),
        CheckConstraint(
            "ones >= 0 and twos >= 0 and threes >= 0 and fours >= 0 and fives >= 0", name="counts"
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    ones: Mapped[int]
    twos: Mapped[int]
    threes: Mapped[int]
    fours: Mapped[int]
    fives: Mapped[int]


class ReviewSettings(Base):
    """How a store takes reviews; without a row they are taken, and published by hand."""

    __tablename__ = "review_settings"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    enabled: Mapped[bool] = mapped_column(comment="buyers are asked, and may write")
    auto_publish: Mapped[bool] = mapped_column(comment="but for those with a word of the list")
    words: Mapped[list[str]] = mapped_column(ARRAY(Text), comment="that want a look before, folded")
    updated_at: Mapped[datetime]
