"""A store's blog: posts and their categories; a post that moved leaves its address. SEO audits and
what they found."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from ecomm_core.db.migration_ops import (
    definer,
    grant,
    locator_may_read,
    protect_stores_tables,
    recorded,
)

revision = "0063_content"
down_revision = "0062_research_imports"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = ("blog_categories", "blog_posts", "seo_audits", "seo_findings")


def upgrade() -> None:
    """Make the tables and the look-up of posts whose moment has come."""
    _categories()
    _posts()
    _audits()
    _findings()
    op.drop_constraint("ck_slug_redirects_kind", "slug_redirects")
    op.create_check_constraint(
        "ck_slug_redirects_kind",
        "slug_redirects",
        "kind in ('product', 'category', 'collection', 'page', 'post')",
    )
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    locator_may_read(LOCATOR, "blog_posts", "tenant_id", "store_id", "id", "announce_at")
    definer(
        "commerce",
        "due_blog_posts(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid, post_id uuid)",
        "select b.tenant_id, b.store_id, b.id from blog_posts b "
        "where b.announce_at <= p_now order by b.announce_at limit p_n",
        locator=LOCATOR,
        app=APP,
    )


def _ids() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
    ]


def _of_store(table: str) -> list[sa.schema.SchemaItem]:
    return [
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name=f"fk_{table}_tenant_id_store_id",
        ),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "slug", name=f"uq_{table}_tenant_id_store_id_slug"
        ),
    ]


def _categories() -> None:
    op.create_table(
        "blog_categories",
        *_ids(),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("sort_name", sa.Text(collation="C"), nullable=False),
        *_of_store("blog_categories"),
    )


def _posts() -> None:
    op.create_table(
        "blog_posts",
        *_ids(),
        sa.Column("category_id", sa.Uuid()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text()),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("tags", ARRAY(sa.Text()), nullable=False),
        sa.Column("cover_id", sa.Uuid()),
        sa.Column("cover_alt", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("announce_at", sa.DateTime(timezone=True)),
        sa.Column("seo_title", sa.Text()),
        sa.Column("seo_description", sa.Text()),
        sa.Column("sort_title", sa.Text(collation="C"), nullable=False),
        *_of_store("blog_posts"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "category_id"],
            ["blog_categories.tenant_id", "blog_categories.id"],
            name="fk_blog_posts_tenant_id_category_id",
            ondelete="SET NULL (category_id)",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "cover_id"],
            ["media.tenant_id", "media.id"],
            name="fk_blog_posts_tenant_id_cover_id",
            ondelete="SET NULL (cover_id)",
        ),
        sa.CheckConstraint("status in ('draft', 'published')", name="ck_blog_posts_status"),
        sa.CheckConstraint(
            "status = 'draft' or published_at is not null", name="ck_blog_posts_published"
        ),
        sa.CheckConstraint(
            "announce_at is null or status = 'published'", name="ck_blog_posts_announced"
        ),
    )
    op.create_index(
        "ix_blog_posts_shown",
        "blog_posts",
        ["tenant_id", "store_id", sa.text("published_at desc"), "id"],
        postgresql_where=sa.text("status = 'published'"),
    )
    op.create_index(
        "ix_blog_posts_announce",
        "blog_posts",
        ["announce_at"],
        postgresql_where=sa.text("announce_at is not null"),
    )
    op.create_index("ix_blog_posts_category", "blog_posts", ["tenant_id", "category_id"])


def _audits() -> None:
    op.create_table(
        "seo_audits",
        *_ids(),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer()),
        sa.Column("examined", JSONB(), nullable=False),
        sa.Column("rules", JSONB(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_seo_audits"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_seo_audits_tenant_id_store_id",
        ),
        sa.CheckConstraint("state in ('running', 'done', 'failed')", name="ck_seo_audits_state"),
        sa.CheckConstraint("score between 0 and 100", name="ck_seo_audits_score"),
        sa.CheckConstraint("(state = 'done') = (score is not null)", name="ck_seo_audits_scored"),
    )
    op.create_index(
        "uq_seo_audits_running",
        "seo_audits",
        ["tenant_id", "store_id"],
        unique=True,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(
        "ix_seo_audits_store", "seo_audits", ["tenant_id", "store_id", "created_at", "id"]
    )


def _findings() -> None:
    op.create_table(
        "seo_findings",
        *_ids(),
        sa.Column("audit_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("thing", sa.Text(), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("detail", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_seo_findings"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "audit_id"],
            ["seo_audits.tenant_id", "seo_audits.id"],
            name="fk_seo_findings_tenant_id_audit_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "thing in ('store', 'product', 'category', 'collection', 'page', 'post', 'redirect')",
            name="ck_seo_findings_thing",
        ),
    )
    op.create_index(
        "ix_seo_findings_audit", "seo_findings", ["tenant_id", "audit_id", "rule", "position"]
    )
