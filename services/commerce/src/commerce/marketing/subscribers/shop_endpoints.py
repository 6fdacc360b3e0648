"""HTTP of the shop's form and of the link of its mail. Leaving is `POST …/unsubscribe`
(`commerce.flows.cart_endpoints`), the same for every mail of a shop."""

from typing import Any

from commerce.marketing.subscribers import asking
from commerce.marketing.subscribers.errors import NewsletterClosed
from commerce.marketing.subscribers.schemas import (
    NewsletterConfirmedOut,
    NewsletterTokenIn,
    SubscribeIn,
)
from commerce.stores.contexts import PublicStore, Shop
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.accounts.links import LinkOver
from ecomm_core.api.auth import ClientDep
from ecomm_core.api.errors import errors
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import Reply, ok
from ecomm_core.rates import Rate

routes = router("subscribers", "/public/stores/{slug}/newsletter")


@routes.post("", responses=errors(StoreNotFound, StorePaused, NewsletterClosed))
@rated(Rate.SIGN_IN)
async def subscribe(shop: Shop, client: ClientDep, body: SubscribeIn) -> Reply[dict[str, Any]]:
    """Ask for the shop's news: a mail goes out, and its link confirms. The reply is the same
    whether the address is new, known, or never written to."""
    await asking.ask(shop.kernel, shop.store, body, client)
    return ok({})


@routes.post("/confirm", responses=errors(StoreNotFound, StorePaused, LinkOver))
@rated(Rate.SIGN_IN)
async def confirm(
    context: PublicStore, client: ClientDep, body: NewsletterTokenIn
) -> Reply[NewsletterConfirmedOut]:
    """Follow the link of the mail. Asked again, it says the same; it brings back nobody who left
    since."""
    email = await asking.confirm(context.kernel, context.session, context.store, body.token, client)
    return ok(NewsletterConfirmedOut(email=email))
