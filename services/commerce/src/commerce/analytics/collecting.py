"""What browsers tell: checked, and written without a word of who it was."""

from collections.abc import Mapping

from commerce.analytics import consents, repository
from commerce.analytics.bots import is_bot
from commerce.analytics.schemas import EventsIn, PageViewIn, ProductViewIn
from commerce.catalog.errors import ProductNotFound
from commerce.stores.contexts import PublicStoreContext
from ecomm_core import clock
from ecomm_core.ids import new_id


def objects(headers: Mapping[str, str]) -> bool:
    """Whether a browser says that its owner does not want to be followed: Global Privacy Control,
    Do Not Track. It outweighs a consent."""
    return headers.get("sec-gpc") == "1" or headers.get("dnt") == "1"


async def collect(context: PublicStoreContext, headers: Mapping[str, str], told: EventsIn) -> int:
    """Write the events; how many were. Programs are not counted. Visitor and session are written
    where the log has the visitor's consent, whatever the browser says; address and name of the
    browser never.

    Raises ProductNotFound (404) for a product that this shop does not show; nothing is written
    then.
    """
    if is_bot(headers.get("user-agent")):
        return 0
    products = {event.product_id for event in told.events if isinstance(event, ProductViewIn)}
    found = await repository.known_products(context.session, context.store_id, [*products])
    if found != len(products):
        raise ProductNotFound
    followed = None if objects(headers) else told.visitor
    if followed and not await consents.given(context.session, context.store_id, followed.id):
        followed = None
    await repository.insert_events(
        context.session,
        {
            "tenant": context.tenant_id,
            "store": context.store_id,
            "now": clock.now(),
            "visitor": followed.id if followed else None,
            "session": followed.session if followed else None,
        },
        [
            {
                "id": str(new_id()),
                "kind": event.kind,
                "entry": isinstance(event, PageViewIn) and event.entry,
                "product_id": str(event.product_id) if isinstance(event, ProductViewIn) else None,
            }
            for event in told.events
        ],
    )
    return len(told.events)
