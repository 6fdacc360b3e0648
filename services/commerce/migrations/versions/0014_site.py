"""A store's site: pages, menus, redirects, own domains, and snapshots of it all."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from ecomm_core.db.migration_ops import (
    definer,
    grant,
    locator_may_read,
    protect_stores_tables,
    recorded,
)

revision = "0014_site"
down_revision = "0013_sale"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"
TABLES = ("pages", "menu_items", "redirects", "store_domains", "snapshots", "snapshot_restores")
TEXTS = ("seo_title", "seo_description", "contact_phone", "business_name", "business_address")

LOCATE = """select s.tenant_id, s.id from stores s where s.slug = p_slug and s.deleted_at is null
union all
select s.tenant_id, s.id from store_domains d
  join stores s on s.tenant_id = d.tenant_id and s.id = d.store_id
 where d.host = p_slug and d.status = 'verified' and s.deleted_at is null"""

DUE_DOMAINS = """select d.tenant_id, d.id from store_domains d
 where d.next_check_at <= p_now order by d.next_check_at limit p_n"""

DUE_SNAPSHOTS = """select s.tenant_id, s.id from stores s
 where s.deleted_at is null and (s.snapshot_at is null or s.snapshot_at < p_before)
 order by s.snapshot_at nulls first limit p_n"""


def upgrade() -> None:
    """Make the tables, then say who may see which rows; a store is found by its host, too."""
    for name in TEXTS:
        op.add_column("stores", sa.Column(name, sa.Text()))
    op.add_column("stores", sa.Column("snapshot_at", sa.DateTime(timezone=True)))
    _pages()
    _menu_items()
    _redirects()
    _store_domains()
    _snapshots()
    op.drop_constraint("ck_slug_redirects_kind", "slug_redirects")
    op.create_check_constraint(
        "ck_slug_redirects_kind",
        "slug_redirects",
        "kind in ('product', 'category', 'collection', 'page')",
    )
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
    locator_may_read(
        LOCATOR, "store_domains", "id", "tenant_id", "store_id", "host", "status", "next_check_at"
    )
    op.execute(f"grant select (snapshot_at) on stores to {LOCATOR}")
    op.execute("drop function locate_store(text)")
    _look_up("locate_store(p_slug text)", "table (tenant_id uuid, store_id uuid)", LOCATE)
    _look_up(
        "due_domains(p_now timestamptz, p_n integer)",
        "table (tenant_id uuid, domain_id uuid)",
        DUE_DOMAINS,
    )
    _look_up(
        "due_snapshots(p_before timestamptz, p_n integer)",
        "table (tenant_id uuid, store_id uuid)",
        DUE_SNAPSHOTS,
    )


def _look_up(signature: str, returns: str, body: str) -> None:
    definer("commerce", signature, returns, body, locator=LOCATOR, app=APP)


def _of_store(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.PrimaryKeyConstraint("tenant_id", "id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name=f"fk_{table}_tenant_id_store_id",
        ),
    ]


def _ids() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
    ]


def _pages() -> None:
    op.create_table(
        "pages",
        *_ids(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("seo_title", sa.Text()),
        sa.Column("seo_description", sa.Text()),
        sa.Column("sort_title", sa.Text(collation="C"), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        *_of_store("pages"),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "slug", name="uq_pages_tenant_id_store_id_slug"
        ),
        sa.CheckConstraint(
            "kind in ('page', 'about', 'contact', 'faq', 'shipping', 'returns', 'privacy', "
            "'terms', 'legal_notice')",
            name="ck_pages_kind",
        ),
        sa.CheckConstraint("status in ('draft', 'published')", name="ck_pages_status"),
    )
    op.create_index(
        "uq_pages_kind",
        "pages",
        ["tenant_id", "store_id", "kind"],
        unique=True,
        postgresql_where=sa.text("kind <> 'page'"),
    )


def _menu_items() -> None:
    op.create_table(
        "menu_items",
        *_ids(),
        sa.Column("menu", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("target_id", sa.Uuid()),
        sa.Column("url", sa.Text()),
        *_of_store("menu_items"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "parent_id"],
            ["menu_items.tenant_id", "menu_items.id"],
            name="fk_menu_items_tenant_id_parent_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint("menu in ('header', 'footer')", name="ck_menu_items_menu"),
        sa.CheckConstraint(
            "kind in ('page', 'category', 'collection', 'product', 'url')",
            name="ck_menu_items_kind",
        ),
        sa.CheckConstraint(
            "(kind = 'url') = (target_id is null) and (kind = 'url') = (url is not null)",
            name="ck_menu_items_target",
        ),
    )
    op.create_index(
        "ix_menu_items_store", "menu_items", ["tenant_id", "store_id", "menu", "position"]
    )
    op.create_index("ix_menu_items_parent", "menu_items", ["tenant_id", "parent_id"])


def _redirects() -> None:
    op.create_table(
        "redirects",
        *_ids(),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("sort_path", sa.Text(collation="C"), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        *_of_store("redirects"),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "path", name="uq_redirects_tenant_id_store_id_path"
        ),
        sa.CheckConstraint("path <> target", name="ck_redirects_no_loop"),
    )
    op.create_index("ix_redirects_target", "redirects", ["tenant_id", "store_id", "target"])


def _store_domains() -> None:
    op.create_table(
        "store_domains",
        *_ids(),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("certificate", sa.Text(), nullable=False),
        sa.Column("certificate_problem", sa.Text()),
        sa.Column("is_primary", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True)),
        sa.Column("verified_at", sa.DateTime(timezone=True)),
        sa.Column("next_check_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        *_of_store("store_domains"),
        sa.UniqueConstraint(
            "tenant_id", "store_id", "host", name="uq_store_domains_tenant_id_store_id_host"
        ),
        sa.CheckConstraint(
            "status in ('pending', 'verified', 'failed')", name="ck_store_domains_status"
        ),
        sa.CheckConstraint(
            "certificate in ('none', 'pending', 'active', 'failed')",
            name="ck_store_domains_certificate",
        ),
        sa.CheckConstraint(
            "not is_primary or status = 'verified'", name="ck_store_domains_primary"
        ),
    )
    op.create_index(
        "uq_store_domains_host",
        "store_domains",
        ["host"],
        unique=True,
        postgresql_where=sa.text("status = 'verified'"),
    )
    op.create_index(
        "uq_store_domains_primary",
        "store_domains",
        ["tenant_id", "store_id"],
        unique=True,
        postgresql_where=sa.text("is_primary"),
    )
    op.create_index("ix_store_domains_due", "store_domains", ["next_check_at"])


def _snapshots() -> None:
    op.create_table(
        "snapshots",
        *_ids(),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("storage_key", sa.Text()),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        *_of_store("snapshots"),
        sa.CheckConstraint(
            "kind in ('manual', 'daily', 'before_restore')", name="ck_snapshots_kind"
        ),
        sa.CheckConstraint("status in ('pending', 'ready', 'failed')", name="ck_snapshots_status"),
    )
    op.create_index("ix_snapshots_store", "snapshots", ["tenant_id", "store_id", "created_at"])
    op.create_table(
        "snapshot_restores",
        *_ids(),
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("safety_id", sa.Uuid()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("changed", postgresql.JSONB(), nullable=False),
        sa.Column("problems", postgresql.JSONB(), nullable=False),
        sa.Column("problem", sa.Text()),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        recorded("created_at"),
        recorded("updated_at"),
        *_of_store("snapshot_restores"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "snapshot_id"],
            ["snapshots.tenant_id", "snapshots.id"],
            name="fk_snapshot_restores_tenant_id_snapshot_id",
            ondelete="CASCADE",
        ),
        sa.CheckConstraint(
            "status in ('pending', 'running', 'done', 'failed')", name="ck_snapshot_restores_status"
        ),
    )
    op.create_index(
        "uq_snapshot_restores_running",
        "snapshot_restores",
        ["tenant_id", "store_id"],
        unique=True,
        postgresql_where=sa.text("status in ('pending', 'running')"),
    )
