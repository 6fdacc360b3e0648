"""HTTP of suppliers' goods."""

from typing import Annotated
from uuid import UUID

from fastapi import File, Form, Query, UploadFile

from commerce.sourcing.goods import looking
from commerce.sourcing.goods.errors import (
    AddressUnknown,
    NotSearchable,
    SupplierProductNotFound,
)
from commerce.sourcing.goods.schemas import (
    FoundPageOut,
    OfferOut,
    SupplierHealthOut,
    SupplierProductDetail,
    SupplierProductRow,
    TakeIn,
)
from commerce.sourcing.suppliers.errors import (
    SupplierClosed,
    SupplierDeclined,
    SupplierNotFound,
)
from commerce.stores.contexts import SeatStaff, SeatViewer, StoreViewer
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import CountryCode, ListReply, Reply, Text, ok, page_of
from ecomm_core.db.scope import Scope
from ecomm_core.errors import TooLarge, Unavailable
from ecomm_core.rates import Rate

at_supplier = router("suppliers", "/stores/{store_id}/suppliers/{supplier_id}")
routes = router("supplier_products", "/stores/{store_id}/supplier-products")

MAX_PICTURE = 5 * 1024 * 1024

Words = Annotated[Text, Query(min_length=1, max_length=200)]
Destination = Annotated[CountryCode | None, Query()]
Cursor = Annotated[Text | None, Query(max_length=1_000)]

ASKED = errors(SupplierNotFound, SupplierClosed, SupplierDeclined, NotSearchable, Unavailable)


@at_supplier.get("/search", responses=ASKED)
async def search(
    seat: SeatViewer,
    supplier_id: UUID,
    query: Words,
    destination: Destination = None,
    cursor: Cursor = None,
) -> Reply[FoundPageOut]:
    """Find products at the supplier by words, reachable from the store's country unless told."""
    return ok(
        await looking.search(
            seat.kernel,
            seat.store,
            supplier_id,
            query=query,
            destination=destination,
            cursor=cursor,
        )
    )


@at_supplier.get("/best-sellers", responses=ASKED)
async def best_sellers(
    seat: SeatViewer,
    supplier_id: UUID,
    category: Annotated[Text | None, Query(max_length=200)] = None,
    destination: Destination = None,
    cursor: Cursor = None,
) -> Reply[FoundPageOut]:
    """What sells at the supplier now, best first."""
    return ok(
        await looking.best_sellers(
            seat.kernel,
            seat.store,
            supplier_id,
            category=category,
            destination=destination,
            cursor=cursor,
        )
    )


@at_supplier.post(
    "/search-by-picture",
    responses=errors(
        SupplierNotFound, SupplierClosed, SupplierDeclined, NotSearchable, TooLarge, Unavailable
    ),
)
@rated(Rate.UPLOADS)
async def search_by_picture(
    seat: SeatStaff,
    supplier_id: UUID,
    file: Annotated[UploadFile, File()],
    destination: Annotated[CountryCode | None, Form()] = None,
) -> Reply[FoundPageOut]:
    """Find products that look like a picture, at most 5 MB."""
    image = await file.read(MAX_PICTURE + 1)
    if len(image) > MAX_PICTURE:
        raise TooLarge
    if not image:
        raise NotSearchable.on_field("file", "The picture is empty.")
    return ok(
        await looking.search(
            seat.kernel,
            seat.store,
            supplier_id,
            query="",
            destination=destination,
            cursor=None,
            image=image,
        )
    )


@at_supplier.get(
    "/offer",
    responses=errors(SupplierNotFound, SupplierClosed, SupplierDeclined, Unavailable),
)
async def look(
    seat: SeatViewer,
    supplier_id: UUID,
    external_id: Annotated[Text, Query(min_length=1, max_length=300)],
    destination: Destination = None,
) -> Reply[OfferOut]:
    """Look at one product at the supplier without keeping it: what it costs, what is left, and how
    its cheapest variant would travel to the store's country unless told."""
    return ok(
        await looking.look(
            seat.kernel,
            seat.store,
            supplier_id,
            external_id=external_id,
            destination=destination,
        )
    )


@at_supplier.get("/health", responses=errors(SupplierNotFound))
async def health(context: StoreViewer, supplier_id: UUID) -> Reply[SupplierHealthOut]:
    """What was heard from it lately, and how fresh what we know of its goods is."""
    return ok(await looking.health(context.session, context.store, supplier_id))


@at_supplier.post(
    "/products",
    status_code=201,
    responses=errors(
        SupplierNotFound, SupplierClosed, SupplierDeclined, AddressUnknown, Unavailable
    ),
)
async def take(seat: SeatStaff, supplier_id: UUID, body: TakeIn) -> Reply[SupplierProductDetail]:
    """Read a product at the supplier and keep what it says: variants, costs, stock, lanes. Nothing
    is put on sale by it. Read again, it is brought up to date, never doubled."""
    product_id = await looking.take(seat.kernel, seat.store, supplier_id, body, actor=seat.actor)
    async with seat.kernel.database.transaction(Scope(tenant_id=seat.tenant_id)) as session:
        return ok(await looking.detail(session, seat.store, product_id))


@routes.get("")
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    supplier_id: Annotated[UUID | None, Query()] = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
) -> ListReply[SupplierProductRow]:
    """Products of suppliers that were read, the last one first."""
    rows, total = await looking.page(
        context.session,
        context.store,
        supplier_id=supplier_id,
        search=search,
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.get("/{product_id}", responses=errors(SupplierProductNotFound))
async def get(context: StoreViewer, product_id: UUID) -> Reply[SupplierProductDetail]:
    """A supplier's product with its variants, how they travel, and what they have cost."""
    return ok(await looking.detail(context.session, context.store, product_id))
