"""The door that mail leaves by."""

from abc import abstractmethod
from typing import Protocol

from ecomm_core.errors import TemporaryFailure
from ecomm_core.mail.message import Mail


class MailError(Exception):
    """Base of what sending raises."""


class MailUnavailable(MailError, TemporaryFailure):
    """Surely not sent: unreachable, busy or misconfigured. Send the same mail again."""


class MailRefused(MailError):
    """Will never be sent: the server refuses this recipient, sender or content."""


class MailUnknown(MailError):
    """Handed over, and no answer came back: it may be on its way. Do not send it again unasked."""


class MailTransport(Protocol):
    """Takes responsibility for a message. `repeats_safely`: a message it has taken may be handed to
    it again, and is sent once."""

    @property
    def repeats_safely(self) -> bool:
        """See the class."""
        ...

    @abstractmethod
    async def send(self, mail: Mail) -> None:
        """Return once the message is accepted. Raises MailUnavailable, MailRefused, MailUnknown."""
