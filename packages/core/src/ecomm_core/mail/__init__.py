"""Transactional mail: what a message is, the port it leaves by, SMTP, and a local mailbox."""

from ecomm_core.mail.build import build
from ecomm_core.mail.message import Address, Mail, MailInvalid
from ecomm_core.mail.port import (
    MailError,
    MailRefused,
    MailTransport,
    MailUnavailable,
    MailUnknown,
)
from ecomm_core.mail.smtp import SmtpTransport

__all__ = [
    "Address",
    "Mail",
    "MailError",
    "MailInvalid",
    "MailRefused",
    "MailTransport",
    "MailUnavailable",
    "MailUnknown",
    "SmtpTransport",
    "build",
]
