"""Bad days to order, per account: what the next matching calls meet."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from ecomm_connectors.suppliers.simulated.server.store import Doc
from ecomm_connectors.suppliers.simulated.server.world import Refused


class Kind(StrEnum):
    """What happens to a call."""

    DELAY = "delay"  # answered after `seconds`
    TIMEOUT = "timeout"  # nothing is done, and no answer comes for `seconds`
    TIMEOUT_AFTER = "timeout_after"  # done; no answer comes for `seconds`
    UNAVAILABLE = "unavailable"  # 503, nothing is done
    ERROR_AFTER = "error_after"  # done; 502
    RATE_LIMIT = "rate_limit"  # 429 with Retry-After: `seconds`; nothing is done
    REFUSED_OK = "refused_ok"  # 200 with an error in the body; nothing is done
    TRUNCATE = "truncate"  # done; the body ends in the middle
    GARBAGE = "garbage"  # done; 200 with HTML in it
    EXPIRED = "expired"  # 401: the token is not valid any more
    UNPAID = "unpaid"  # place: the order is made, its payment is not taken
    PARTIAL = "partial"  # stock: every other product is missing from the answer
    WRONG_SIGNATURE = "wrong_signature"  # op `hint`: a webhook signed with another key


BEFORE: Final = frozenset(
    {Kind.TIMEOUT, Kind.UNAVAILABLE, Kind.RATE_LIMIT, Kind.REFUSED_OK, Kind.EXPIRED}
)
"""Those under which nothing is done."""

OPS: Final = frozenset(
    [
        "account",
        "search",
        "best_sellers",
        "product",
        "stock",
        "freight",
        "place",
        "find",
        "pay",
        "cancel",
        "order",
        "dispute",
        "find_dispute",
        "get_dispute",
        "withdraw_dispute",
        "subscribe",
        "image_search",
        "hint",
        "*",
    ]
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One of them, used up."""

    kind: Kind
    seconds: float


def order(db: sqlite3.Connection, account_id: str, asked: Doc) -> dict[str, Any]:
    """Order `times` faults of a `kind` for an `op` (`*`: any). Raises Refused (`bad_request`)."""
    kind, op = asked.get("kind"), asked.get("op", "*")
    times, seconds = asked.get("times", 1), asked.get("seconds", 30)
    if kind not in set(Kind) or op not in OPS:
        raise Refused(422, "bad_request", "kind and op must be known ones")
    counted = isinstance(times, int) and not isinstance(times, bool) and 0 < times <= 10_000
    if not counted or not isinstance(seconds, int | float) or not 0 <= seconds <= 600:
        raise Refused(422, "bad_request", "times 1 to 10000, seconds 0 to 600")
    made = {"kind": kind, "op": op, "times": times, "seconds": seconds}
    db.execute(
        "insert into faults (account, op, left_over, doc) values (?, ?, ?, ?)",
        (account_id, op, times, json.dumps(made)),
    )
    return made


def take(db: sqlite3.Connection, account_id: str, op: str) -> Fault | None:
    """The first fault that matches a call, one less of it left."""
    wanted = (op, op) if op == "hint" else (op, "*")
    row = db.execute(
        "select id, left_over, doc from faults where account = ? and op in (?, ?) order by id"
        " limit 1",
        (account_id, *wanted),
    ).fetchone()
    if row is None:
        return None
    if row[1] <= 1:
        db.execute("delete from faults where id = ?", (row[0],))
    else:
        db.execute("update faults set left_over = left_over - 1 where id = ?", (row[0],))
    said = json.loads(row[2])
    return Fault(Kind(said["kind"]), float(said["seconds"]))


def waiting(db: sqlite3.Connection, account_id: str) -> list[dict[str, Any]]:
    """Those still to come."""
    rows = db.execute(
        "select left_over, doc from faults where account = ? order by id", (account_id,)
    )
    return [{**json.loads(row[1]), "times": row[0]} for row in rows]


def clear(db: sqlite3.Connection, account_id: str) -> None:
    """Good days again."""
    db.execute("delete from faults where account = ?", (account_id,))
