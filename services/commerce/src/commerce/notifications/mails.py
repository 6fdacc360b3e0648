"""Mails to people of a team: one at once, or one a day. Whoever may no longer see what it is about
gets none, however long ago it was asked for."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail import service as mail
from commerce.mail.service import Wish
from commerce.notifications import repository
from commerce.notifications.kinds import kinds_for
from commerce.notifications.slots import next_summary, slot_of
from commerce.notifications.words import page_of, said
from commerce.reads.notified import notification, reader_of
from ecomm_core import clock
from ecomm_core.accounts.people import Role
from ecomm_core.accounts.rights import Held
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.logging import get_logger
from ecomm_core.tasks.due import all_due

log = get_logger(__name__)

LISTED: Final = 20
PAGE: Final = 200
_LONGEST: Final = 300
_DUE: Final = "select tenant_id, store_id, user_id from due_summaries($1, $2)"


def install(kernel: Kernel) -> None:
    """Say how a mail about a notification is completed when it leaves."""
    mail.resolve_with(kernel, mail.Kind.NOTIFICATION, complete, shoppers=False)


async def complete(kernel: Kernel, session: AsyncSession, wish: Wish) -> Mapping[str, Any] | None:
    """What it says now; None where nobody needs it any more: its reader may no longer see it, has
    proven another address, or has read it."""
    row = None if wish.ref is None else await notification(session, wish.ref)
    if row is None:
        return None
    reader = await reader_of(session, row.store_id, row.user_id)
    if reader is None or not reader.mailable or reader.address != wish.recipient:
        return None
    if row.kind not in kinds_for(_held(reader)):
        return None
    if "headline" in wish.context:
        return {}
    if row.read_at is not None:
        return None
    words = said(row.kind, row.facts, row.units, locale=reader.locale, timezone=reader.timezone)
    page = page_of(row.kind, row.store_id, row.resource_id, row.units)
    return {
        "headline": words[:_LONGEST],
        "store": reader.store_name[:_LONGEST],
        "lines": [],
        "more": 0,
        "url": f"{_dashboard(kernel)}{page}",
        "preferences_url": _preferences(kernel),
    }


def _held(reader: Any) -> Held:
    known = reader.permissions
    return Held(Role(reader.role), None if known is None else frozenset(known))


async def send_summaries(kernel: Kernel) -> None:
    """Send every summary that is due; one that fails holds up no other."""
    now = clock.now()
    async for tenant_id, store_id, user_id in all_due(kernel.database, _DUE, now, page=PAGE):
        try:
            async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
                await summarize(kernel, session, tenant_id, store_id, user_id, now)
        except Exception:
            log.exception("summary_failed", store_id=str(store_id), user_id=str(user_id))


async def summarize(
    kernel: Kernel,
    session: AsyncSession,
    tenant_id: UUID,
    store_id: UUID,
    user_id: UUID,
    now: datetime,
) -> None:
    """Ask for one person's mail about a store's day. A second one in the same slot waits for the
    next: its key is the store's day."""
    rows = await repository.due(session, user_id, store_id, now)
    reader = await reader_of(session, store_id, user_id)
    ids = [row.id for row in rows]
    wanted = [] if reader is None else await _still_wanted(session, reader, user_id, store_id, rows)
    if reader is None or not reader.mailable or not wanted:
        await repository.set_mail_at(session, ids, None)
        return
    kept = await mail.send(
        session,
        kernel,
        tenant_id=tenant_id,
        kind=mail.Kind.NOTIFICATION,
        to=reader.address,
        key=f"notifications:{user_id}:{store_id}:{slot_of(now, reader.timezone)}",
        context=_day(kernel, reader, store_id, wanted),
        ref=wanted[0].id,
    )
    later = None if kept is not None else next_summary(now, reader.timezone)
    await repository.set_mail_at(session, ids, later)


async def _still_wanted(
    session: AsyncSession, reader: Any, user_id: UUID, store_id: UUID, rows: Sequence[Any]
) -> list[Any]:
    """What is unread, of kinds that the person may see and has not switched off meanwhile."""
    chosen = await repository.preferences(session, user_id)
    never = {
        place: {row.kind for row in chosen if row.store_id == place and row.email == "never"}
        for place in (None, store_id)
    }
    own = {row.kind for row in chosen if row.store_id == store_id}
    off = never[store_id] | (never[None] - own)
    allowed = set(kinds_for(_held(reader))) - off
    return [row for row in rows if row.kind in allowed and row.read_at is None]


def _day(kernel: Kernel, reader: Any, store_id: UUID, rows: Sequence[Any]) -> dict[str, Any]:
    base = _dashboard(kernel)
    lines = [
        {
            "text": said(
                row.kind, row.facts, row.units, locale=reader.locale, timezone=reader.timezone
            )[:_LONGEST],
            "url": f"{base}{page_of(row.kind, store_id, row.resource_id, row.units)}",
        }
        for row in rows[:LISTED]
    ]
    count = len(rows)
    return {
        "headline": "1 thing happened" if count == 1 else f"{count} things happened",
        "store": reader.store_name[:_LONGEST],
        "lines": lines,
        "more": max(count - LISTED, 0),
        "url": f"{base}/notifications",
        "preferences_url": _preferences(kernel),
    }


def _dashboard(kernel: Kernel) -> str:
    return kernel.settings.dashboard_url.rstrip("/")


def _preferences(kernel: Kernel) -> str:
    return f"{_dashboard(kernel)}/profile#notifications"
