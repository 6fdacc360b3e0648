"""The two mails of accounts: confirm an address, set a forgotten password.

A link's token is stored nowhere: it is made again from its row when the mail leaves. A mail that
may have left is not sent again; who waits for it asks once more.
"""

from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core.accounts.links import Purpose
from ecomm_core.accounts.recovery import LinkAsked
from ecomm_core.db.crossing import as_user
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.mail import Address, Mail, MailRefused, MailUnknown, build
from ecomm_core.mail.port import MailTransport
from ecomm_core.outbox.consumer import Delivery
from ecomm_core.product.spec import spec_of

log = get_logger(__name__)

TASK: Final = "account.mail"
PART: Final = "product.mail"

_PAGES: Final = {Purpose.VERIFY: "verify", Purpose.RESET: "reset"}
_WORDS: Final = {
    Purpose.VERIFY: (
        "Confirm your e-mail address",
        "Please confirm that this address is yours:",
        "If you have not registered, you need do nothing.",
    ),
    Purpose.RESET: (
        "Set a new password",
        "Somebody, probably you, asked for a new password. Set it here within an hour:",
        "If it was not you, you need do nothing: your password stays as it is.",
    ),
}


def install(kernel: Kernel) -> None:
    """Say how links are mailed, in API and workers alike."""
    settings = kernel.settings
    kernel.parts[PART] = build(
        smtp_url=_secret(settings.smtp_url),
        sendgrid_key=_secret(settings.sendgrid_api_key),
        resend_key=_secret(settings.resend_api_key),
        api_base=settings.mail_api_base,
        mailbox_dir=settings.mailbox_dir,
    )

    async def ask(session: AsyncSession, asked: LinkAsked) -> None:
        await kernel.outbox.enqueue(
            session,
            spec_of(kernel).task_name(TASK),
            {"link_id": str(asked.id)},
            tenant_id=asked.tenant_id,
            queue="critical",
        )

    kernel.accounts.recovery.mail_with(ask)


async def prepare(kernel: Kernel, session: AsyncSession, delivery: Delivery) -> Mail | None:
    """The mail of a link; None where it is used, over or gone."""
    link_id = UUID(delivery.args["link_id"])
    row = (
        await session.execute(
            text(
                """select l.user_id, l.purpose, u.email, u.name
                     from account_links l join users u on u.id = l.user_id where l.id = :id"""
            ),
            {"id": link_id},
        )
    ).first()
    if row is None:
        return None
    await as_user(session, row.user_id)
    link = await kernel.accounts.recovery.mailed(session, link_id)
    if link is None:
        return None
    spec, purpose = spec_of(kernel), Purpose(row.purpose)
    subject, ask, otherwise = _WORDS[purpose]
    home = kernel.settings.dashboard_url.rstrip("/")
    url = f"{home}/{_PAGES[purpose]}?token={quote(link.token)}"
    return Mail(
        sender=Address(kernel.settings.mail_from, spec.title),
        to=Address(row.email, row.name),
        subject=f"{spec.title}: {subject}",
        text=f"Hello {row.name},\n\n{ask}\n\n{url}\n\n{otherwise}\n",
        message_key=f"{spec.name}:{purpose.value}:{link_id}",
    )


async def call(kernel: Kernel, mail: Any) -> None:
    """Send it. Raises MailUnavailable: the task is tried again."""
    transport: MailTransport = kernel.parts[PART]
    try:
        await transport.send(mail)
    except (MailRefused, MailUnknown) as error:
        log.warning("account_mail_not_sent", error=type(error).__name__)


async def settle(
    _kernel: Kernel, _session: AsyncSession, _delivery: Delivery, _mail: Any, _sent: Any
) -> None:
    """Nothing is left to note."""


def _secret(value: SecretStr | None) -> str | None:
    return None if value is None else value.get_secret_value()
