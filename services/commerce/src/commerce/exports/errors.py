"""Refusals about exports."""

from ecomm_core.errors import Conflict, NotFound


class ExportNotFound(NotFound):
    """No such export in this store, or no longer."""

    code = "export_not_found"
    message = "This export does not exist, or is no longer kept."


class ExportNotReady(Conflict):
    """The file is not written to its end."""

    code = "export_not_ready"
    message = "This export is not finished."


class TooManyExports(Conflict):
    """A store's exports are written a few at a time."""

    code = "too_many_exports"
    message = "Several exports of this store are running. Wait for one to end."
