"""Alembic environment: online only, on the connection `ecomm_core.db.migrate` hands over."""

from alembic import context

from commerce.all_models import metadata

connection = context.config.attributes["connection"]
schema = context.config.attributes["schema"]

context.configure(
    connection=connection,
    target_metadata=metadata,
    version_table_schema=schema,
    compare_type=True,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
