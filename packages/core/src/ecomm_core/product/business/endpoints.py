"""HTTP of the business itself."""

from typing import Any

from ecomm_core.api.auth import Oneself, Owner, Public, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.errors import Invalid
from ecomm_core.product.business import service, taking
from ecomm_core.product.business.schemas import EraseIn, ExportOut, PlanOut, ProductOut
from ecomm_core.product.spec import spec_of

plan_routes = router("plan", "/plan")
routes = router("business", "/business")
about_routes = router("business", "/product")


@about_routes.get("")
async def product(caller: Public) -> Reply[ProductOut]:
    """What this product is, and the pages of its dashboard."""
    spec = spec_of(caller.kernel)
    pages = [{"title": p.title, "path": p.path, "icon": p.icon} for p in spec.navigation]
    return ok(ProductOut(name=spec.name, title=spec.title, summary=spec.summary, navigation=pages))


@plan_routes.get("")
async def plan(context: Viewer) -> Reply[PlanOut]:
    """The business's plan with its use, and the plans there are."""
    return ok(await service.plan(context.session, context.tenant_id))


@routes.get("/export")
async def export(context: Oneself) -> Reply[ExportOut]:
    """What the product knows of oneself, to take along."""
    spec = spec_of(context.kernel)
    return ok(await taking.export(context.session, spec, context.tenant_id, context.claims.subject))


@routes.post("/erase", responses=errors(Invalid))
async def erase(context: Owner, body: EraseIn) -> Reply[dict[str, Any]]:
    """Delete the business with all that is in it, at once and for good; people who belong to no
    other business are deleted with it."""
    await service.erase(
        context.kernel, context.session, context.tenant_id, name=body.name, actor=context.actor
    )
    return ok({})
