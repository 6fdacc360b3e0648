"""Refusals about sales channels."""

from ecomm_core.errors import Conflict, Invalid, NotFound


class ChannelNotFound(NotFound):
    """No such channel in this store."""

    code = "channel_not_found"
    message = "This sales channel does not exist."


class ConnectorUnknown(NotFound):
    """No channel of this kind can be connected here."""

    code = "connector_unknown"
    message = "There is no sales channel of this kind."


class MigrationNotFound(NotFound):
    """No such migration in this store."""

    code = "migration_not_found"
    message = "This migration does not exist."


class ChannelConnected(Conflict):
    """The store has this shop already."""

    code = "channel_connected"
    message = "This shop is connected already."


class ChannelClosed(Conflict):
    """Nothing can be asked of it before somebody connects it again."""

    code = "channel_closed"
    message = "This shop is not connected. Connect it again."


class ChannelDeclined(Conflict):
    """The shop understood and said no; the message is its own."""

    code = "channel_declined"
    message = "The shop declined."


class CurrencyDiffers(Conflict):
    """Prices of another currency cannot be taken over: nobody would know at which rate."""

    code = "currency_differs"
    message = "The shop sells in another currency than this store."


class MigrationRunning(Conflict):
    """One at a time."""

    code = "migration_running"
    message = "A migration of this store is running. Wait for it, or pause it."


class MigrationFinished(Conflict):
    """There is nothing left to do, or to stop."""

    code = "migration_finished"
    message = "This migration has ended."


class ChannelCredentialsRefused(Invalid):
    """The shop does not take what was typed."""

    code = "credentials_refused"
    message = "The shop does not accept these credentials."


class WrongName(Invalid):
    """What was typed to confirm is not the shop's name."""

    code = "wrong_name"
    message = "Type the shop's name as it is shown."
