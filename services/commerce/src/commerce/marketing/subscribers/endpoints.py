"""HTTP of what merchants do with subscribers."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query
from starlette.responses import Response

from commerce.customers.subscribing.models import SubscriberStatus
from commerce.marketing.subscribers import repository, service, sheet
from commerce.marketing.subscribers.errors import (
    ConfirmationJustSent,
    SubscriberConfirmed,
    SubscriberLeft,
    SubscriberNotFound,
    SubscriberNotWaiting,
    SubscriberSuppressed,
)
from commerce.marketing.subscribers.repository import SubscriberQuery
from commerce.marketing.subscribers.schemas import (
    NewsletterSettingsIn,
    NewsletterSettingsOut,
    SubscriberBulkIn,
    SubscriberDetailOut,
    SubscriberIn,
    SubscriberOut,
    SubscriberResults,
    SubscriberSort,
    SubscriberSource,
    SubscriberSummaryOut,
    SuppressIn,
)
from commerce.sheets import CSV, csv_reply
from commerce.stores.contexts import StoreAdmin, StoreStaff, StoreViewer
from commerce.stores.errors import StoreNotFound
from ecomm_core.accounts.people import Role
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.rating import rated
from ecomm_core.api.router import router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.api.sheets import SheetIn, SheetOut
from ecomm_core.errors import LimitReached
from ecomm_core.rates import Rate

routes = router("subscribers", "/stores/{store_id}/subscribers")


async def _query(
    status: Annotated[SubscriberStatus | None, Query()] = None,
    over_limit: Annotated[
        bool | None, Query(description="They confirmed, and wait for room in the plan.")
    ] = None,
    source: Annotated[SubscriberSource | None, Query()] = None,
    search: Annotated[Text | None, Query(max_length=200)] = None,
    sort: SubscriberSort = SubscriberSort.CREATED_DESC,
) -> SubscriberQuery:
    return SubscriberQuery(status, over_limit, source, search, sort)


QueryDep = Annotated[SubscriberQuery, Depends(_query)]


@routes.get("", responses=errors(StoreNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer, page: PageDep, query: QueryDep
) -> ListReply[SubscriberOut]:
    """Who asked for the store's news, the newest first. `search` is part of an address."""
    rows, total = await repository.page(
        context.session, context.store_id, query, offset=page.offset, limit=page.per_page
    )
    return page_of([SubscriberOut.model_validate(row) for row in rows], page.info(total))


@routes.get("/summary", responses=errors(StoreNotFound))
async def summary(context: StoreViewer) -> Reply[SubscriberSummaryOut]:
    """How many there are, how many confirm, and how much of the plan they use."""
    return ok(await service.summary(context.session, context.tenant_id, context.store_id))


@routes.get("/settings", responses=errors(StoreNotFound))
async def settings(context: StoreViewer) -> Reply[NewsletterSettingsOut]:
    """Whether the shop shows its form."""
    return ok(await service.settings(context.session, context.store_id))


@routes.put("/settings", responses=errors(StoreNotFound))
async def set_settings(
    context: StoreAdmin, body: NewsletterSettingsIn
) -> Reply[NewsletterSettingsOut]:
    """Show the form below every page of the shop, or hide it."""
    await service.set_settings(context, body.form)
    return ok(await service.settings(context.session, context.store_id))


@routes.get("/export", response_class=Response, responses={**CSV, **errors(StoreNotFound)})
async def export(context: StoreStaff, query: QueryDep) -> Response:
    """The same subscribers as a CSV file. Each who confirmed has a link to leave by: put it into
    every mail that you send from elsewhere."""
    content = await sheet.export(
        context.kernel, context.session, context.store_id, context.store.slug, query
    )
    return csv_reply("subscribers", content)


@routes.post("/import", responses=errors(StoreNotFound, LimitReached))
@rated(Rate.UPLOADS)
async def import_csv(context: StoreStaff, body: SheetIn) -> Reply[SheetOut]:
    """Bring addresses in, all or nothing; a dry run unless told otherwise. Columns: email, and
    where you have them locale, consent_date and consent_source: both of these make a line an
    imported consent, without them an address is pending. Nobody is mailed, and nobody who left is
    brought back."""
    return ok(await sheet.take(context, body))


@routes.post("/bulk", responses=errors(StoreNotFound))
async def bulk(context: StoreStaff, body: SubscriberBulkIn) -> Reply[SubscriberResults]:
    """Do one thing to up to 100 subscribers; the reply says of each how it went. Erasing takes an
    admin."""
    if body.action == "erase":
        context.require(Role.ADMIN)
    return ok(await service.bulk(context, body))


@routes.post(
    "",
    status_code=201,
    responses=errors(
        StoreNotFound,
        SubscriberConfirmed,
        SubscriberLeft,
        SubscriberSuppressed,
        ConfirmationJustSent,
        LimitReached,
    ),
)
async def create(context: StoreStaff, body: SubscriberIn) -> Reply[SubscriberDetailOut]:
    """Write somebody down. They get a mail, and are on the list once they followed its link."""
    made = await service.add(context, body)
    return ok(await service.detail(context.session, context.store_id, made))


@routes.get("/{subscriber_id}", responses=errors(StoreNotFound, SubscriberNotFound))
async def get(context: StoreViewer, subscriber_id: UUID) -> Reply[SubscriberDetailOut]:
    """One subscriber, and everything they said."""
    return ok(await service.detail(context.session, context.store_id, subscriber_id))


@routes.delete("/{subscriber_id}", responses=errors(StoreNotFound, SubscriberNotFound))
async def erase(context: StoreAdmin, subscriber_id: UUID) -> Reply[dict[str, Any]]:
    """Erase an address and what it said, for good. No file brings it back."""
    await service.erase(context, subscriber_id)
    return ok({})


@routes.post(
    "/{subscriber_id}/confirmation",
    responses=errors(
        StoreNotFound,
        SubscriberNotFound,
        SubscriberConfirmed,
        SubscriberLeft,
        SubscriberSuppressed,
        ConfirmationJustSent,
    ),
)
async def invite(context: StoreStaff, subscriber_id: UUID) -> Reply[SubscriberDetailOut]:
    """Mail another confirmation to who has not confirmed yet."""
    await service.invite(context, subscriber_id)
    return ok(await service.detail(context.session, context.store_id, subscriber_id))


@routes.post("/{subscriber_id}/suppress", responses=errors(StoreNotFound, SubscriberNotFound))
async def suppress(
    context: StoreStaff, subscriber_id: UUID, body: SuppressIn
) -> Reply[SubscriberDetailOut]:
    """Never write to an address again, but about its orders. There is no way back."""
    await service.suppress(context, subscriber_id, body.reason)
    return ok(await service.detail(context.session, context.store_id, subscriber_id))


@routes.post(
    "/{subscriber_id}/admit",
    responses=errors(StoreNotFound, SubscriberNotFound, SubscriberNotWaiting, LimitReached),
)
async def admit(context: StoreStaff, subscriber_id: UUID) -> Reply[SubscriberDetailOut]:
    """Let somebody in who confirmed when the plan had no room. It also happens by itself within an
    hour of there being some."""
    await service.admit(context, subscriber_id)
    return ok(await service.detail(context.session, context.store_id, subscriber_id))
