"""What is refused about sent mails."""

from ecomm_core.errors import Conflict, NotFound


class MailNotFound(NotFound):
    """Unknown, or of another store."""

    code, message = "mail_not_found", "There is no such mail."


class MailNotRepeatable(Conflict):
    """What it said opens something, or is kept nowhere: it cannot be made again."""

    code = "mail_not_repeatable"
    message = "This mail cannot be sent again: what it said is not kept. Its cause can be repeated."


class MailUnderWay(Conflict):
    """It waits to be sent, or is being sent right now."""

    code, message = "mail_under_way", "This mail has not been sent yet. Wait for it to leave."
