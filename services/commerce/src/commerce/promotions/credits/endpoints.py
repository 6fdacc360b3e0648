"""HTTP of store credit."""

from uuid import UUID

from commerce.promotions.cards import service as cards
from commerce.promotions.cards.schemas import AdjustIn, EntryOut
from commerce.promotions.credits import service
from commerce.promotions.credits.schemas import CreditIn, CreditOut
from commerce.promotions.errors import (
    BadDiscount,
    BalanceTooLow,
    CreditNotFound,
    CurrencyRefused,
    CustomerUnknown,
)
from commerce.stores.contexts import StoreAdmin, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("store_credits", "/stores/{store_id}/store-credits")


@routes.get("", responses=errors(StoreNotFound))
async def list_credits(
    context: StoreViewer, page: PageDep, customer_id: UUID | None = None
) -> ListReply[CreditOut]:
    """Customers' credit, one account per currency."""
    rows, total = await service.listed(
        context, customer_id=customer_id, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.post(
    "",
    status_code=201,
    responses=errors(StoreNotFound, CustomerUnknown, BadDiscount, CurrencyRefused),
)
async def grant(context: StoreAdmin, body: CreditIn) -> Reply[CreditOut]:
    """Give a customer credit."""
    return ok(await service.grant(context, body))


@routes.get("/{credit_id}", responses=errors(StoreNotFound, CreditNotFound))
async def get_credit(context: StoreViewer, credit_id: UUID) -> Reply[CreditOut]:
    """One customer's credit in one currency."""
    return ok(await service.get(context, credit_id))


@routes.post(
    "/{credit_id}/adjust",
    responses=errors(StoreNotFound, CreditNotFound, BalanceTooLow, BadDiscount),
)
async def adjust_credit(context: StoreAdmin, credit_id: UUID, body: AdjustIn) -> Reply[CreditOut]:
    """Put on or take off by hand, with a note; never below zero."""
    return ok(await service.adjust(context, credit_id, body))


@routes.get("/{credit_id}/entries", responses=errors(StoreNotFound, CreditNotFound))
async def credit_entries(
    context: StoreViewer, credit_id: UUID, page: PageDep
) -> ListReply[EntryOut]:
    """The credit's ledger, newest first."""
    await service.get(context, credit_id)
    rows, total = await cards.entries(context, credit_id, offset=page.offset, limit=page.per_page)
    return page_of(rows, page.info(total))
