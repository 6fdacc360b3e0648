"""The search index: one document for each published product, and the words they are made of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Index, Integer, SmallInteger, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from commerce.db import Base
from ecomm_core.db.models import Amount, tenant_fk

SortKey = Text(collation="C")


class SearchDocument(Base):
    """A published product as the search sees it; only published fields.

    Owned by the role `commerce_searcher` and not forced under row-level security: the index on
    `document` is no use under it (`@@` is not leakproof). Everybody else is held by the policy.

    `facets`: values to be counted, each with a letter before it (see `search.document`).
    `variants`: what each variant is made of, `+` before those a shopper can buy.
    """

    __tablename__ = "search_documents"
    __table_args__ = (
        tenant_fk("product_id", "products", ondelete="CASCADE"),
        Index(
            "ix_search_documents_document",
            "document",
            postgresql_using="gin",
            postgresql_with={"fastupdate": "off"},
        ),
        # Documents lie apart from their rows (a revision says so: storage external), which are read
        # by the thousand to be sorted and counted.
        {"postgresql_with": {"toast_tuple_target": 512, "fillfactor": 85}},
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    product_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID]
    document: Mapped[str] = mapped_column(TSVECTOR)
    facets: Mapped[list[str]] = mapped_column(ARRAY(SortKey))
    variants: Mapped[list[str]] = mapped_column(ARRAY(SortKey))
    available: Mapped[bool]
    price_min: Mapped[int] = mapped_column(Amount)
    price_max: Mapped[int] = mapped_column(Amount)
    published_at: Mapped[datetime | None]
    sort_title: Mapped[str] = mapped_column(SortKey)


class SearchWord(Base):
    """A word of a store's documents, to find again when it is mistyped.

    `letters`: which letters it has (see `search.distance`). `seen_at`: when a document last brought
    it; a rebuild forgets the words that none brought.
    """

    __tablename__ = "search_words"
    __table_args__ = (
        tenant_fk("store_id", "stores"),
        Index("ix_search_words_length", "tenant_id", "store_id", "length"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    store_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(SortKey, primary_key=True)
    length: Mapped[int] = mapped_column(SmallInteger)
    letters: Mapped[int] = mapped_column(Integer)
    seen_at: Mapped[datetime]
