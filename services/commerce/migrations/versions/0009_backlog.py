"""What waits in the outbox, for metrics: counted by index, whoever the tenants are."""

import sqlalchemy as sa
from alembic import op

from ecomm_core.db.migration_ops import definer

revision = "0009_backlog"
down_revision = "0008_tries"
branch_labels = None
depends_on = None

APP = "commerce_app"
LOCATOR = "commerce_locator"

BACKLOG = """select q.queue, d.due, d.oldest,
       (select count(*) from outbox o where o.queue = q.queue and o.dead_at is not null)
  from unnest(array['critical', 'default', 'bulk']) as q (queue)
  cross join lateral (
    select count(*), min(o.not_before) from outbox o
     where o.queue = q.queue and o.done_at is null and o.dead_at is null
       and o.not_before <= p_now) as d (due, oldest)"""


def upgrade() -> None:
    """`outbox_backlog`, and an index of the few dead rows."""
    op.create_index(
        "ix_outbox_dead", "outbox", ["queue"], postgresql_where=sa.text("dead_at is not null")
    )
    definer(
        "commerce",
        "outbox_backlog(p_now timestamptz)",
        "table (queue text, due bigint, oldest timestamptz, dead bigint)",
        BACKLOG,
        locator=LOCATOR,
        app=APP,
    )
