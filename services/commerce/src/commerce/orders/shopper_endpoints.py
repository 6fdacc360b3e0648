"""HTTP of one customer's orders. To the shopper, those of the account only: an address somebody
types proves nothing (rules §7). To the merchant, those of the address too."""

from uuid import UUID

from commerce.customers import service as customers
from commerce.customers.errors import CustomerNotFound
from commerce.orders import service
from commerce.orders.errors import OrderNotFound
from commerce.orders.schemas import MyOrderOut, MyOrderRow, OrderRow
from commerce.orders.view import public_out, row_out
from commerce.reads.customer_sales import orders_of, owns
from commerce.reads.order_view import load_order
from commerce.stores.contexts import Shopper, StoreViewer
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Money, Reply, ok, page_of

routes = router("customers", "/public/stores/{slug}/customers/me/orders")
merchant = router("customers", "/stores/{store_id}/customers/{customer_id}/orders")


@routes.get("", responses=errors(StoreNotFound, StorePaused))
async def my_orders(shopper: Shopper, page: PageDep) -> ListReply[MyOrderRow]:
    """The account's orders, newest first. Guest orders of the same address are among them once the
    address is proven."""
    rows, total = await orders_of(
        shopper.session,
        shopper.store_id,
        shopper.customer_id,
        email=None,
        limit=page.per_page,
        offset=page.offset,
    )
    shown = [
        MyOrderRow(
            id=row["id"],
            number=row["number"],
            simple_status=service.simple_status(
                row["status"], row["payment_status"], row["fulfilment_status"]
            ),
            test=row["test"],
            items=int(row["items"] or 0),
            total=Money(amount=row["total"], currency=row["currency"]),
            placed_at=row["placed_at"],
        )
        for row in rows
    ]
    return page_of(shown, page.info(total))


@routes.get("/{order_id}", responses=errors(StoreNotFound, StorePaused, OrderNotFound))
async def my_order(shopper: Shopper, order_id: UUID) -> Reply[MyOrderOut]:
    """One order of the account, with the token of its status page, returns and withdrawal."""
    if not await owns(shopper.session, shopper.store_id, order_id, shopper.customer_id):
        raise OrderNotFound
    rows = await load_order(shopper.session, order_id, store_id=shopper.store_id)
    if rows is None:
        raise OrderNotFound
    token = service.status_token(shopper.kernel, order_id)
    return ok(MyOrderOut(order=public_out(rows), token=token))


@merchant.get("", responses=errors(StoreNotFound, CustomerNotFound))
async def orders(context: StoreViewer, customer_id: UUID, page: PageDep) -> ListReply[OrderRow]:
    """A customer's orders, newest first: of the account, and guest orders of the same address."""
    email = await customers.email_of(context.session, context.store_id, customer_id)
    rows, total = await orders_of(
        context.session,
        context.store_id,
        customer_id,
        email=email,
        limit=page.per_page,
        offset=page.offset,
    )
    return page_of([row_out(row) for row in rows], page.info(total))
