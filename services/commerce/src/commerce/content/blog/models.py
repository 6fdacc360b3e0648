"""Tables of a store's blog."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class PostStatus(StrEnum):
    """What the merchant wants of a post: kept to themselves, or shown from its moment on."""

    DRAFT = "draft"
    PUBLISHED = "published"


class PostState(StrEnum):
    """Where a post stands now: one that is to be shown later is scheduled."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"


class BlogCategory(TenantRow, Timestamps, Base):
    """A shelf of the blog."""

    __tablename__ = "blog_categories"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "slug"),
    )

    store_id: Mapped[UUID]
    name: Mapped[str]
    slug: Mapped[str]
    sort_name: Mapped[str] = mapped_column(Text(collation="C"))


class BlogPost(TenantRow, Timestamps, Base):
    """A post. `body` is HTML that the sanitiser let pass; `summary` the excerpt, or the beginning
    of the body where the merchant wrote none.

    Shoppers see it where it is published and `published_at` has come. `announce_at` is the moment
    at which cached lists must forget that it was not there yet; null once they did.
    """

    __tablename__ = "blog_posts"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        tenant_fk("category_id", "blog_categories", ondelete="SET NULL (category_id)"),
        tenant_fk("cover_id", "media", ondelete="SET NULL (cover_id)"),
        UniqueConstraint("tenant_id", "store_id", "slug"),
        one_of("status", PostStatus),
        CheckConstraint("status = 'draft' or published_at is not null", name="published"),
        CheckConstraint("announce_at is null or status = 'published'", name="announced"),
        Index(
            "ix_blog_posts_shown",
            "tenant_id",
            "store_id",
            text("published_at desc"),
            "id",
            postgresql_where=text("status = 'published'"),
        ),
        Index(
            "ix_blog_posts_announce",
            "announce_at",
            postgresql_where=text("announce_at is not null"),
        ),
        Index("ix_blog_posts_category", "tenant_id", "category_id"),
    )

    store_id: Mapped[UUID]
    category_id: Mapped[UUID | None]
    title: Mapped[str]
    slug: Mapped[str]
    excerpt: Mapped[str | None]
    summary: Mapped[str]
    body: Mapped[str]
    author: Mapped[str | None]
    tags: Mapped[list[str]] = mapped_column(ARRAY(Text))
    cover_id: Mapped[UUID | None]
    cover_alt: Mapped[str]
    status: Mapped[str]
    published_at: Mapped[datetime | None]
    announce_at: Mapped[datetime | None]
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]
    sort_title: Mapped[str] = mapped_column(Text(collation="C"))
