"""The ledger, read: sums by group and period, single calls."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import clock
from ecomm_core.api.pagination import decode_cursor, encode_cursor
from ecomm_core.db.crossing import in_tenant
from ecomm_core.errors import Invalid
from ecomm_core.kernel import Kernel
from llm_gateway.db import PLATFORM
from llm_gateway.ledger import repository
from llm_gateway.ledger.models import UsageCall
from llm_gateway.ledger.schemas import By, CallOut, TenantUsageOut, UsageOut, UsageReportOut
from llm_gateway.settings import GatewaySettings
from llm_gateway.tenants import service as tenants

MOST_DAYS: Final = 400
BATCH: Final = 2_000


def period(since: date | None, until: date | None) -> tuple[date, date]:
    """The days asked for: this month's until today, where not given. Raises Invalid (422)."""
    last = until or clock.now().date()
    first = since or last.replace(day=1)
    if first > last:
        raise Invalid.on_field("since", "The first day is after the last.")
    if last - first > timedelta(days=MOST_DAYS):
        raise Invalid.on_field("since", f"Ask for {MOST_DAYS} days at most.")
    return first, last


async def report(
    session: AsyncSession, tenant_id: UUID, *, since: date, until: date, by: By
) -> UsageReportOut:
    """What the tenant used. Raises TenantNotFound (404)."""
    await tenants.get(session, tenant_id)
    groups = [_out(row) for row in await repository.sums(session, since, until, by)]
    [total] = await repository.sums(session, since, until, None)
    return UsageReportOut(since=since, until=until, by=by, groups=groups, total=_out(total))


async def by_tenant(
    session: AsyncSession, *, since: date, until: date, after: UUID | None, most: int
) -> tuple[list[TenantUsageOut], UUID | None]:
    """What each tenant used, in order of their ids, and the id to go on from. In the platform's
    transaction."""
    page, last = await tenants.listed(session, after=after, most=most)
    found = []
    for one in page:
        async with in_tenant(session, one.tenant_id, back_to=PLATFORM):
            [total] = await repository.sums(session, since, until, None)
        values = _out(total).model_dump() | {"group": one.name}
        found.append(TenantUsageOut(**values, tenant_id=one.tenant_id, service=one.service))
    return found, last


async def calls(
    session: AsyncSession, tenant_id: UUID, *, cursor: str | None, limit: int
) -> tuple[list[CallOut], str | None]:
    """Single calls, the newest first, and the cursor of what follows.

    Raises TenantNotFound (404), Invalid (422).
    """
    await tenants.get(session, tenant_id)
    before = None
    if cursor is not None:
        at, call_id = decode_cursor(cursor, 2)
        try:
            before = (datetime.fromisoformat(at), UUID(call_id))
        except (ValueError, TypeError, AttributeError) as error:
            raise Invalid.on_field("cursor", "This cursor is not one of ours.") from error
    rows = await repository.calls(session, before=before, limit=limit)
    full = len(rows) == limit
    following = encode_cursor([rows[-1].at.isoformat(), str(rows[-1].id)]) if full else None
    return [_call(row) for row in rows], following


async def clean_up(kernel: Kernel) -> None:
    """Delete single calls that are kept no longer; the sums of days stay."""
    settings = kernel.settings
    days = settings.calls_kept_days if isinstance(settings, GatewaySettings) else 90
    until = clock.now() - timedelta(days=days)
    gone = BATCH
    while gone == BATCH:
        async with kernel.database.transaction() as session:
            gone = await repository.clear(session, until, BATCH)


def _out(row: Row[Any]) -> UsageOut:
    values = row._mapping
    return UsageOut(
        group=values["group"],
        cost_micro=values["cost"],
        charged_micro=values["charged"],
        **{name: int(values[name]) for name in repository.SUMS[:-2]},
    )


def _call(row: UsageCall) -> CallOut:
    names = [name for name in CallOut.model_fields if not name.endswith("_micro")]
    values = {name: getattr(row, name) for name in names}
    return CallOut.model_validate(values | {"cost_micro": row.cost, "charged_micro": row.charged})
