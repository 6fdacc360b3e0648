"""Which transport a process uses."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ecomm_core.mail.mailbox.files import MailboxTransport
from ecomm_core.mail.port import MailTransport
from ecomm_core.mail.smtp import SmtpTransport


def build(
    *,
    smtp_url: str | None = None,
    mailbox_dir: Path | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> MailTransport:
    """SMTP where an address is given, else the local mailbox folder.

    Raises ValueError when neither is given, or for a malformed address (see SmtpTransport).
    """
    if smtp_url:
        return SmtpTransport.from_url(smtp_url, now=now)
    if mailbox_dir is not None:
        return MailboxTransport(mailbox_dir, now=now)
    raise ValueError("mail needs an SMTP address or a mailbox folder")
