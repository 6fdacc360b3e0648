"""HTTP of drafts: sales that merchants prepare, and the page where their customers pay them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Header, Query

from commerce.cart.errors import CurrencyUnavailable
from commerce.checkout.errors import (
    CartChanged,
    CheckoutReplaced,
    CountryNotServed,
    RateUnavailable,
    TotalTooLarge,
)
from commerce.customers.errors import CustomerNotFound
from commerce.flows import sell_draft
from commerce.flows.order_endpoints import whole
from commerce.inventory.service import OutOfStock
from commerce.orders.drafts import service
from commerce.orders.drafts.errors import (
    DraftBeingPaid,
    DraftChanged,
    DraftIncomplete,
    DraftNotFound,
    DraftOfExchange,
    TooManyDrafts,
)
from commerce.orders.drafts.schemas import (
    DraftOrderIn,
    DraftOut,
    DraftPaidIn,
    DraftPayIn,
    DraftPayOut,
    DraftRow,
    DraftStatus,
    PublicDraftOut,
)
from commerce.orders.drafts.tokens import is_draft_token
from commerce.orders.drafts.view import row_out
from commerce.orders.schemas import OrderOut
from commerce.payments.errors import (
    CheckoutClosed,
    PaymentProcessing,
    PaymentRefused,
    PaymentUnavailable,
)
from commerce.promotions.errors import DiscountGone
from commerce.stores.contexts import ShopContext, StoreStaff, StoreViewer, shop
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import access, router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.states import IllegalTransition

routes = router("drafts", "/stores/{store_id}/drafts")
public_routes = router("drafts", "/public/stores/{slug}/drafts")

_SOLD = (
    DraftNotFound,
    DraftIncomplete,
    DraftChanged,
    CartChanged,
    OutOfStock,
    CheckoutReplaced,
    CurrencyUnavailable,
    DiscountGone,
    CountryNotServed,
    RateUnavailable,
    TotalTooLarge,
)


@access("capability")
async def draft_holder(
    context: Annotated[ShopContext, Depends(shop)],
    draft_id: UUID,
    token: Annotated[Text | None, Query(max_length=200)] = None,
    header: Annotated[str | None, Header(alias="X-Draft-Token", max_length=200)] = None,
) -> ShopContext:
    """Whoever shows the token of the draft's link, in the header or in the address. Else 404."""
    if not is_draft_token(context.kernel, draft_id, header or token):
        raise DraftNotFound
    return context


DraftHolder = Annotated[ShopContext, Depends(draft_holder)]


@routes.get("", responses=errors(StoreNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=200)] = None,
    status: DraftStatus | None = None,
) -> ListReply[DraftRow]:
    """The store's drafts, the latest change first; deleted ones only when asked for. `search` finds
    a name (`D7`), an e-mail address or a customer."""
    rows, total = await service.listed(
        context.session,
        context.store_id,
        status=status,
        search=search,
        limit=page.per_page,
        offset=page.offset,
    )
    return page_of([row_out(row) for row in rows], page.info(total))


@routes.post(
    "",
    status_code=201,
    responses=errors(StoreNotFound, CustomerNotFound, TooManyDrafts, CurrencyUnavailable),
)
async def create(context: StoreStaff, body: DraftOrderIn) -> Reply[DraftOut]:
    """Prepare a sale. Nothing is held back, and nobody is told."""
    draft_id = await service.create(context, body)
    return ok(await sell_draft.show(context, draft_id))


@routes.get("/{draft_id}", responses=errors(StoreNotFound, DraftNotFound, CurrencyUnavailable))
async def get(context: StoreViewer, draft_id: UUID) -> Reply[DraftOut]:
    """A draft at today's prices, with what is missing before it can be sold."""
    return ok(await sell_draft.show(context, draft_id))


@routes.put(
    "/{draft_id}",
    responses=errors(
        StoreNotFound,
        DraftNotFound,
        CustomerNotFound,
        DraftBeingPaid,
        DraftOfExchange,
        IllegalTransition,
        CurrencyUnavailable,
    ),
)
async def replace(context: StoreStaff, draft_id: UUID, body: DraftOrderIn) -> Reply[DraftOut]:
    """Write a draft anew. One that was sent changes under its link; the customer sees it there."""
    await service.change(context, draft_id, body)
    return ok(await sell_draft.show(context, draft_id))


@routes.delete(
    "/{draft_id}",
    responses=errors(
        StoreNotFound, DraftNotFound, DraftBeingPaid, DraftOfExchange, IllegalTransition
    ),
)
async def delete(context: StoreStaff, draft_id: UUID) -> Reply[dict[str, Any]]:
    """Take a draft away; its link opens nothing any more."""
    await service.delete(context, draft_id)
    return ok({})


@routes.post(
    "/{draft_id}/send",
    responses=errors(
        StoreNotFound,
        DraftNotFound,
        DraftIncomplete,
        CheckoutClosed,
        IllegalTransition,
        CurrencyUnavailable,
    ),
)
async def send(context: StoreStaff, draft_id: UUID) -> Reply[DraftOut]:
    """Mail the customer a link where they see and pay it. A second time sends it again."""
    await sell_draft.send(context, draft_id)
    return ok(await sell_draft.show(context, draft_id))


@routes.post(
    "/{draft_id}/mark-paid",
    status_code=201,
    responses=errors(StoreNotFound, DraftBeingPaid, IllegalTransition, *_SOLD),
)
async def mark_paid(context: StoreStaff, draft_id: UUID, body: DraftPaidIn) -> Reply[OrderOut]:
    """The money came some other way: the order stands at once, paid. Its refunds are notes that you
    give the money back yourself."""
    order_id = await sell_draft.mark_paid(context, draft_id, body)
    return ok(await whole(context, order_id))


@public_routes.get("/{draft_id}", responses=errors(StoreNotFound, StorePaused, DraftNotFound))
async def public_get(context: DraftHolder, draft_id: UUID) -> Reply[PublicDraftOut]:
    """What a shop prepared for its customer, for whoever holds the link; once paid, the order."""
    return ok(await sell_draft.show_public(context.kernel, context.store, draft_id))


@public_routes.post(
    "/{draft_id}/pay",
    status_code=201,
    responses=errors(
        StoreNotFound,
        StorePaused,
        CheckoutClosed,
        PaymentProcessing,
        PaymentRefused,
        PaymentUnavailable,
        *_SOLD,
    ),
)
async def public_pay(context: DraftHolder, draft_id: UUID, body: DraftPayIn) -> Reply[DraftPayOut]:
    """Hold the stock and open a payment page. Asked again, it is the same page."""
    return ok(await sell_draft.pay(context.kernel, context.store, draft_id, body))
