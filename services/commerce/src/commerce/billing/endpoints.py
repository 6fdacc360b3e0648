"""HTTP of billing."""

from commerce.billing import service
from commerce.billing.errors import (
    AlreadySubscribed,
    BillingOff,
    BillingRefused,
    CouponRefused,
    NotSubscribed,
    PlanOnRequest,
    PreviewOver,
)
from commerce.billing.schemas import (
    HostedPageOut,
    PlanChangeIn,
    PlanCheckoutIn,
    PlanInvoiceOut,
    PlanPreviewOut,
    PlansOut,
    PlanWantedIn,
    SubscriptionOut,
)
from ecomm_core.api.auth import Admin, OwnerSeat, Viewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of
from ecomm_core.errors import Unavailable

routes = router("subscriptions", "/subscriptions")


@routes.get("/plans")
async def list_plans(context: Viewer) -> Reply[PlansOut]:
    """Plans, add-ons and their prices, from the smallest up."""
    return ok(service.sold(context.kernel))


@routes.get("/current")
async def show_subscription(context: Viewer) -> Reply[SubscriptionOut]:
    """The business's plan, what it may do, what is in use of it, and the next bill."""
    return ok(await service.current(context.kernel, context.session, context.tenant_id))


@routes.get("/invoices")
async def list_plan_invoices(context: Admin, page: PageDep) -> ListReply[PlanInvoiceOut]:
    """The platform's bills, the newest first. For admins and owners."""
    found, total = await service.invoices(context.session, offset=page.offset, limit=page.per_page)
    return page_of(found, page.info(total))


@routes.post(
    "/checkout",
    responses=errors(
        BillingOff, PlanOnRequest, AlreadySubscribed, BillingRefused, CouponRefused, Unavailable
    ),
)
async def open_plan_checkout(seat: OwnerSeat, body: PlanCheckoutIn) -> Reply[HostedPageOut]:
    """A hosted page that begins a plan; for who has one, see `/change`. For owners."""
    return ok(HostedPageOut(url=await service.checkout(seat, body)))


@routes.post("/portal", responses=errors(NotSubscribed, BillingRefused, Unavailable))
async def open_portal(seat: OwnerSeat) -> Reply[HostedPageOut]:
    """The provider's page where the means of payment is changed and open bills are paid. For
    owners."""
    return ok(HostedPageOut(url=await service.portal(seat)))


@routes.post(
    "/preview", responses=errors(NotSubscribed, PlanOnRequest, BillingRefused, Unavailable)
)
async def preview_plan(seat: OwnerSeat, body: PlanWantedIn) -> Reply[PlanPreviewOut]:
    """What a change of plan costs now, to the cent; changes nothing. For owners."""
    return ok(await service.preview(seat, body))


@routes.post(
    "/change",
    responses=errors(NotSubscribed, PlanOnRequest, PreviewOver, BillingRefused, Unavailable),
)
async def change_plan(seat: OwnerSeat, body: PlanChangeIn) -> Reply[SubscriptionOut]:
    """Another plan, interval or add-ons, now, at the amounts of a preview. For owners."""
    return ok(await service.change(seat, body))


@routes.post("/cancel", responses=errors(NotSubscribed, BillingRefused, Unavailable))
async def cancel_plan(seat: OwnerSeat) -> Reply[SubscriptionOut]:
    """Let the plan end with the period that is paid. For owners."""
    return ok(await service.cancel(seat, on=True))


@routes.post("/resume", responses=errors(NotSubscribed, BillingRefused, Unavailable))
async def resume_plan(seat: OwnerSeat) -> Reply[SubscriptionOut]:
    """Take a cancellation back before the period ends. For owners."""
    return ok(await service.cancel(seat, on=False))
