"""HTTP of SEO audits."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from commerce.content.audits import service
from commerce.content.audits.errors import AuditNotFound, AuditRunning
from commerce.content.audits.models import Thing
from commerce.content.audits.schemas import SeoAuditOut, SeoAuditWholeOut, SeoFindingOut
from commerce.stores.contexts import StoreStaff, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of

routes = router("seo", "/stores/{store_id}/seo/audits")


@routes.get("")
async def list_audits(context: StoreViewer, page: PageDep) -> ListReply[SeoAuditOut]:
    """The store's audits, the latest first; the last 24 are kept."""
    rows, total = await service.list_audits(
        context.session, context.store_id, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.post("", status_code=202, responses=errors(AuditRunning))
async def create(context: StoreStaff) -> Reply[SeoAuditOut]:
    """Have everything that the shop shows looked through. A job does it: ask for the audit until it
    is done."""
    made = await service.begin(context.kernel, context.session, context.store, actor=context.actor)
    return ok(service.to_out(made))


@routes.get("/{audit_id}", responses=errors(AuditNotFound))
async def get(context: StoreViewer, audit_id: UUID) -> Reply[SeoAuditWholeOut]:
    """An audit with what its score is made of."""
    return ok(service.whole_out(await service.get(context.session, context.store_id, audit_id)))


@routes.get("/{audit_id}/findings", responses=errors(AuditNotFound))
async def list_findings(
    context: StoreViewer,
    audit_id: UUID,
    page: PageDep,
    rule: Annotated[Text | None, Query(max_length=60)] = None,
    thing: Thing | None = None,
) -> ListReply[SeoFindingOut]:
    """What an audit found, 500 of each rule at most; of a rule or a kind of thing where asked."""
    rows, total = await service.findings(
        context.session,
        context.store_id,
        audit_id,
        rule=rule,
        thing=thing,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))
