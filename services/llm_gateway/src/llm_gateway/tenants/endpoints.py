"""HTTP of tenants, for operators."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, PageInfo, Reply, ok, page_of
from llm_gateway.access import Operator, TenantOperator
from llm_gateway.tenants import service
from llm_gateway.tenants.errors import TenantNotFound
from llm_gateway.tenants.schemas import TenantIn, TenantOut

routes = router("tenants", "/operator/tenants")


@routes.get("")
async def list_tenants(
    context: Operator,
    after: UUID | None = None,
    per_page: Annotated[int, Query(ge=1, le=100)] = 50,
) -> ListReply[TenantOut]:
    """Tenants of all services; `next` of the page goes into `after`."""
    found, last = await service.listed(context.session, after=after, most=per_page)
    info = PageInfo(
        total=len(found), page=1, per_page=per_page, next=None if last is None else str(last)
    )
    return page_of(found, info)


@routes.put("")
async def put_tenant(context: Operator, body: TenantIn) -> Reply[TenantOut]:
    """Make a service's tenant known, or say anew what it may use. Found by service and id there, so
    that a service may send it as often as it likes."""
    return ok(await service.put(context.session, body, actor=context.actor))


@routes.get("/{tenant_id}", responses=errors(TenantNotFound))
async def get_tenant(context: TenantOperator, tenant_id: UUID) -> Reply[TenantOut]:
    """One tenant, by the gateway's id."""
    return ok(TenantOut.model_validate(await service.get(context.session, tenant_id)))
