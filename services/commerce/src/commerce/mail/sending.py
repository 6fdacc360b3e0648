"""Sending a letter once: claimed by its key, sent with nothing open, settled.

The message key makes a second mail of one occasion impossible, whoever asks for it. Where nobody
can say whether it went out (no answer came back, or the process died before it was noted), it is
not sent again: its state is `unknown`, and the merchant decides. Only a provider with idempotency
keys is asked again.
"""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import repository, suppression
from commerce.mail.bounded import PART, BoundedTemplates, TemplateBroken
from commerce.mail.branding import Branding, of_platform, of_store
from commerce.mail.kinds import FACTS
from commerce.mail.language.drawing import Source
from commerce.mail.letter import Letter
from commerce.mail.models import MailState
from commerce.mail.nobody import is_nobody
from commerce.mail.render import (
    Rendered,
    content_of,
    default_source,
    draw_own,
    frame,
    locale_for,
)
from commerce.mail.view import view
from commerce.reads.mail_sender import load_sender
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.mail import (
    Address,
    Mail,
    MailInvalid,
    MailRefused,
    MailTransport,
    MailUnavailable,
    MailUnknown,
    build,
)
from ecomm_core.mail.web import WebMail
from ecomm_core.outbox.relay import MAX_ATTEMPTS

log = get_logger(__name__)

TRANSPORT: Final = "mail"
FORGOTTEN: Final = "the person was forgotten"
_LOST_TRACK: Final = "The process that sent it died before it could say so."


@dataclass(frozen=True, slots=True)
class Claimed:
    """A letter whose row is ours to send. `own` are the merchant's words; `attempt` counts from 1;
    `resumed`: an earlier try ended without a word."""

    mail_id: UUID
    letter: Letter
    branding: Branding
    own: Source | None
    attempt: int
    resumed: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it."""

    state: MailState
    subject: str | None = None
    reason: str | None = None
    broken: str | None = None
    """Why the merchant's own words could not be used, where they could not."""


def install(kernel: Kernel) -> None:
    """Make this process's transport."""
    settings = kernel.settings
    transport = kernel.parts[TRANSPORT] = build(
        smtp_url=_secret(settings.smtp_url),
        sendgrid_key=_secret(settings.sendgrid_api_key),
        resend_key=_secret(settings.resend_api_key),
        api_base=settings.mail_api_base,
        mailbox_dir=settings.mailbox_dir,
        now=clock.now,
    )
    if isinstance(transport, WebMail):
        kernel.closers.append(transport.aclose)
    bounded = kernel.parts[PART] = BoundedTemplates()
    kernel.closers.append(bounded.aclose)


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value is not None else None


async def claim(
    kernel: Kernel, session: AsyncSession, letter: Letter, *, url: str, attempt: int
) -> Claimed | None:
    """The letter to send now; None when it has been settled. `url` is the store's address."""
    found = await repository.claim_new(
        session,
        {
            "tenant_id": letter.tenant_id,
            "id": new_id(),
            "store_id": letter.store_id,
            "message_key": letter.key,
            "template": letter.kind.value,
            "recipient": letter.recipient,
            "order_id": letter.order_id,
            "source": dict(letter.source) if letter.source is not None else None,
            "created_at": clock.now(),
        },
    )
    if found is None:
        return None
    mail_id, before = found
    return await equip(kernel, session, mail_id, letter, url=url, attempt=attempt, before=before)


async def take(session: AsyncSession, mail_id: UUID) -> repository.MailRow | None:
    """A mail that somebody wished for, to send now; None when it has been settled."""
    return await repository.claim(session, mail_id)


async def dismiss(session: AsyncSession, mail_id: UUID, state: MailState, reason: str) -> None:
    """A claimed mail that will not be sent, and why."""
    await repository.settle(session, mail_id, state=state.value, now=clock.now(), error=reason)


async def equip(
    kernel: Kernel,
    session: AsyncSession,
    mail_id: UUID,
    letter: Letter,
    *,
    url: str,
    attempt: int,
    before: str,
) -> Claimed | None:
    """The claimed letter with whose mail it is, and in whose words; None where the store leaves out
    mails of its kind, where nobody is there any more to read it, and where its reader wants none
    that was not asked for."""
    if is_nobody(letter.recipient):
        await dismiss(session, mail_id, MailState.SKIPPED, FORGOTTEN)
        return None
    branding, own = of_platform(kernel.settings), letter.draft
    if letter.store_id is not None:
        if FACTS[letter.kind].marketing and letter.draft is None:
            why = await suppression.refused(kernel, session, letter.store_id, letter.recipient)
            if why is not None:
                await dismiss(session, mail_id, MailState.SKIPPED, f"not to this address: {why}")
                return None
        sender = await load_sender(session, letter.store_id, letter.kind.value)
        if sender is not None:
            branding = of_store(sender, url)
            if letter.draft is None:
                if not sender.enabled and FACTS[letter.kind].optional:
                    await dismiss(session, mail_id, MailState.SKIPPED, "the store leaves it out")
                    return None
                if sender.subject is not None and sender.body is not None:
                    own = Source(sender.subject, sender.body)
    return Claimed(mail_id, letter, branding, own, attempt, resumed=before == MailState.SENDING)


async def send(kernel: Kernel, claimed: Claimed) -> Outcome:
    """Render and send. Raises MailUnavailable: tried again later."""
    transport: MailTransport = kernel.parts[TRANSPORT]
    if claimed.resumed and not transport.repeats_safely:
        return Outcome(MailState.UNKNOWN, reason=_LOST_TRACK)
    rendered, broken = await compose(kernel, claimed)
    state, reason = MailState.SENT, None
    try:
        await transport.send(_mail(kernel, claimed, rendered))
    except (MailRefused, MailInvalid) as error:
        state, reason = MailState.FAILED, str(error)
    except MailUnknown as error:
        state, reason = MailState.UNKNOWN, str(error)
    except MailUnavailable as error:
        if claimed.attempt < MAX_ATTEMPTS:
            await _release(kernel, claimed)
            raise
        state, reason = MailState.FAILED, str(error)
    return Outcome(state, rendered.subject, reason, broken)


async def settle(session: AsyncSession, claimed: Claimed, outcome: Outcome) -> None:
    """Note what became of it."""
    if outcome.state is not MailState.SENT:
        log.warning(
            "mail_not_sent",
            mail_id=str(claimed.mail_id),
            state=outcome.state.value,
            reason=outcome.reason,
        )
    await repository.settle(
        session,
        claimed.mail_id,
        state=outcome.state.value,
        now=clock.now(),
        subject=outcome.subject,
        error=outcome.reason[:500] if outcome.reason else None,
    )
    letter = claimed.letter
    if outcome.broken is not None and letter.store_id is not None and letter.draft is None:
        log.warning("mail_template_broken", mail_id=str(claimed.mail_id), reason=outcome.broken)
        await repository.template_broken(
            session, letter.store_id, letter.kind.value, outcome.broken, clock.now()
        )


async def compose(kernel: Kernel, claimed: Claimed) -> tuple[Rendered, str | None]:
    """The mail as it leaves, and why the merchant's own words could not be used: a template that
    breaks never costs a mail, it leaves in ours."""
    letter, branding, own = claimed.letter, claimed.branding, claimed.own
    if own is not None:
        try:
            content = await draw_own(kernel, own, view(letter.context, branding), branding)
            return frame(content, branding, letter.notice), None
        except TemplateBroken as error:
            broken = str(error)
    else:
        broken = None
    branding = replace(branding, locale=locale_for(letter.kind, branding.locale))
    content = content_of(
        default_source(letter.kind, branding.locale), view(letter.context, branding), branding
    )
    return frame(content, branding, letter.notice), broken


async def _release(kernel: Kernel, claimed: Claimed) -> None:
    scope = Scope(tenant_id=claimed.letter.tenant_id)
    async with kernel.database.transaction(scope) as session:
        await repository.release(session, claimed.mail_id)


def _mail(kernel: Kernel, claimed: Claimed, rendered: Rendered) -> Mail:
    letter, branding = claimed.letter, claimed.branding
    return Mail(
        sender=_sender(kernel, branding),
        to=Address(letter.recipient),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        message_key=letter.key,
        reply_to=_reply_to(branding),
        headers=_headers(letter),
    )


def _headers(letter: Letter) -> dict[str, str]:
    if not FACTS[letter.kind].marketing:
        return {}
    url = getattr(letter.context, "unsubscribe_url", None)
    if not isinstance(url, str) or not url.isascii():
        raise MailInvalid("a mail that was not asked for says how to end it")
    # RFC 8058: one click, no log-in.
    return {
        "List-Unsubscribe": f"<{url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _sender(kernel: Kernel, branding: Branding) -> Address:
    name = branding.from_name or branding.name
    return Address(branding.from_email or kernel.settings.mail_from, name=name)


def _reply_to(branding: Branding) -> Address | None:
    email = branding.reply_to or branding.contact
    if not email:
        return None
    try:
        return Address(email, name=branding.from_name or branding.name)
    except MailInvalid:
        # The merchant's contact is free text; the mail goes out without it.
        return None
