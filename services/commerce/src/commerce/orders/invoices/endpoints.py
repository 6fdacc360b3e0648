"""HTTP of invoices, credit notes and packing slips: issued by a POST, read as often as wanted."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from commerce.cart.view import money
from commerce.orders.errors import OrderNotFound
from commerce.orders.invoices import service
from commerce.orders.invoices.errors import NoSeller, NothingIssued, NotInvoiceable
from commerce.orders.invoices.printing.works import print_invoices, print_slips
from commerce.orders.invoices.schemas import (
    MOST_AT_ONCE,
    InvoiceOut,
    IssuedOut,
    IssueIn,
    SellerIn,
    SellerOut,
)
from commerce.stores import service as stores
from commerce.stores.contexts import StoreAdmin, StoreContext, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core import audit, clock
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, ok, page_of

routes = router("invoices", "/stores/{store_id}")

OrderIds = Annotated[Sequence[UUID], Query(min_length=1, max_length=MOST_AT_ONCE)]
PDF: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
        "description": "The papers as one file",
    }
}


def pdf_reply(body: bytes, name: str) -> Response:
    """A PDF to keep under this name. `name` is ours: letters, digits, hyphens."""
    return Response(
        body,
        media_type="application/pdf",
        headers={
            "content-disposition": f'attachment; filename="{name}.pdf"',
            "x-content-type-options": "nosniff",
        },
    )


@routes.get("/invoices", name="list", responses=errors(StoreNotFound))
async def list_invoices(
    context: StoreViewer, page: PageDep, order_id: UUID | None = None
) -> ListReply[InvoiceOut]:
    """The store's invoices and credit notes, the newest first; of one order with `order_id`."""
    rows, total = await service.page(
        context.session, context.store_id, order_id, offset=page.offset, limit=page.per_page
    )
    return page_of([_out(row) for row in rows], page.info(total))


@routes.post("/invoices", responses=errors(StoreNotFound, OrderNotFound, NoSeller, NotInvoiceable))
async def issue(context: StoreStaff, body: IssueIn) -> Reply[IssuedOut]:
    """See to it that these orders have their invoice, and each refund that went through its credit
    note. Asked again, the same papers. Test orders have none."""
    made = await service.issue(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        order_ids=body.order_ids,
        actor=context.actor,
        now=clock.now(),
    )
    return ok(IssuedOut(invoices=[_out(row) for row in made]))


@routes.get(
    "/invoices/pdf",
    response_class=Response,
    responses={
        **PDF,
        **errors(StoreNotFound, OrderNotFound, NoSeller, NotInvoiceable, NothingIssued),
    },
)
async def print_pdf(context: StoreViewer, order_ids: OrderIds) -> Response:
    """What was issued for these orders as one file, order by order. A test order gives a paper
    marked as a test, without a number."""
    papers = await service.to_print(context.session, context.store_id, order_ids, clock.now())
    name = f"invoices-{context.store.slug}"
    return pdf_reply(await print_invoices(papers), name)


@routes.get(
    "/packing-slips/pdf",
    response_class=Response,
    responses={**PDF, **errors(StoreNotFound, OrderNotFound)},
)
async def packing_slips(context: StoreViewer, order_ids: OrderIds) -> Response:
    """Packing slips of these orders as one file: a slip for each parcel that waits, and one for
    what is still to be packed. No prices."""
    sources = await service.slips(context.session, context.store_id, order_ids)
    name = f"packing-slips-{context.store.slug}"
    return pdf_reply(await print_slips(sources), name)


@routes.get("/invoice-seller", responses=errors(StoreNotFound))
async def seller(context: StoreViewer) -> Reply[SellerOut]:
    """Who the store's invoices are from."""
    return ok(await _seller(context))


@routes.put("/invoice-seller", responses=errors(StoreNotFound))
async def set_seller(context: StoreAdmin, body: SellerIn) -> Reply[SellerOut]:
    """Say who invoices are from, from now on."""
    before = await service.seller(context.session, context.store_id)
    values = body.model_dump()
    await service.set_seller(
        context.session, {"tenant": context.tenant_id, "store": context.store_id, **values}
    )
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action="invoice_seller.set",
        resource_type="store",
        resource_id=context.store_id,
        before=dict(before) if before is not None else None,
        after=values,
    )
    return ok(await _seller(context))


async def _seller(context: StoreContext) -> SellerOut:
    row = await service.seller(context.session, context.store_id)
    if row is not None:
        return SellerOut.model_validate({**row, "set": True})
    store = await stores.get(context.session, context.store_id)
    return SellerOut(
        name=store.business_name or "",
        address=store.business_address or "",
        tax_id=None,
        footer=None,
        set=False,
    )


def _out(row: Mapping[str, Any]) -> InvoiceOut:
    document = row["document"]
    return InvoiceOut(
        id=row["id"],
        kind=row["kind"],
        number=row["number"],
        order_id=row["order_id"],
        order_number=row["order_number"],
        refund_id=row["order_refund_id"],
        buyer=document["buyer"]["name"],
        total=money(document["gross"], document["currency"]),
        tax=money(document["tax"], document["currency"]),
        issued_at=row["issued_at"],
    )
