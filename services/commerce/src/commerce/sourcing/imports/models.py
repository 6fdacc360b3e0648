"""Tables of imports of suppliers' goods: the job, and each product on its way to a draft."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class Origin(StrEnum):
    """How the goods of a job were named."""

    SUPPLIER = "supplier"
    FILE = "file"
    RESEARCH = "research"


class GoodsState(StrEnum):
    """How far a product is: the step that is done, or being done. `needs_review` waits for a
    person; `failed` and `dismissed` rest until somebody retries or takes it back."""

    QUEUED = "queued"
    READING = "reading"
    PICTURES = "pictures"
    PRICED = "priced"
    DRAFTED = "drafted"
    NEEDS_REVIEW = "needs_review"
    PUBLISHED = "published"
    FAILED = "failed"
    DISMISSED = "dismissed"


WORKING: Final = (
    GoodsState.QUEUED,
    GoodsState.READING,
    GoodsState.PICTURES,
    GoodsState.PRICED,
    GoodsState.DRAFTED,
)
"""States in which a worker goes on by itself, in this order."""


class GoodsImport(TenantRow, Base):
    """Goods that somebody asked for together."""

    __tablename__ = "goods_imports"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("origin", Origin),
        Index("ix_goods_imports_listed", "tenant_id", "store_id", "created_at", "id"),
    )

    store_id: Mapped[UUID]
    origin: Mapped[str]
    filename: Mapped[str | None]
    actor: Mapped[str]
    created_at: Mapped[datetime]


class GoodsImportItem(TenantRow, Timestamps, Base):
    """One product on its way. Its state is written in the transaction of the step's effect, so that
    whoever goes on after a kill does nothing twice. The same goods are on their way once, unless
    they were dismissed."""

    __tablename__ = "goods_import_items"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("job_id", "goods_imports"),
        tenant_fk("supplier_id", "suppliers"),
        tenant_fk("supplier_product_id", "supplier_products"),
        tenant_fk("product_id", "products"),
        one_of("state", GoodsState),
        Index(
            "uq_goods_import_items_goods",
            "tenant_id",
            "store_id",
            "supplier_id",
            "external_id",
            unique=True,
            postgresql_where=text("state <> 'dismissed'"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_goods_import_items_listed", "tenant_id", "store_id", "state", "created_at", "id"),
        Index("ix_goods_import_items_job", "tenant_id", "job_id", "position"),
        Index("ix_goods_import_items_product", "tenant_id", "product_id"),
    )

    store_id: Mapped[UUID]
    job_id: Mapped[UUID]
    position: Mapped[int]
    state: Mapped[str]
    turn: Mapped[int] = mapped_column(
        comment="counts up; a step that lost its turn changes nothing"
    )
    supplier_id: Mapped[UUID | None] = mapped_column(comment="null: from a file")
    external_id: Mapped[str] = mapped_column(comment="the supplier's, or the file's handle")
    title: Mapped[str] = mapped_column(comment="the source's until there is a draft")
    image_url: Mapped[str | None]
    supplier_product_id: Mapped[UUID | None]
    product_id: Mapped[UUID | None]
    payload: Mapped[dict[str, Any] | None] = mapped_column(comment="the product of a file")
    media: Mapped[list[Any]] = mapped_column(
        comment="[{url, sha256, media_id | issue}] of pictures brought, in order; "
        "no id: the same again"
    )
    prices: Mapped[dict[str, Any]] = mapped_column(
        comment="supplier variant -> how its price was made"
    )
    provenance: Mapped[dict[str, Any]] = mapped_column(
        comment="field of the product -> {source, by, at, original, …}"
    )
    checks: Mapped[list[Any]] = mapped_column(comment="[{code, ok, blocking, detail}]")
    error: Mapped[dict[str, Any] | None] = mapped_column(comment="{code, message} of what failed")
    actor: Mapped[str]
    settled_at: Mapped[datetime | None] = mapped_column(
        comment="when it was published, dismissed or failed"
    )


class GoodsImportSettings(Base):
    """How a store imports; without a row nothing is published by itself."""

    __tablename__ = "goods_import_settings"
    __table_args__ = (tenant_fk("store_id", "stores"),)

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    auto_publish: Mapped[bool] = mapped_column(comment="imports that pass every check")
    updated_at: Mapped[datetime]
