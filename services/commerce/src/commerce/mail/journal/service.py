"""What was sent to whom: the public face of this folder."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.mail.journal import repository
from commerce.mail.journal.errors import MailNotFound, MailNotRepeatable, MailUnderWay
from commerce.mail.journal.schemas import MailOut
from commerce.mail.kinds import FACTS, Kind, task_of
from commerce.mail.models import MailState
from ecomm_core import audit
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

_UNDER_WAY = (MailState.QUEUED, MailState.SENDING)


async def page(
    session: AsyncSession,
    store_id: UUID,
    *,
    offset: int,
    limit: int,
    order_id: UUID | None = None,
    state: MailState | None = None,
    kind: Kind | None = None,
    search: str | None = None,
) -> tuple[list[MailOut], int]:
    """(mails of one page, newest first; how many there are). `search` is part of an address."""
    filters = {
        "store": store_id,
        "order": order_id,
        "state": state.value if state else None,
        "kind": kind.value if kind else None,
        "search": search.lower() if search else None,
    }
    rows, total = await repository.page(session, filters, offset=offset, limit=limit)
    return [_out(row) for row in rows], total


async def send_again(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    mail_id: UUID,
    actor: str,
) -> MailOut:
    """Make the mail again of the same rows, as a new occasion with a key of its own.

    Raises MailNotFound (404), MailUnderWay and MailNotRepeatable (409).
    """
    row = await repository.one(session, store_id, mail_id)
    if row is None:
        raise MailNotFound
    if row["state"] in _UNDER_WAY:
        raise MailUnderWay
    if not _repeatable(row):
        raise MailNotRepeatable
    kind = Kind(row["kind"])
    await kernel.outbox.enqueue(
        session,
        task_of(kind),
        {"kind": kind.value, **row["source"], "again": str(new_id())},
        tenant_id=tenant_id,
        queue=FACTS[kind].queue,
    )
    await audit.record(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        actor=actor,
        action="mail.send_again",
        resource_type="mail",
        resource_id=mail_id,
        after={"kind": kind.value},
    )
    return _out(row)


def _out(row: RowMapping) -> MailOut:
    fields: dict[str, Any] = {name: row[name] for name in MailOut.model_fields if name in row}
    state = MailState(row["state"])
    return MailOut(
        **{**fields, "state": state},
        repeatable=_repeatable(row) and state not in _UNDER_WAY,
    )


def _repeatable(row: RowMapping) -> bool:
    return row["source"] is not None and row["kind"] in set(Kind)
