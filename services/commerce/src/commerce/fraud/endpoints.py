"""HTTP of fraud checks: what was found, and how the store judges. Decisions are flows."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query

from commerce.fraud import service
from commerce.fraud.errors import CheckNotFound
from commerce.fraud.schemas import FraudCheckOut, FraudSettingsIn, FraudSettingsOut
from commerce.fraud.view import check_out
from commerce.reads.fraud_table import list_checks, load_check
from commerce.stores.contexts import StoreAdmin, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of

routes = router("fraud", "/stores/{store_id}/fraud")

View = Literal["waiting", "held", "decided", "cleared"]


@routes.get("/checks", responses=errors(StoreNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    view: Annotated[View | None, Query()] = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> ListReply[FraudCheckOut]:
    """Checks of the store's orders: those that wait for your decision first, then the newest.
    `search` finds an e-mail address or an order number."""
    rows, total = await list_checks(
        context.session,
        context.store_id,
        view=view,
        search=search,
        limit=page.per_page,
        offset=page.offset,
    )
    return page_of([check_out(row) for row in rows], page.info(total))


@routes.get("/checks/{order_id}", responses=errors(StoreNotFound, CheckNotFound))
async def get(context: StoreViewer, order_id: UUID) -> Reply[FraudCheckOut]:
    """The check of one order, with every signal's points and why."""
    row = await load_check(context.session, context.store_id, order_id)
    if row is None:
        raise CheckNotFound
    return ok(check_out(row))


@routes.get("/settings", responses=errors(StoreNotFound))
async def settings(context: StoreViewer) -> Reply[FraudSettingsOut]:
    """How the store judges its orders."""
    return ok(await service.settings(context.session, context.store_id))


@routes.put("/settings", responses=errors(StoreNotFound))
async def set_settings(context: StoreAdmin, body: FraudSettingsIn) -> Reply[FraudSettingsOut]:
    """Set thresholds, or switch the checks off. Orders that were judged keep their verdict."""
    await service.set_settings(context, body, clock.now())
    return ok(await service.settings(context.session, context.store_id))
