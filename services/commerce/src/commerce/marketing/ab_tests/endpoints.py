"""HTTP of what merchants do with A/B tests."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query

from commerce.catalog.errors import ProductNotFound
from commerce.marketing.ab_tests import repository, service
from commerce.marketing.ab_tests import results as counting
from commerce.marketing.ab_tests.errors import (
    AbTestDecided,
    AbTestNotEnded,
    AbTestNotFound,
    AbTestNotRunning,
    AbTestStarted,
    ProductNotShown,
    ProductTested,
)
from commerce.marketing.ab_tests.models import TestStatus
from commerce.marketing.ab_tests.schemas import (
    AbTestIn,
    AbTestOut,
    AbTestPatch,
    DecisionIn,
    ResultsOut,
)
from commerce.marketing.ab_tests.view import ab_test_out
from commerce.payments.service import providers_of
from commerce.stores.contexts import StoreContext, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of

routes = router("ab_tests", "/stores/{store_id}/ab-tests")

Payments = Annotated[
    Literal["live", "test"] | None,
    Query(
        description="Which orders count as a visitor's purchase, never both. Left out: those that"
        " brought real money, and test orders as long as there are no others."
    ),
]


@routes.get("", responses=errors(StoreNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    status: Annotated[TestStatus | None, Query()] = None,
    product_id: Annotated[UUID | None, Query()] = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> ListReply[AbTestOut]:
    """The store's A/B tests: running ones first, then the newest. `search` looks into their names
    and their products'."""
    rows = await repository.page(
        context.session,
        context.store_id,
        status=status,
        product_id=product_id,
        search=search,
        offset=page.offset,
        limit=page.per_page,
    )
    total = rows[0].found if rows else 0
    return page_of([ab_test_out(context.kernel, row) for row in rows], page.info(total))


@routes.post("", status_code=201, responses=errors(StoreNotFound, ProductNotFound))
async def create(context: StoreStaff, body: AbTestIn) -> Reply[AbTestOut]:
    """Plan a test; nobody sees it until it is started. `planned` says how many visitors each
    version needs for what you want to find."""
    return ok(await _shown(context, await service.create(context, body)))


@routes.get("/{test_id}", responses=errors(StoreNotFound, AbTestNotFound))
async def get(context: StoreViewer, test_id: UUID) -> Reply[AbTestOut]:
    """One test."""
    return ok(await _shown(context, test_id))


@routes.patch("/{test_id}", responses=errors(StoreNotFound, AbTestNotFound, AbTestStarted))
async def update(context: StoreStaff, test_id: UUID, body: AbTestPatch) -> Reply[AbTestOut]:
    """Change a draft. What visitors have seen is not changed any more."""
    await service.patch(context, test_id, body)
    return ok(await _shown(context, test_id))


@routes.delete("/{test_id}", responses=errors(StoreNotFound, AbTestNotFound, AbTestStarted))
async def delete(context: StoreStaff, test_id: UUID) -> Reply[dict[str, Any]]:
    """Delete a draft. Tests that ran stay on record."""
    await service.delete(context, test_id)
    return ok({})


@routes.post(
    "/{test_id}/start",
    responses=errors(StoreNotFound, AbTestNotFound, AbTestStarted, ProductTested, ProductNotShown),
)
async def start(context: StoreStaff, test_id: UUID) -> Reply[AbTestOut]:
    """Show both versions from now on: each visitor by lot, and always the same one."""
    await service.start(context, test_id)
    return ok(await _shown(context, test_id))


@routes.post("/{test_id}/stop", responses=errors(StoreNotFound, AbTestNotFound, AbTestNotRunning))
async def stop(context: StoreStaff, test_id: UUID) -> Reply[AbTestOut]:
    """End the test: everybody sees the product as it is again."""
    await service.stop(context, test_id)
    return ok(await _shown(context, test_id))


@routes.post(
    "/{test_id}/decide",
    responses=errors(StoreNotFound, AbTestNotFound, AbTestNotEnded, AbTestDecided, ProductNotFound),
)
async def decide(context: StoreStaff, test_id: UUID, body: DecisionIn) -> Reply[AbTestOut]:
    """Choose what stays of an ended test; version B is written into the product."""
    await service.decide(context, test_id, body.keep)
    return ok(await _shown(context, test_id))


@routes.get("/{test_id}/results", responses=errors(StoreNotFound, AbTestNotFound))
async def results(
    context: StoreViewer, test_id: UUID, payments: Payments = None
) -> Reply[ResultsOut]:
    """Visitors, buyers and sales of both versions, and what they prove. Look as often as you like:
    the verdict allows for it."""
    row = await repository.shown(context.session, context.store_id, test_id)
    if row is None:
        raise AbTestNotFound
    if payments is None:
        takes_test = providers_of(context.kernel).test_money(context.store)
        test = await counting.counts_test_orders(context.session, test_id, takes_test=takes_test)
    else:
        test = payments == "test"
    found = await counting.results(context.session, row, test=test, currency=context.store.currency)
    return ok(found)


async def _shown(context: StoreContext, test_id: UUID) -> AbTestOut:
    await context.session.flush()
    row = await repository.shown(context.session, context.store_id, test_id)
    if row is None:
        raise AbTestNotFound
    return ab_test_out(context.kernel, row)
