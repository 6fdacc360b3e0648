"""States of bulk edits and of the products in them."""

from enum import StrEnum


class BulkStatus(StrEnum):
    """Where a bulk edit stands."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


class ItemState(StrEnum):
    """What happened to one product: `kept` was changed since, and its undo left something."""

    PENDING = "pending"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    UNDONE = "undone"
    KEPT = "kept"
