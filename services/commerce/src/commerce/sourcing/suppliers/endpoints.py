"""HTTP of suppliers: merchants connect and keep them, suppliers tell of changes."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Request

from commerce.sourcing.suppliers import inbox, service
from commerce.sourcing.suppliers.errors import (
    AccountConnected,
    AdapterUnknown,
    CredentialsRefused,
    HookRefused,
    OtherAccount,
    SupplierClosed,
    SupplierDeclined,
    SupplierNotFound,
)
from commerce.sourcing.suppliers.models import Supplier
from commerce.sourcing.suppliers.schemas import (
    AccountOut,
    AdapterOut,
    ConnectIn,
    PauseIn,
    ReconnectIn,
    SupplierOut,
    SupplierPatch,
)
from commerce.stores.contexts import SeatAdmin, SeatStaff, StoreAdmin, StoreSeat, StoreViewer
from ecomm_core.api.auth import Public
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.db.scope import Scope
from ecomm_core.errors import Unavailable
from ecomm_core.rates import Rate

routes = router("suppliers", "/stores/{store_id}/suppliers")
hooks = router("supplier_webhooks", "/webhooks/suppliers")

Kinds = list[AdapterOut]
Suppliers = list[SupplierOut]

SIGNED_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
    }
}


@routes.get("/kinds")
async def kinds(context: StoreViewer) -> Reply[Kinds]:
    """The kinds of suppliers that can be connected, with what to type for each."""
    return ok(service.kinds(context.kernel))


@routes.get("")
async def list(context: StoreViewer) -> Reply[Suppliers]:  # noqa: A001 - operation id
    """The store's suppliers with how they do, in the order they were connected."""
    rows = await service.of_store(context.session, context.store_id)
    return ok(await service.to_out(context.kernel, context.session, rows))


@routes.post(
    "",
    status_code=201,
    responses=errors(
        AdapterUnknown, AccountConnected, CredentialsRefused, SupplierDeclined, Unavailable
    ),
)
async def connect(seat: SeatAdmin, body: ConnectIn) -> Reply[SupplierOut]:
    """Connect an account: the credentials are tried at the supplier, then kept sealed. An account
    is connected once, so that a call that was sent again makes no second one."""
    row, _ = await service.connect(seat.kernel, seat.store, body, actor=seat.actor)
    return ok(await _seen(seat, row))


@routes.get("/{supplier_id}", responses=errors(SupplierNotFound))
async def get(context: StoreViewer, supplier_id: UUID) -> Reply[SupplierOut]:
    """One supplier with how it does."""
    row = await service.get(context.session, context.store_id, supplier_id)
    return ok(await _shown(context, row))


@routes.patch("/{supplier_id}", responses=errors(SupplierNotFound, SupplierClosed))
async def update(context: StoreAdmin, supplier_id: UUID, body: SupplierPatch) -> Reply[SupplierOut]:
    """Change its settings: name, automatic orders, approval, spend cap, grace, limits."""
    row = await service.update(
        context.session, context.store_id, supplier_id, body, actor=context.actor
    )
    return ok(await _shown(context, row))


@routes.post("/{supplier_id}/pause", responses=errors(SupplierNotFound, SupplierClosed))
async def pause(context: StoreAdmin, supplier_id: UUID, body: PauseIn) -> Reply[SupplierOut]:
    """Pause it, or go on: a paused supplier is neither ordered from nor read."""
    row = await service.pause(
        context.session, context.store_id, supplier_id, paused=body.paused, actor=context.actor
    )
    return ok(await _shown(context, row))


@routes.post(
    "/{supplier_id}/test",
    responses=errors(
        SupplierNotFound, SupplierClosed, SupplierDeclined, CredentialsRefused, Unavailable
    ),
)
async def test(seat: SeatStaff, supplier_id: UUID) -> Reply[AccountOut]:
    """Ask the supplier who we are there, and what the account's balance is."""
    return ok(await service.test(seat.kernel, seat.store, supplier_id))


@routes.post(
    "/{supplier_id}/reconnect",
    responses=errors(
        SupplierNotFound,
        AdapterUnknown,
        OtherAccount,
        SupplierDeclined,
        CredentialsRefused,
        Unavailable,
    ),
)
async def reconnect(seat: SeatAdmin, supplier_id: UUID, body: ReconnectIn) -> Reply[SupplierOut]:
    """New credentials of the same account; they are tried first."""
    row, _ = await service.reconnect(
        seat.kernel, seat.store, supplier_id, body.credentials, actor=seat.actor
    )
    return ok(await _seen(seat, row))


@routes.delete("/{supplier_id}", responses=errors(SupplierNotFound))
async def disconnect(context: StoreAdmin, supplier_id: UUID) -> Reply[SupplierOut]:
    """Forget its credentials. What was bought and mapped stays; nothing is ordered there."""
    row = await service.disconnect(
        context.session, context.store_id, supplier_id, actor=context.actor
    )
    return ok(await _shown(context, row))


async def _shown(context: StoreViewer, row: Supplier) -> SupplierOut:
    [shown] = await service.to_out(context.kernel, context.session, [row])
    return shown


async def _seen(seat: StoreSeat, row: Supplier) -> SupplierOut:
    async with seat.kernel.database.transaction(Scope(tenant_id=seat.store.tenant_id)) as session:
        [shown] = await service.to_out(seat.kernel, session, [row])
    return shown


@hooks.post(
    "/{adapter}/{supplier_id}",
    responses=errors(HookRefused, SupplierNotFound, AdapterUnknown),
    openapi_extra=SIGNED_BODY,
)
@rated(Rate.WEBHOOKS)
async def receive(
    caller: Public,
    request: Request,
    adapter: Annotated[str, Path(pattern=r"^[a-z][a-z0-9_]{0,39}$")],
    supplier_id: UUID,
) -> Reply[dict[str, Any]]:
    """Take a supplier's event: verify, keep it once, answer. `fresh` tells how many were new; what
    they mean is then read from the supplier itself."""
    body = await request.body()
    fresh = await inbox.take(caller.kernel, adapter, supplier_id, body, request.headers)
    return ok({"received": True, "fresh": fresh})
