"""Refusals about suppliers."""

from ecomm_core.errors import Conflict, Invalid, NotFound, Unauthenticated


class SupplierNotFound(NotFound):
    """No such account in this store."""

    code = "supplier_not_found"
    message = "This supplier does not exist."


class AdapterUnknown(NotFound):
    """No supplier of this kind can be connected here."""

    code = "adapter_unknown"
    message = "There is no supplier of this kind."


class AccountConnected(Conflict):
    """The store has this account already."""

    code = "account_connected"
    message = "This account is connected already."


class OtherAccount(Conflict):
    """The credentials are of another account than the one that was connected."""

    code = "other_account"
    message = "These credentials belong to another account. Connect it as a supplier of its own."


class SupplierClosed(Conflict):
    """Nothing can be asked of it before somebody connects it again."""

    code = "supplier_closed"
    message = "This supplier is not connected. Connect it again."


class SupplierDeclined(Conflict):
    """The supplier understood and said no; the message is its own."""

    code = "supplier_declined"
    message = "The supplier declined."


class CredentialsRefused(Invalid):
    """The supplier does not take what was typed."""

    code = "credentials_refused"
    message = "The supplier does not accept these credentials."


class HookRefused(Unauthenticated):
    """A webhook that cannot be trusted or read."""

    code = "signature_invalid"
    message = "The signature is not valid."
