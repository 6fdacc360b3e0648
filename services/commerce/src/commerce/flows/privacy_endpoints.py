"""HTTP of asking for a copy of what is kept of a customer, or for their erasure."""

from commerce.customers.errors import CustomerHasCredit, CustomerNotFound
from commerce.customers.people import removing
from commerce.flows.forget_customer import forget_customer
from commerce.privacy import service
from commerce.privacy.errors import AlreadyErasing
from commerce.privacy.models import RequestKind
from commerce.privacy.schemas import DataRequestIn, DataRequestOut
from commerce.stores.contexts import StoreAdmin
from commerce.stores.errors import StoreNotFound
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok

routes = router("privacy", "/stores/{store_id}/privacy")


@routes.post(
    "/requests",
    status_code=202,
    responses=errors(StoreNotFound, CustomerNotFound, CustomerHasCredit, AlreadyErasing),
)
async def create_request(context: StoreAdmin, body: DataRequestIn) -> Reply[DataRequestOut]:
    """Have a copy written of everything that is kept of a customer, or have them erased. An erasure
    begins at once with the account, and cannot be taken back; orders under way are erased once they
    are over. Poll the request for its receipt."""
    if body.kind is RequestKind.ERASE:
        request = await forget_customer(context, body.customer_id, forfeit=body.forfeit_credit)
        if request is None:
            raise AlreadyErasing
        return ok(service.to_out(request))
    account = await removing.locked(context, body.customer_id)
    request = await service.begin(
        context.kernel,
        context.session,
        kind=RequestKind.EXPORT,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        account=account,
        actor=context.actor,
    )
    return ok(service.to_out(request))
