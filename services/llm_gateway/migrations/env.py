"""Alembic environment: online only, on the connection `ecomm_core.db.migrate` hands over.

**Revisions are frozen.** They name tables, columns and conditions themselves and import no models,
so that a database of any age ends up the same. `tests/control/chain` builds a second database from
the models and fails where both differ, printing the operations a new revision needs; it also holds
the SQL of each released revision against `released.json`.

**Functions of `*/sql`** are not in the chain. `migrate.upgrade` runs those files after it, each
time, in one transaction: they are `create or replace`, so a change of a function is a change of its
file, and no revision carries a stale copy. What keeps an upgrade safe: processes of the release
before still call the functions while the new ones start, so a function whose arguments or answer
change gets another name (or another signature) and a revision of the next release drops the old
one. Triggers belong to tables: they are made and changed by revisions only, with the body their
function had then; the file of the function replaces it right after.

There is no way down. A migration that proves wrong is followed by another; the way back to an
older release is the backup made before the upgrade.
"""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table_schema=context.config.attributes["schema"],
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
