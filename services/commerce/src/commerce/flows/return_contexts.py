"""Whoever shows an order's token, with a transaction: for what shoppers do with their order."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Path, Request

from commerce.catalog.media.upload import PENDING_REPLY
from commerce.orders import service as orders
from commerce.orders.errors import OrderNotFound
from commerce.returns import photos
from commerce.returns import service as returns
from commerce.returns.errors import ReturnNotFound
from commerce.stores.contexts import PublicStoreContext, directory_of, public_store
from commerce.stores.directory import StoreFacts
from ecomm_core.accounts.service import Client
from ecomm_core.api import idempotency
from ecomm_core.api.auth import ClientDep, KernelDep
from ecomm_core.api.router import access
from ecomm_core.kernel import Kernel


@access("capability")
async def order_writer(
    context: Annotated[PublicStoreContext, Depends(public_store, scope="function")],
    order_id: UUID,
    token: Annotated[str | None, Header(alias="X-Order-Token", max_length=200)] = None,
) -> PublicStoreContext:
    """The token opens this order, and it is of this store. Else 404."""
    if not orders.is_status_token(context.kernel, order_id, token):
        raise OrderNotFound
    return context


@dataclass(frozen=True, slots=True)
class PhotoUpload:
    """Whoever holds the order's token and may add a picture to this return; no transaction is open
    while the picture is worked on."""

    kernel: Kernel
    store: StoreFacts
    client: Client
    request: Request
    stack: AsyncExitStack
    caller: str

    async def begin(self) -> PublicStoreContext:
        """Open the transaction that writes; committed after the endpoint has returned.

        The Idempotency-Key is looked at again: a second request with it may have been faster.
        """
        session = await self.stack.enter_async_context(
            self.kernel.database.transaction(self.store.scope)
        )
        await idempotency.begin(
            self.request,
            session,
            self.kernel.sealer,
            tenant_id=self.store.tenant_id,
            caller=self.caller,
        )
        return PublicStoreContext(self.kernel, session, self.store, self.client)


@access("capability")
@idempotency.keyed()
async def photo_upload(
    request: Request,
    kernel: KernelDep,
    client: ClientDep,
    slug: Annotated[str, Path(max_length=100)],
    order_id: UUID,
    return_id: UUID,
    token: Annotated[str | None, Header(alias="X-Order-Token", max_length=200)] = None,
) -> AsyncIterator[PhotoUpload]:
    """Check token and return before the picture is worked on, then let the transaction go.

    Raises OrderNotFound, ReturnNotFound (404), PhotosClosed, TooManyPhotos (409).
    """
    if not orders.is_status_token(kernel, order_id, token):
        raise OrderNotFound
    caller = f"order:{order_id}"
    store = await directory_of(kernel).selling(slug)
    async with kernel.database.transaction(store.scope) as session:
        await idempotency.begin(
            request, session, kernel.sealer, tenant_id=store.tenant_id, caller=caller
        )
        row = await returns.find(session, store.id, return_id)
        if row is None or row["order_id"] != order_id:
            raise ReturnNotFound
        photos.check(row["status"], len(row["photos"]))
    request.scope.pop(PENDING_REPLY, None)
    async with AsyncExitStack() as stack:
        yield PhotoUpload(kernel, store, client, request, stack, caller)


UploadingPhoto = Annotated[PhotoUpload, Depends(photo_upload, scope="function")]

OrderWriter = Annotated[PublicStoreContext, Depends(order_writer)]
