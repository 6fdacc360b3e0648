"""HTTP of A/B tests as a storefront uses them: which run, version B of a page, and who saw it."""

import json
from uuid import UUID

from fastapi import Request
from starlette.responses import Response

from commerce import tags
from commerce.analytics.bots import is_bot
from commerce.cart.contexts import CartHolder
from commerce.cart.errors import CartNotFound
from commerce.marketing.ab_tests import repository, service
from commerce.marketing.ab_tests.errors import AbTestNotFound
from commerce.marketing.ab_tests.schemas import (
    AbCartIn,
    AbCartOut,
    AbVisitorIn,
    AbVisitorOut,
    PublicAbTestOut,
)
from commerce.shop import service as shops
from commerce.shop.caching import keep
from commerce.shop.endpoints import CLOSED
from commerce.shop.schemas import PublicProductOut
from commerce.stores.contexts import PublicStore, Shop
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.api.errors import errors
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok

routes = router("ab_tests", "/public/stores/{slug}")


@routes.get("/ab-tests", response_model=Reply[list[PublicAbTestOut]], responses=CLOSED)
async def running(request: Request, shop: Shop) -> Response:
    """The tests that run: a storefront draws a lot for each visitor of their products' pages, and
    keeps it. Those who see the shop in another language or currency take no part."""
    async with shop.kernel.database.transaction(shop.store.scope) as session:
        rows = await repository.running(session, shop.store.id)
    body = ok(
        [
            PublicAbTestOut(id=row.id, product_slug=row.product_slug, share_of_b=row.share_of_b)
            for row in rows
        ]
    )
    store_id = shop.store.id
    return keep(
        request,
        shop,
        (tags.ab_tests(store_id), tags.products(store_id)),
        body.model_dump_json().encode(),
    )


@routes.get(
    "/ab-tests/{test_id}/product",
    response_model=Reply[PublicProductOut],
    responses={**CLOSED, **errors(AbTestNotFound)},
)
async def product(request: Request, shop: Shop, test_id: UUID) -> Response:
    """The product as version B of a running test shows it. Its price, stock and address are the
    product's own."""
    async with shop.kernel.database.transaction(shop.store.scope) as session:
        test = await service.running(session, shop.store.id, test_id)
        [slug] = [
            row.product_slug
            for row in await repository.running(session, shop.store.id)
            if row.id == test_id
        ] or [None]
        face = dict(test.face)
    found = None if slug is None else await shops.product(shop, slug)
    if found is None or found.moved_to is not None:
        raise AbTestNotFound
    reply = json.loads(found.body)
    reply["data"] = service.face_of(face, reply["data"])
    body = json.dumps(reply, separators=(",", ":"), ensure_ascii=False).encode()
    store_id = shop.store.id
    made_from = tuple(tags.product(store_id, made) for made in found.product_ids)
    return keep(request, shop, (*made_from, tags.ab_tests(store_id), tags.tree(store_id)), body)


@routes.post(
    "/ab-tests/{test_id}/visitors", responses=errors(StoreNotFound, StorePaused, AbTestNotFound)
)
async def visitor(
    request: Request, context: PublicStore, test_id: UUID, body: AbVisitorIn
) -> Reply[AbVisitorOut]:
    """A browser that was shown a version: counted once, for the first one it saw. Programs are not
    counted. `visitor` is a number of dice; neither address nor browser is kept."""
    await service.running(context.session, context.store_id, test_id)
    if is_bot(request.headers.get("user-agent")):
        return ok(AbVisitorOut(arm=body.arm, counted=False))
    arm = await repository.assign(
        context.session,
        {
            "tenant_id": context.tenant_id,
            "test_id": test_id,
            "visitor": body.visitor,
            "store_id": context.store_id,
            "arm": body.arm,
            "seen_at": clock.now(),
        },
    )
    return ok(AbVisitorOut(arm="b" if arm == "b" else "a", counted=True))


@routes.post(
    "/carts/{cart_id}/ab-tests", responses=errors(StoreNotFound, StorePaused, CartNotFound)
)
async def cart(context: CartHolder, cart_id: UUID, body: AbCartIn) -> Reply[AbCartOut]:
    """Say of a cart which tests its browser takes part in: its order counts there. What does not
    run, and whom nobody counted, is left out."""
    seats = [*{(seat.test_id, seat.visitor) for seat in body.tests}]
    noted = await repository.note(
        context.session,
        context.store_id,
        cart_id=cart_id,
        token_hash=context.token_hash,
        seats=sorted(seats),
        now=clock.now(),
    )
    if noted is None:
        raise CartNotFound
    return ok(AbCartOut(noted=noted))
