"""HTTP of customers, for merchants."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query
from starlette.responses import Response

from commerce.customers.book.schemas import AddressIn, AddressOut
from commerce.customers.errors import (
    AddressNotFound,
    CustomerExists,
    CustomerNotFound,
    SegmentNotFound,
    TooManyAddresses,
)
from commerce.customers.people import csv_file, service
from commerce.customers.people.repository import CustomerQuery
from commerce.customers.people.schemas import (
    BulkTagsIn,
    ChangedOut,
    CustomerImportIn,
    CustomerImportOut,
    CustomerIn,
    CustomerRow,
    CustomerSort,
    MerchantCustomerOut,
    MerchantCustomerPatch,
)
from commerce.customers.segments import service as segments
from commerce.stores.contexts import StoreContext, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.rates import Rate

routes = router("customers", "/stores/{store_id}/customers")

Tags = list[str]

MAX_CSV = 8_000_000
"""Bytes: two million characters as JSON."""


@dataclass(frozen=True, slots=True)
class Filters:
    """The table's filters, the same for the list and its export."""

    fields: dict[str, Any]
    segment_id: UUID | None

    async def query(self, context: StoreContext) -> CustomerQuery:
        """With the segment's condition. Raises SegmentNotFound (404)."""
        condition = None
        if self.segment_id is not None:
            condition = await segments.condition(context.session, context.store_id, self.segment_id)
        return CustomerQuery(**self.fields, condition=condition)


async def _filters(
    search: Annotated[Text | None, Query(max_length=200)] = None,
    account: Annotated[bool | None, Query(description="They have a password.")] = None,
    marketing: bool | None = None,
    disabled: bool | None = None,
    country: Annotated[str | None, Query(pattern=r"^[A-Z]{2}$")] = None,
    tag: Annotated[Text | None, Query(max_length=60)] = None,
    ordered: Annotated[bool | None, Query(description="They have bought.")] = None,
    segment_id: UUID | None = None,
    sort: CustomerSort = CustomerSort.CREATED_DESC,
) -> Filters:
    fields = {
        "search": search,
        "account": account,
        "marketing": marketing,
        "disabled": disabled,
        "country": country,
        "tag": tag,
        "ordered": ordered,
        "sort": sort,
    }
    return Filters(fields, segment_id)


FiltersDep = Annotated[Filters, Depends(_filters)]


@routes.get("", responses=errors(StoreNotFound, SegmentNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer, page: PageDep, filters: FiltersDep
) -> ListReply[CustomerRow]:
    """The store's customers: accounts, guests who bought, and whom the merchant wrote down.
    `search` finds an e-mail address, a name or a phone number."""
    rows, total = await service.list_customers(
        context.session,
        context.store,
        await filters.query(context),
        offset=page.offset,
        limit=page.per_page,
    )
    return page_of(rows, page.info(total))


@routes.get(
    "/export",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}, "description": "The file"},
        **errors(StoreNotFound, SegmentNotFound),
    },
)
async def export(context: StoreStaff, filters: FiltersDep) -> Response:
    """The same customers as a CSV, with the default address of each. Reads back as an import."""
    content = await csv_file.export(context.session, context.store, await filters.query(context))
    headers = {"Content-Disposition": 'attachment; filename="customers.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


@routes.get("/tags", responses=errors(StoreNotFound))
async def tags(context: StoreViewer) -> Reply[Tags]:
    """Every tag that customers of the store have."""
    return ok(await service.tags(context.session, context.store_id))


@routes.post("", status_code=201, responses=errors(StoreNotFound, CustomerExists))
async def create(context: StoreStaff, body: CustomerIn) -> Reply[MerchantCustomerOut]:
    """Write somebody down. They can set a password by "forgot password"."""
    return ok(await service.create(context, body))


@routes.post("/tags", responses=errors(StoreNotFound, CustomerNotFound))
async def bulk_tags(context: StoreStaff, body: BulkTagsIn) -> Reply[ChangedOut]:
    """Give tags to many customers, or take them away."""
    return ok(ChangedOut(changed=await service.change_tags(context, body)))


@routes.post("/import", max_body_size=MAX_CSV, responses=errors(StoreNotFound))
@rated(Rate.UPLOADS)
async def import_csv(context: StoreStaff, body: CustomerImportIn) -> Reply[CustomerImportOut]:
    """Make or change customers from a CSV of up to 5,000 lines; a dry run unless told otherwise.
    Lines with mistakes are named and left out; a rerun updates by e-mail."""
    return ok(await csv_file.import_customers(context, body))


@routes.get("/{customer_id}", responses=errors(StoreNotFound, CustomerNotFound))
async def get(context: StoreViewer, customer_id: UUID) -> Reply[MerchantCustomerOut]:
    """A customer with addresses, consents and segments."""
    return ok(await service.get(context.session, context.store, customer_id))


@routes.patch("/{customer_id}", responses=errors(StoreNotFound, CustomerNotFound, CustomerExists))
async def update(
    context: StoreStaff, customer_id: UUID, body: MerchantCustomerPatch
) -> Reply[MerchantCustomerOut]:
    """Change what is known of a customer, or disable the account."""
    return ok(await service.update(context, customer_id, body))


@routes.post(
    "/{customer_id}/addresses",
    status_code=201,
    responses=errors(StoreNotFound, CustomerNotFound, TooManyAddresses),
)
async def add_address(context: StoreStaff, customer_id: UUID, body: AddressIn) -> Reply[AddressOut]:
    """Put an address into the customer's book. They see it once their e-mail is proven."""
    return ok(await service.add_address(context, customer_id, body))


@routes.put(
    "/{customer_id}/addresses/{address_id}",
    responses=errors(StoreNotFound, CustomerNotFound, AddressNotFound),
)
async def replace_address(
    context: StoreStaff, customer_id: UUID, address_id: UUID, body: AddressIn
) -> Reply[AddressOut]:
    """Change an address of the customer's."""
    return ok(await service.replace_address(context, customer_id, address_id, body))


@routes.delete(
    "/{customer_id}/addresses/{address_id}",
    responses=errors(StoreNotFound, CustomerNotFound, AddressNotFound),
)
async def remove_address(
    context: StoreStaff, customer_id: UUID, address_id: UUID
) -> Reply[dict[str, Any]]:
    """Take an address out of the customer's book."""
    await service.remove_address(context, customer_id, address_id)
    return ok({})
