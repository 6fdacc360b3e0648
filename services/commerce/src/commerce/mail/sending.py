"""Sending a letter once: claimed by its key, sent with nothing open, noted.

The message key makes a second mail of one occasion impossible, whoever asks for it. A process
killed between the transport's yes and our note sends the same Message-ID again, by which mail
systems know the copy: nothing is lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import repository
from commerce.mail.letters import Letter
from commerce.mail.render import Rendered, render
from commerce.orders import service as orders
from ecomm_core import clock
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.mail import Address, Mail, MailInvalid, MailRefused, MailTransport, build

log = get_logger(__name__)

TRANSPORT = "mail"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter whose row is ours to send."""

    mail_id: UUID
    letter: Letter


@dataclass(frozen=True, slots=True)
class Refused:
    """The server will never take it."""

    reason: str


def install(kernel: Kernel) -> None:
    """Make this process's transport."""
    settings = kernel.settings
    smtp = settings.smtp_url
    kernel.parts[TRANSPORT] = build(
        smtp_url=smtp.get_secret_value() if smtp is not None else None,
        mailbox_dir=settings.mailbox_dir,
        now=clock.now,
    )


async def claim(session: AsyncSession, letter: Letter) -> Claimed | None:
    """The letter to send now; None when it has been sent."""
    mail_id = await repository.claim(
        session,
        tenant_id=letter.tenant_id,
        mail_id=new_id(),
        store_id=letter.store_id,
        key=letter.key,
        template=letter.template,
        recipient=letter.recipient,
        subject=letter.subject,
        now=clock.now(),
    )
    return Claimed(mail_id, letter) if mail_id is not None else None


async def send(kernel: Kernel, claimed: Claimed) -> Refused | None:
    """Render and send. Raises MailUnavailable: tried again later."""
    letter = claimed.letter
    rendered = render(letter.template, letter.section, letter.data)
    transport: MailTransport = kernel.parts[TRANSPORT]
    try:
        await transport.send(_mail(kernel, letter, rendered))
    except (MailRefused, MailInvalid) as error:
        return Refused(str(error))
    return None


async def settle(session: AsyncSession, claimed: Claimed, refused: Refused | None) -> None:
    """Note that it went out, or in the order's timeline that it never will."""
    now = clock.now()
    if refused is None:
        await repository.sent(session, claimed.mail_id, now)
        return
    letter = claimed.letter
    log.warning("mail_refused", mail_id=str(claimed.mail_id), reason=refused.reason)
    if letter.order_id is not None:
        await orders.note(
            session,
            tenant_id=letter.tenant_id,
            store_id=letter.store_id,
            order_id=letter.order_id,
            kind="mail_refused",
            message="A mail could not be delivered to the shopper's address.",
            actor="system",
            now=now,
            data={"mail": letter.section},
        )


def _mail(kernel: Kernel, letter: Letter, rendered: Rendered) -> Mail:
    shop: Any = letter.data["shop"]
    reply_to = _reply_to(letter.reply_to, letter.data)
    return Mail(
        sender=Address(kernel.settings.mail_from, name=str(shop)),
        to=Address(letter.recipient),
        subject=letter.subject,
        text=rendered.text,
        html=rendered.html,
        message_key=letter.key,
        reply_to=reply_to,
    )


def _reply_to(email: str | None, data: Mapping[str, Any]) -> Address | None:
    if not email:
        return None
    try:
        return Address(email, name=str(data["shop"]))
    except MailInvalid:
        # The merchant's contact is free text; the mail goes out without it.
        return None
