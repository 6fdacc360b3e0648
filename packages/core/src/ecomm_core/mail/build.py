"""Which transport a process uses."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from ecomm_core.mail import resend, sendgrid
from ecomm_core.mail.mailbox.files import MailboxTransport
from ecomm_core.mail.port import MailTransport
from ecomm_core.mail.smtp import SmtpTransport


def build(
    *,
    smtp_url: str | None = None,
    sendgrid_key: str | None = None,
    resend_key: str | None = None,
    api_base: str | None = None,
    mailbox_dir: Path | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> MailTransport:
    """SMTP, SendGrid or Resend, whichever is given, else the local mailbox folder. `api_base` is
    another origin of the provider's interface.

    Raises ValueError when nothing is given, or for a malformed address (see SmtpTransport).
    """
    if smtp_url:
        return SmtpTransport.from_url(smtp_url, now=now)
    if sendgrid_key:
        return sendgrid.SendGridTransport(api_base or sendgrid.BASE, sendgrid_key)
    if resend_key:
        return resend.ResendTransport(api_base or resend.BASE, resend_key)
    if mailbox_dir is not None:
        return MailboxTransport(mailbox_dir, now=now)
    raise ValueError("mail needs a provider or a mailbox folder")
