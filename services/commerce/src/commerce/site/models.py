"""Tables of a store's site: pages, menus, redirects."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class PageKind(StrEnum):
    """`page` is any page; of each other kind a store has one at most. Policies are linked in the
    footer and at checkout."""

    PAGE = "page"
    ABOUT = "about"
    CONTACT = "contact"
    FAQ = "faq"
    SHIPPING = "shipping"
    RETURNS = "returns"
    PRIVACY = "privacy"
    TERMS = "terms"
    LEGAL_NOTICE = "legal_notice"


class PageStatus(StrEnum):
    """Drafts are seen by merchants only."""

    DRAFT = "draft"
    PUBLISHED = "published"


class Menu(StrEnum):
    """Where a menu stands."""

    HEADER = "header"
    FOOTER = "footer"


class LinkKind(StrEnum):
    """What a menu item leads to."""

    PAGE = "page"
    CATEGORY = "category"
    COLLECTION = "collection"
    PRODUCT = "product"
    URL = "url"


class Page(TenantRow, Timestamps, Base):
    """A page of the shop. `body` is HTML that the sanitiser let pass."""

    __tablename__ = "pages"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "slug"),
        Index(
            "uq_pages_kind",
            "tenant_id",
            "store_id",
            "kind",
            unique=True,
            postgresql_where=text("kind <> 'page'"),
        ),
        one_of("kind", PageKind),
        one_of("status", PageStatus),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str]
    title: Mapped[str]
    slug: Mapped[str]
    body: Mapped[str]
    status: Mapped[str]
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]
    sort_title: Mapped[str] = mapped_column(Text(collation="C"))


class MenuItem(TenantRow, Base):
    """A line of a menu, at the top or below another. What it leads to is found when it is shown."""

    __tablename__ = "menu_items"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["menu_items.tenant_id", "menu_items.id"],
            ondelete="CASCADE",
        ),
        one_of("menu", Menu),
        one_of("kind", LinkKind),
        CheckConstraint(
            "(kind = 'url') = (target_id is null) and (kind = 'url') = (url is not null)",
            name="target",
        ),
        Index("ix_menu_items_store", "tenant_id", "store_id", "menu", "position"),
        Index("ix_menu_items_parent", "tenant_id", "parent_id"),
    )

    store_id: Mapped[UUID]
    menu: Mapped[str]
    parent_id: Mapped[UUID | None]
    position: Mapped[int]
    label: Mapped[str]
    kind: Mapped[str]
    target_id: Mapped[UUID | None]
    url: Mapped[str | None]


class Redirect(TenantRow, Timestamps, Base):
    """A path that leads to another, or to an address elsewhere. A target is never itself the path
    of a redirect of the store: chains are flat."""

    __tablename__ = "redirects"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "path"),
        CheckConstraint("path <> target", name="no_loop"),
        Index("ix_redirects_target", "tenant_id", "store_id", "target"),
    )

    store_id: Mapped[UUID]
    path: Mapped[str]
    target: Mapped[str]
    sort_path: Mapped[str] = mapped_column(Text(collation="C"))
