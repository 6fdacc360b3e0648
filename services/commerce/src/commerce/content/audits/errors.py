"""Refusals about SEO audits."""

from ecomm_core.errors import Conflict, NotFound


class AuditNotFound(NotFound):
    """No such audit of this store."""

    code = "seo_audit_not_found"
    message = "This audit does not exist."


class AuditRunning(Conflict):
    """An audit of the store is under way."""

    code = "seo_audit_running"
    message = "An audit of this store is running. Its result is here in a moment."
