"""The search index: a document for each published product, and the words of a store."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import grant, protect_stores_tables, protect_unforced

revision = "0022_search"
down_revision = "0021_bulk_edits"
branch_labels = None
depends_on = None

APP = "commerce_app"
SEARCHER = "commerce_searcher"


def upgrade() -> None:
    """Make the tables, give one to the searcher, and ask for the documents of what is there."""
    _search_documents()
    _search_words()
    protect_stores_tables("search_words")
    grant(APP, "search_documents", "search_words")
    protect_unforced("search_documents", SEARCHER, "commerce")
    _ask_for_documents()


def _search_documents() -> None:
    op.create_table(
        "search_documents",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("document", postgresql.TSVECTOR(), nullable=False),
        sa.Column("facets", postgresql.ARRAY(sa.Text(collation="C")), nullable=False),
        sa.Column("variants", postgresql.ARRAY(sa.Text(collation="C")), nullable=False),
        sa.Column("available", sa.Boolean(), nullable=False),
        sa.Column("price_min", sa.BigInteger(), nullable=False),
        sa.Column("price_max", sa.BigInteger(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("sort_title", sa.Text(collation="C"), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "product_id", name="pk_search_documents"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "product_id"],
            ["products.tenant_id", "products.id"],
            name="fk_search_documents_tenant_id_product_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        "ix_search_documents_document",
        "search_documents",
        ["document"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    # Documents lie apart from their rows, which are read by the thousand to be sorted and counted.
    op.execute("alter table search_documents alter document set storage external")
    op.execute("alter table search_documents set (toast_tuple_target = 512, fillfactor = 85)")


def _search_words() -> None:
    op.create_table(
        "search_words",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        sa.Column("length", sa.SmallInteger(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "store_id", "word", name="pk_search_words"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_search_words_tenant_id_store_id",
        ),
    )
    op.create_index("ix_search_words_length", "search_words", ["tenant_id", "store_id", "length"])


def _ask_for_documents() -> None:
    """One job for each store that is there. The owner is held by row-level security as everybody
    is: for these statements it is not."""
    for table in ("stores", "outbox"):
        op.execute(f"alter table {table} no force row level security")
    op.execute(
        """insert into outbox (tenant_id, id, task, queue, args, not_before)
           select s.tenant_id, gen_random_uuid(), 'commerce.search.rebuild', 'bulk',
                  jsonb_build_object('store_id', s.id), now()
             from stores s where s.deleted_at is null"""
    )
    for table in ("stores", "outbox"):
        op.execute(f"alter table {table} force row level security")
