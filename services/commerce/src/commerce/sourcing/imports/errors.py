"""Refusals of imports of suppliers' goods."""

from ecomm_core.errors import Conflict, NotFound


class GoodsImportNotFound(NotFound):
    """No such import, or product on its way, in this store."""

    code = "goods_import_not_found"
    message = "This import does not exist."


class NotDrafted(Conflict):
    """There is no draft yet, or no more: nothing to edit or publish."""

    code = "not_drafted"
    message = "There is no draft of this import."


class NotRetryable(Conflict):
    """Only what failed, or lacks pictures, is tried again."""

    code = "not_retryable"
    message = "Only an import that failed, or lacks pictures, can be tried again."


class NotPublishable(Conflict):
    """A check fails that nobody may overrule."""

    code = "not_publishable"
    message = "This cannot be published yet."


class AlreadyImported(Conflict):
    """The same goods are on their way, or in the store."""

    code = "already_imported"
    message = "This product was imported again meanwhile."
