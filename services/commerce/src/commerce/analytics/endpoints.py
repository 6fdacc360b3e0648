"""HTTP of a store's figures, and of what browsers tell."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query, Request
from starlette.responses import Response

from commerce.analytics import collecting, consents, reports, service, sheet
from commerce.analytics.periods import WantedDep
from commerce.analytics.schemas import (
    BrowserConsentOut,
    ConsentIn,
    CustomersReportOut,
    EventsIn,
    EventsTakenOut,
    OverviewOut,
    ProductsReportOut,
    ProfitReportOut,
    RevenueOut,
    VisitorForgottenOut,
    VisitorOut,
)
from commerce.catalog.errors import ProductNotFound
from commerce.sheets import CSV, csv_reply
from commerce.stores.contexts import PublicStore, StoreViewer
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("analytics", "/stores/{store_id}/analytics")
public_routes = router("analytics", "/public/stores/{slug}/events")
consent_routes = router("analytics", "/public/stores/{slug}/consents")

Payments = Annotated[
    Literal["live", "test"], Query(description="Which orders the figures are made of.")
]


@routes.get("/overview", responses=errors(StoreNotFound))
async def overview(
    context: StoreViewer, wanted: WantedDep, payments: Payments = "live"
) -> Reply[OverviewOut]:
    """Sales of a period beside the days before, recent orders, low stock, and the checklist to the
    first sale. Days are the store's own: the last ones, or `from` and `to`."""
    return ok(await service.overview(context, wanted, test=payments == "test"))


@routes.get("/revenue", responses=errors(StoreNotFound))
async def revenue(
    context: StoreViewer, wanted: WantedDep, payments: Payments = "live"
) -> Reply[RevenueOut]:
    """What was sold, given back and paid, day by day beside the days before, and how visits became
    sales."""
    return ok(await reports.revenue_report(context, wanted, test=payments == "test"))


@routes.get("/products", responses=errors(StoreNotFound))
async def products(
    context: StoreViewer,
    wanted: WantedDep,
    page: PageDep,
    sort: reports.ProductSort = "revenue",
    payments: Payments = "live",
) -> Reply[ProductsReportOut]:
    """Products that were looked at or sold, best first, with what each brought and earned."""
    found = await reports.products_report(
        context,
        wanted,
        sort,
        test=payments == "test",
        offset=page.offset,
        limit=page.per_page,
    )
    return ok(found)


@routes.get("/customers", responses=errors(StoreNotFound))
async def customers(
    context: StoreViewer, wanted: WantedDep, payments: Payments = "live"
) -> Reply[CustomersReportOut]:
    """Who bought for the first time and who came back, what a customer brings, and the cohorts of
    the last twelve first months."""
    return ok(await reports.customers_report(context, wanted, test=payments == "test"))


@routes.get("/profit", responses=errors(StoreNotFound))
async def profit(
    context: StoreViewer, wanted: WantedDep, payments: Payments = "live"
) -> Reply[ProfitReportOut]:
    """What was earned with the goods of the period's orders, and where the rest went."""
    return ok(await reports.profit_report(context, wanted, test=payments == "test"))


@routes.get("/export", response_class=Response, responses={**CSV, **errors(StoreNotFound)})
async def export(
    context: StoreViewer, wanted: WantedDep, report: sheet.Report, payments: Payments = "live"
) -> Response:
    """One of the reports as a CSV file: a line for each day, product or month of first orders."""
    body = await sheet.report_csv(context, report, wanted, test=payments == "test")
    return csv_reply(f"{report}-{context.store.slug}", body)


@routes.get("/consents", responses=errors(StoreNotFound))
async def consent_log(context: StoreViewer, page: PageDep) -> ListReply[BrowserConsentOut]:
    """The log of what browsers' owners said to being told apart in the shop, the latest first:
    agreed, refused or taken back, when, and to which words."""
    rows, total = await consents.log(context, page)
    return page_of(rows, page.info(total))


@consent_routes.post("", status_code=201, responses=errors(StoreNotFound, StorePaused))
async def consent(context: PublicStore, body: ConsentIn) -> Reply[BrowserConsentOut]:
    """What a browser's owner says to being told apart: written down, never over what was said
    before. The same word again is not written twice. An agreement without `visitor` is refused
    (422)."""
    return ok(await consents.say(context, body))


@consent_routes.get("/{visitor}", responses=errors(StoreNotFound, StorePaused))
async def visitor(context: PublicStore, visitor: UUID, page: PageDep) -> Reply[VisitorOut]:
    """All that is kept of one browser, for its owner, who alone knows its name; of a name that
    nobody has, nothing."""
    return ok(await consents.kept_of(context, visitor, page))


@consent_routes.delete("/{visitor}", responses=errors(StoreNotFound, StorePaused))
async def forget_visitor(context: PublicStore, visitor: UUID) -> Reply[VisitorForgottenOut]:
    """Take an agreement back, and the browser's name from everything that it told and from the log:
    what was looked at stays counted, and nothing says any more that it was this browser. Again does
    no harm."""
    return ok(await consents.forget(context, visitor))


@public_routes.post(
    "", status_code=202, responses=errors(StoreNotFound, StorePaused, ProductNotFound)
)
async def track(request: Request, context: PublicStore, body: EventsIn) -> Reply[EventsTakenOut]:
    """What a visitor's browser tells of pages and products that were looked at. Programs are not
    counted; neither address nor browser is kept; a browser that objects (GPC, DNT) is counted
    without being told apart. Carts, checkouts and purchases are not taken from browsers."""
    return ok(EventsTakenOut(counted=await collecting.collect(context, request.headers, body)))
