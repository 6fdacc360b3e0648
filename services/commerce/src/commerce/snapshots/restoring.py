"""Going through a snapshot's file, comparing and, unless it is a try, putting back: batches of a
few seconds, each of which enqueues the next, so that a worker that dies costs one batch."""

import time
from collections.abc import AsyncIterator
from typing import Any, Final

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.reads import snapshot_rows as rows
from commerce.reads.snapshot_rows import Row
from commerce.snapshots.models import SnapshotRestore
from commerce.snapshots.putting_back import Room, name_of, put, take_away
from ecomm_core.errors import AppError

GROUP: Final = 50
"""Documents of one kind, compared in one query and committed together."""

BATCH_SECONDS: Final = 20.0
MAX_EXAMPLES: Final = 10
MAX_PROBLEMS: Final = 200
PROBLEM: Final = "It could not be put back: its data is not valid any more."


async def groups(
    found: AsyncIterator[Row], skip: int
) -> AsyncIterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    """(kind, [(key, document)]) of the rows after the first `skip`."""
    kind, held = "", list[tuple[str, dict[str, Any]]]()
    place = 0
    async for row_kind, key, doc in found:
        place += 1
        if place <= skip:
            continue
        if held and (row_kind != kind or len(held) == GROUP):
            yield kind, held
            held = []
        kind = row_kind
        held.append((key, doc))
    if held:
        yield kind, held


def tally(restore: SnapshotRestore, kind: str) -> dict[str, Any]:
    """The counts of one kind, to be written to; `restore.changed` is replaced by the caller."""
    empty = {"added": 0, "changed": 0, "removed": 0, "unchanged": 0, "examples": []}
    found: dict[str, Any] = {**empty, **restore.changed.get(kind, {})}
    found["examples"] = list(found["examples"])
    return found


async def go(room: Room, restore: SnapshotRestore, kind: str, group: list[tuple[str, Any]]) -> None:
    """Compare a group with what is now; put back what differs."""
    now = await rows.some(room.session, room.store.id, kind, [key for key, _ in group])
    counts = tally(restore, kind)
    problems = list(restore.problems)
    for key, doc in group:
        present = now.get(key)
        if present == doc:
            counts["unchanged"] += 1
            continue
        name = name_of(doc, key)
        if restore.dry_run or await _tried(
            room, put(room, kind, key, doc, present), problems, kind, name
        ):
            _count(counts, "added" if present is None else "changed", name)
    restore.changed = {**restore.changed, kind: counts}
    restore.problems = problems[:MAX_PROBLEMS]
    restore.position += len(group)


async def remove_since(
    room: Room, restore: SnapshotRestore, kind: str, kept: set[str], started: float
) -> bool:
    """Take away what was made since; False where the time was up before it was all done."""
    extra = sorted(await rows.ids(room.session, room.store.id, kind) - kept)
    counts = tally(restore, kind)
    problems = list(restore.problems)
    done = True
    for first in range(0, len(extra), GROUP):
        part = extra[first : first + GROUP]
        now = await rows.some(room.session, room.store.id, kind, part)
        for key in part:
            name = name_of(now.get(key, {}), key)
            if restore.dry_run or await _tried(
                room, take_away(room, kind, key), problems, kind, name
            ):
                _count(counts, "removed", name)
        if not restore.dry_run and time.monotonic() - started > BATCH_SECONDS:
            done = first + GROUP >= len(extra)
            break
    restore.changed = {**restore.changed, kind: counts}
    restore.problems = problems[:MAX_PROBLEMS]
    return done


async def _tried(room: Room, act: Any, problems: list[Any], kind: str, name: str) -> bool:
    """Do it in a savepoint: a refusal is noted, and the rest goes on."""
    session: AsyncSession = room.session
    try:
        async with session.begin_nested():
            await act
    except AppError as error:
        problems.append({"entity": kind, "name": name, "reason": error.text})
    except ValidationError:
        problems.append({"entity": kind, "name": name, "reason": PROBLEM})
    else:
        return True
    return False


def _count(counts: dict[str, Any], what: str, name: str) -> None:
    counts[what] += 1
    if len(counts["examples"]) < MAX_EXAMPLES:
        counts["examples"].append(name[:200])
