"""Alembic environment: online only, on the connection `ecomm_core.db.migrate` hands over.

Revisions are frozen: they name tables and columns themselves and import no models. There is no way
down; a migration that proves wrong is followed by another.
"""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table_schema=context.config.attributes["schema"],
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
