"""The local mailbox: mail of development as files, and a page to read them."""

from ecomm_core.mail.mailbox.app import mailbox_app
from ecomm_core.mail.mailbox.files import Mailbox, MailboxTransport, StoredMail

__all__ = ["Mailbox", "MailboxTransport", "StoredMail", "mailbox_app"]
