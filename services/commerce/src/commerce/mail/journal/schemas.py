"""Shapes of the log of mails."""

from datetime import datetime
from uuid import UUID

from commerce.mail.kinds import Kind
from commerce.mail.models import MailState
from ecomm_core.api.schemas import Output


class MailOut(Output):
    """A mail in the log. `repeatable`: it can be sent again. `error` says why it failed, or why
    nobody knows."""

    id: UUID
    kind: str
    recipient: str
    subject: str
    state: MailState
    order_id: UUID | None
    error: str | None
    repeatable: bool
    created_at: datetime
    sent_at: datetime | None


__all__ = ["Kind", "MailOut", "MailState"]
