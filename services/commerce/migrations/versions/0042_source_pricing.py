"""What is sold and where it comes from: mappings, price rules, and changes that wait."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from ecomm_core.db.migration_ops import grant, protect_stores_tables, recorded

revision = "0042_source_pricing"
down_revision = "0041_suppliers"
branch_labels = None
depends_on = None

APP = "commerce_app"
TABLES = (
    "mappings",
    "mapping_parts",
    "supplier_holds",
    "price_rules",
    "priced_variants",
    "price_proposals",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "price_rules",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "position",
            sa.Integer(),
            nullable=False,
            comment="which goes first where two of one scope fit",
        ),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("scope_id", sa.Uuid()),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("formula", JSONB(), nullable=False),
        sa.Column("fx_buffer_ppm", sa.Integer(), nullable=False),
        sa.Column(
            "floor_margin_ppm",
            sa.Integer(),
            nullable=False,
            comment="of the net price; never sold below",
        ),
        sa.Column("ending", JSONB()),
        sa.Column(
            "compare_at",
            sa.Boolean(),
            nullable=False,
            comment="the supplier's list price becomes the former",
        ),
        sa.Column(
            "destination", sa.Text(), comment="country whose lane counts; null: the store's own"
        ),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint("(scope = 'all') = (scope_id is null)", name="ck_price_rules_scope_id"),
        sa.CheckConstraint("kind in ('markup', 'margin', 'bands')", name="ck_price_rules_kind"),
        sa.CheckConstraint(
            "scope in ('all', 'supplier', 'category', 'product')", name="ck_price_rules_scope"
        ),
        sa.CheckConstraint(
            "floor_margin_ppm between 0 and 999999", name="ck_price_rules_floor_margin_ppm"
        ),
        sa.CheckConstraint(
            "fx_buffer_ppm between 0 and 1000000", name="ck_price_rules_fx_buffer_ppm"
        ),
        sa.CheckConstraint("position >= 1", name="ck_price_rules_position"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_price_rules_tenant_id_store_id",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_price_rules"),
    )
    op.create_index(
        "ix_price_rules_listed", "price_rules", ["tenant_id", "store_id", "position", "id"]
    )
    op.create_table(
        "mappings",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("country", sa.Text()),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column(
            "broken_at",
            sa.DateTime(timezone=True),
            comment="when an option it names vanished: it is not used until somebody mends it",
        ),
        sa.Column("broken_reason", sa.Text()),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        recorded("created_at"),
        recorded("updated_at"),
        sa.CheckConstraint("priority between 1 and 99", name="ck_mappings_priority"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "store_id"],
            ["stores.tenant_id", "stores.id"],
            name="fk_mappings_tenant_id_store_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_id"],
            ["suppliers.tenant_id", "suppliers.id"],
            name="fk_mappings_tenant_id_supplier_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "variant_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_mappings_tenant_id_variant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_mappings"),
        sa.UniqueConstraint(
            "tenant_id",
            "variant_id",
            "priority",
            "country",
            name="uq_mappings_way",
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index("ix_mappings_supplier", "mappings", ["tenant_id", "supplier_id"])
    op.create_table(
        "price_proposals",
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("old_price", sa.BigInteger(), nullable=False),
        sa.Column("new_price", sa.BigInteger(), nullable=False),
        sa.Column("old_landed", sa.BigInteger()),
        sa.Column("new_landed", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("parts", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by", sa.Text()),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "status in ('open', 'accepted', 'dismissed', 'overtaken')",
            name="ck_price_proposals_status",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "rule_id"],
            ["price_rules.tenant_id", "price_rules.id"],
            name="fk_price_proposals_tenant_id_rule_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "variant_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_price_proposals_tenant_id_variant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_price_proposals"),
    )
    op.create_index(
        "ix_price_proposals_listed",
        "price_proposals",
        ["tenant_id", "store_id", "status", "created_at", "id"],
    )
    op.create_index(
        "uq_price_proposals_open",
        "price_proposals",
        ["tenant_id", "variant_id"],
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "priced_variants",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("locked", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("rule_id", sa.Uuid()),
        sa.Column("landed", sa.BigInteger(), comment="store's currency"),
        sa.Column("price", sa.BigInteger()),
        sa.Column(
            "parts",
            JSONB(),
            server_default=sa.text("'{}'"),
            nullable=False,
            comment="how it was made, to be shown",
        ),
        sa.Column("priced_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("landed >= 0", name="ck_priced_variants_landed"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "rule_id"],
            ["price_rules.tenant_id", "price_rules.id"],
            name="fk_priced_variants_tenant_id_rule_id",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "variant_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_priced_variants_tenant_id_variant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "variant_id", name="pk_priced_variants"),
    )
    op.create_table(
        "supplier_holds",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("variant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column(
            "unpublished",
            sa.Boolean(),
            nullable=False,
            comment="its product became a draft for this",
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id", "variant_id"],
            ["product_variants.tenant_id", "product_variants.id"],
            name="fk_supplier_holds_tenant_id_variant_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "variant_id", name="pk_supplier_holds"),
    )
    op.create_table(
        "mapping_parts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("mapping_id", sa.Uuid(), nullable=False),
        sa.Column("supplier_variant_id", sa.Uuid(), nullable=False),
        sa.Column("store_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity between 1 and 1000", name="ck_mapping_parts_quantity"),
        sa.ForeignKeyConstraint(
            ["tenant_id", "mapping_id"],
            ["mappings.tenant_id", "mappings.id"],
            name="fk_mapping_parts_tenant_id_mapping_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "supplier_variant_id"],
            ["supplier_variants.tenant_id", "supplier_variants.id"],
            name="fk_mapping_parts_tenant_id_supplier_variant_id",
        ),
        sa.PrimaryKeyConstraint(
            "tenant_id", "mapping_id", "supplier_variant_id", name="pk_mapping_parts"
        ),
    )
    op.create_index(
        "ix_mapping_parts_variant", "mapping_parts", ["tenant_id", "supplier_variant_id"]
    )
    protect_stores_tables(*TABLES)
    grant(APP, *TABLES)
