"""The door that mail leaves by."""

from abc import abstractmethod
from typing import Protocol

from ecomm_core.mail.message import Mail


class MailError(Exception):
    """Base of what sending raises."""


class MailUnavailable(MailError):
    """Not sent now: unreachable, busy, misconfigured, or unknown. Send the same mail again."""


class MailRefused(MailError):
    """Will never be sent: the server refuses this recipient, sender or content."""


class MailTransport(Protocol):
    """Takes responsibility for a message."""

    @abstractmethod
    async def send(self, mail: Mail) -> None:
        """Return once the message is accepted. Raises MailUnavailable or MailRefused.

        A connection lost after the message was handed over is MailUnavailable too: the mail may
        then arrive twice, with one Message-ID, by which mail systems recognise the copy.
        """
