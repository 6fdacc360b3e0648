"""HTTP of the ledger: for operators every tenant's, for services their tenant's own."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, PageInfo, Reply, Text, ok, page_of
from ecomm_core.errors import Invalid
from llm_gateway.access import Operator, TenantOperator
from llm_gateway.key_access import KeyHolder
from llm_gateway.keys.errors import KeyRefused
from llm_gateway.ledger import service
from llm_gateway.ledger.schemas import By, CallOut, TenantUsageOut, UsageReportOut
from llm_gateway.tenants.errors import TenantNotFound

every = router("usage", "/operator/usage")
routes = router("usage", "/operator/tenants/{tenant_id}/usage")
own = router("usage", "/usage")

PerPage = Annotated[int, Query(ge=1, le=100)]


@every.get("", responses=errors(Invalid))
async def list_usage(
    context: Operator,
    since: date | None = None,
    until: date | None = None,
    after: UUID | None = None,
    per_page: PerPage = 50,
) -> ListReply[TenantUsageOut]:
    """What each tenant used in a period (this month where not given); `next` goes into `after`."""
    first, last = service.period(since, until)
    found, following = await service.by_tenant(
        context.session, since=first, until=last, after=after, most=per_page
    )
    following_text = None if following is None else str(following)
    info = PageInfo(total=len(found), page=1, per_page=per_page, next=following_text)
    return page_of(found, info)


@routes.get("", responses=errors(TenantNotFound, Invalid))
async def show_usage(
    context: TenantOperator,
    tenant_id: UUID,
    since: date | None = None,
    until: date | None = None,
    by: By = By.DAY,
) -> Reply[UsageReportOut]:
    """What one tenant used in a period, by group. Amounts are micro-dollars, exact, as text."""
    first, last = service.period(since, until)
    return ok(await service.report(context.session, tenant_id, since=first, until=last, by=by))


@routes.get("/calls", responses=errors(TenantNotFound, Invalid))
async def list_calls(
    context: TenantOperator,
    tenant_id: UUID,
    cursor: Annotated[Text | None, Query(max_length=300)] = None,
    per_page: PerPage = 50,
) -> ListReply[CallOut]:
    """A tenant's single calls, the newest first. What was said in them is stored nowhere."""
    found, following = await service.calls(
        context.session, tenant_id, cursor=cursor, limit=per_page
    )
    info = PageInfo(total=len(found), page=1, per_page=per_page, next=following)
    return page_of(found, info)


@own.get("", responses=errors(KeyRefused, Invalid))
async def show_own_usage(
    context: KeyHolder,
    since: date | None = None,
    until: date | None = None,
    by: By = By.DAY,
) -> Reply[UsageReportOut]:
    """What the tenant of this key used in a period, by group."""
    first, last = service.period(since, until)
    async with context.transaction() as session:
        return ok(
            await service.report(
                session, context.principal.tenant_id, since=first, until=last, by=by
            )
        )
