"""The mails of accounts: who is asked, and the links, made again when a mail leaves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.identity import invites
from commerce.mail import service as mail
from commerce.mail.kinds import Kind
from commerce.mail.service import Wish
from ecomm_core.accounts.links import Purpose
from ecomm_core.accounts.recovery import LinkAsked
from ecomm_core.kernel import Kernel

_KINDS: Final = {Purpose.VERIFY: Kind.VERIFICATION, Purpose.RESET: Kind.PASSWORD_RESET}
_PAGES: Final = {
    Kind.VERIFICATION: "verify",
    Kind.PASSWORD_RESET: "reset",
    Kind.TEAM_INVITE: "invite",
}
"""Pages of the dashboard that take a link's token."""


def install(kernel: Kernel) -> None:
    """Say how links are mailed, and how they are made again."""

    async def ask(session: AsyncSession, asked: LinkAsked) -> None:
        kind = _KINDS[asked.purpose]
        await mail.send(
            session,
            kernel,
            tenant_id=asked.tenant_id,
            kind=kind,
            to=asked.email,
            key=f"{kind.value}:{asked.id}",
            context={"name": asked.name},
            ref=asked.id,
        )

    kernel.accounts.recovery.mail_with(ask)
    for kind in _KINDS.values():
        mail.resolve_with(kernel, kind, _account_link, shoppers=False)
    mail.resolve_with(kernel, Kind.TEAM_INVITE, _invite_link, shoppers=False)


async def _account_link(
    kernel: Kernel, session: AsyncSession, wish: Wish
) -> Mapping[str, Any] | None:
    if wish.ref is None:
        return None
    link = await kernel.accounts.recovery.mailed(session, wish.ref)
    return None if link is None else _fields(kernel, wish.kind, link.token, link.expires_at)


async def _invite_link(
    kernel: Kernel, session: AsyncSession, wish: Wish
) -> Mapping[str, Any] | None:
    if wish.ref is None:
        return None
    link = await invites.link(kernel, session, wish.ref)
    return None if link is None else _fields(kernel, wish.kind, *link)


def _fields(kernel: Kernel, kind: Kind, token: str, expires_at: datetime) -> Mapping[str, Any]:
    url = f"{kernel.settings.dashboard_url.rstrip('/')}/{_PAGES[kind]}?token={quote(token)}"
    return {"url": url, "expires_at": expires_at}
