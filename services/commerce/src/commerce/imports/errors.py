"""Refusals of product imports."""

from ecomm_core.errors import Conflict, Invalid, NotFound, TooLarge


class ImportNotFound(NotFound):
    """No such import in this store."""

    code, message = "import_not_found", "This import does not exist."


class UploadTooLarge(TooLarge):
    """More than 100 MB of CSV, or 500 MB of pictures."""

    code, message = "file_too_large", "This file is too large."


class UploadInvalid(Invalid):
    """Not a multipart upload with the field `file`."""

    code, message = "upload_invalid", "Send the file as multipart form data, in the field `file`."


class TooManyParts(Invalid):
    """A form with more fields than an upload has use for."""

    code, message = "too_many_parts", "The upload has too many parts."


class ArchiveRefused(Invalid):
    """A ZIP that we do not open; the sentence says why."""

    code, message = "archive_refused", "This ZIP cannot be used."


class ImportRunning(Conflict):
    """It is being worked on already."""

    code, message = "import_running", "This import is running."


class ImportFinished(Conflict):
    """It was applied, or its file could not be read: there is nothing left to run."""

    code, message = "import_finished", "This import is finished. Upload the file again."


class ImportExpired(Conflict):
    """Its file is no longer kept."""

    code, message = "import_expired", "This file is no longer kept. Upload it again."


class TooManyImports(Conflict):
    """A store's imports are worked on a few at a time."""

    code = "too_many_imports"
    message = "Ten imports of this store are waiting or running. Wait until one is finished."
