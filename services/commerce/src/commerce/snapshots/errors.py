"""Refusals about snapshots."""

from ecomm_core.errors import Conflict, NotFound


class SnapshotNotFound(NotFound):
    """No such snapshot in this store."""

    code = "snapshot_not_found"
    message = "This snapshot does not exist."


class RestoreNotFound(NotFound):
    """No such comparison or restore in this store."""

    code = "restore_not_found"
    message = "This restore does not exist."


class SnapshotNotReady(Conflict):
    """It is still being taken, or could not be."""

    code = "snapshot_not_ready"
    message = "This snapshot is not ready."


class RestoreRunning(Conflict):
    """A comparison or restore of the store is under way."""

    code = "restore_running"
    message = "A comparison or restore is under way. Wait for it."


class TooManySnapshots(Conflict):
    """A store keeps 50 snapshots made by hand."""

    code = "too_many_snapshots"
    message = "A store can keep 50 snapshots of yours. Delete one first."
