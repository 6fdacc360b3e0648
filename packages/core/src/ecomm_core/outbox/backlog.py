"""What waits in the outbox, for the metrics of a process of the API."""

from ecomm_core import clock, metrics
from ecomm_core.db.engine import Database
from ecomm_core.logging import get_logger

log = get_logger(__name__)


async def measure_backlog(database: Database) -> None:
    """Set the outbox's gauges: a few rows read by index, in one round trip.

    Where the database does not tell, nothing is known, and the gauges show nothing.
    """
    query = f"select * from {database.schema}.outbox_backlog($1)"  # noqa: S608 - the schema is a constant
    now = clock.now()
    try:
        rows = await (await database.reads()).fetch(query, now, timeout=5)
    except Exception as error:  # noqa: BLE001 - whatever ails the database, the rest is told
        log.warning("backlog_unknown", error=repr(error)[:300])
        metrics.outbox_unknown()
        return
    for row in rows:
        age = 0.0 if row["oldest"] is None else (now - row["oldest"]).total_seconds()
        metrics.outbox_waits(row["queue"], due=row["due"], oldest=age, dead=row["dead"])
