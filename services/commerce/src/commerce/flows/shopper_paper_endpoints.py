"""HTTP of what shoppers print of their order, by its token."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.responses import Response

from commerce.cart.view import money
from commerce.flows.return_contexts import OrderWriter
from commerce.orders.endpoints import order_holder
from commerce.orders.errors import OrderNotFound
from commerce.orders.invoices import service
from commerce.orders.invoices.endpoints import PDF, pdf_reply
from commerce.orders.invoices.errors import NoSeller, NothingIssued, NotInvoiceable
from commerce.orders.invoices.printing.works import print_invoices
from commerce.orders.invoices.schemas import PublicInvoiceOut
from commerce.stores.contexts import ShopContext
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok

routes = router("orders", "/public/stores/{slug}/orders/{order_id}/invoices")

_REFUSALS = (StoreNotFound, StorePaused, OrderNotFound, NoSeller, NotInvoiceable)
SHOPPER = "shopper"


@routes.post("", responses=errors(*_REFUSALS))
async def issue_invoices(context: OrderWriter, order_id: UUID) -> Reply[list[PublicInvoiceOut]]:
    """See to it that the order has its invoice, and each refund its credit note. Asked again, the
    same papers. A test order has none: its paper can be printed, marked as a test."""
    made = await service.issue(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_ids=[order_id],
        actor=SHOPPER,
        now=clock.now(),
    )
    shown = [
        PublicInvoiceOut(
            kind=row["kind"],
            number=row["number"],
            total=money(row["document"]["gross"], row["document"]["currency"]),
            issued_at=row["issued_at"],
        )
        for row in made
    ]
    return ok(shown)


@routes.get(
    "/pdf",
    response_class=Response,
    responses={**PDF, **errors(*_REFUSALS, NothingIssued)},
)
async def print_invoices_pdf(
    context: Annotated[ShopContext, Depends(order_holder)], order_id: UUID
) -> Response:
    """The order's invoice and credit notes as one file."""
    async with context.kernel.database.transaction(context.store.scope) as session:
        papers = await service.to_print(session, context.store.id, [order_id], clock.now())
    name = f"invoice-{papers[0].order_number}"
    return pdf_reply(await print_invoices(papers), name)
