"""Whoever shows an order's token and adds a picture to a review of it; no transaction is open while
the picture is worked on."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Path, Request

from commerce.catalog.media.upload import PENDING_REPLY
from commerce.flows.return_contexts import PhotoUpload
from commerce.orders import service as orders
from commerce.orders.errors import OrderNotFound
from commerce.reviews import buyers
from commerce.reviews import service as reviews
from commerce.stores.contexts import directory_of
from ecomm_core.api import idempotency
from ecomm_core.api.auth import ClientDep, KernelDep
from ecomm_core.api.router import access


@access("capability")
@idempotency.keyed()
async def review_photo_upload(
    request: Request,
    kernel: KernelDep,
    client: ClientDep,
    slug: Annotated[str, Path(max_length=100)],
    order_id: UUID,
    review_id: UUID,
    token: Annotated[str | None, Header(alias="X-Order-Token", max_length=200)] = None,
) -> AsyncIterator[PhotoUpload]:
    """Check token and review before the picture is worked on, then let the transaction go.

    Raises OrderNotFound, ReviewNotFound (404), TooManyReviewPhotos (409).
    """
    if not orders.is_status_token(kernel, order_id, token):
        raise OrderNotFound
    caller = f"order:{order_id}"
    store = await directory_of(kernel).selling(slug)
    async with kernel.database.transaction(store.scope) as session:
        await idempotency.begin(
            request, session, kernel.sealer, tenant_id=store.tenant_id, caller=caller
        )
        reviews.check_photos(await buyers.of_order(session, store.id, order_id, review_id))
    request.scope.pop(PENDING_REPLY, None)
    async with AsyncExitStack() as stack:
        yield PhotoUpload(kernel, store, client, request, stack, caller)


UploadingReviewPhoto = Annotated[PhotoUpload, Depends(review_photo_upload, scope="function")]
