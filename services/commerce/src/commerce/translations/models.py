"""Tables of languages and translations."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import TenantRow, Timestamps, one_of, tenant_fk


class TranslatedKind(StrEnum):
    """What has texts of its own."""

    PRODUCT = "product"
    CATEGORY = "category"
    COLLECTION = "collection"
    PAGE = "page"


class StoreLocale(TenantRow, Timestamps, Base):
    """A language beside the store's own. Shoppers see it once it is published."""

    __tablename__ = "store_locales"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "locale"),
    )

    store_id: Mapped[UUID]
    locale: Mapped[str]
    published: Mapped[bool]


class Translation(TenantRow, Timestamps, Base):
    """The texts of one thing in one language; null: the store's own language is shown. `source` is
    what was translated: field -> MD5 of its text then, so that a later change is noticed."""

    __tablename__ = "translations"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        one_of("kind", TranslatedKind),
        UniqueConstraint("tenant_id", "store_id", "kind", "resource_id", "locale"),
        Index("ix_translations_locale", "tenant_id", "store_id", "locale", "kind"),
    )

    store_id: Mapped[UUID]
    kind: Mapped[str]
    resource_id: Mapped[UUID]
    locale: Mapped[str]
    title: Mapped[str | None]
    description: Mapped[str | None]
    seo_title: Mapped[str | None]
    seo_description: Mapped[str | None]
    source: Mapped[dict[str, Any]] = mapped_column(JSONB)


class OptionTranslation(TenantRow, Timestamps, Base):
    """An option's name (`value` empty) or one of its values in a language, for all products of the
    store that use it: `Colour` is translated once."""

    __tablename__ = "option_translations"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        UniqueConstraint("tenant_id", "store_id", "locale", "option", "value"),
    )

    store_id: Mapped[UUID]
    locale: Mapped[str]
    option: Mapped[str]
    value: Mapped[str]
    text: Mapped[str]
