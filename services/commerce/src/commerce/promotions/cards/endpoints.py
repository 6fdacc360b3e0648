"""HTTP of gift cards."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from commerce.promotions.cards import service, sheet
from commerce.promotions.cards.balance import balance as read_balance
from commerce.promotions.cards.schemas import (
    AdjustIn,
    EntryOut,
    GiftCardBalanceIn,
    GiftCardBalanceOut,
    GiftCardIn,
    GiftCardOut,
    GiftCardPatch,
    NewGiftCardOut,
)
from commerce.promotions.errors import (
    BadDiscount,
    BalanceTooLow,
    CodeTaken,
    CurrencyRefused,
    GiftCardNotFound,
    NoAddress,
)
from commerce.sheets import CSV, csv_reply
from commerce.stores.contexts import PublicStore, StoreAdmin, StoreViewer
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.rating import rated
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import ListReply, Reply, Text, ok, page_of
from ecomm_core.rates import Rate

routes = router("gift_cards", "/stores/{store_id}/gift-cards")
public_routes = router("gift_cards", "/public/stores/{slug}/gift-cards")


@routes.get("", responses=errors(StoreNotFound))
async def list(  # noqa: A001 - operation id
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=120)] = None,
    state: Literal["active", "off", "expired", "empty"] | None = None,
    sort: Literal["-created", "created"] = "-created",
) -> ListReply[GiftCardOut]:
    """The store's gift cards. `search` is a whole code, its last four signs, or part of an
    address."""
    rows, total = await service.listed(
        context, search=search, state=state, sort=sort, offset=page.offset, limit=page.per_page
    )
    return page_of(rows, page.info(total))


@routes.post(
    "",
    status_code=201,
    responses=errors(StoreNotFound, BadDiscount, CurrencyRefused, CodeTaken),
    openapi_extra=SECRET_REPLY,
)
async def create(context: StoreAdmin, body: GiftCardIn) -> Reply[NewGiftCardOut]:
    """Make a gift card. Its code is in this reply and in the mail, nowhere else."""
    return ok(await service.issue(context, body))


@routes.post("/{card_id}/send", responses=errors(StoreNotFound, GiftCardNotFound, NoAddress))
async def send(context: StoreAdmin, card_id: UUID) -> Reply[GiftCardOut]:
    """Send the card's code to its address again."""
    return ok(await service.resend(context, card_id))


@routes.get("/export", response_class=Response, responses={**errors(StoreNotFound), **CSV})
async def export_csv(context: StoreAdmin) -> Response:
    """Every gift card with its balance as a CSV file; codes are in no file."""
    return csv_reply("gift-cards", await sheet.export(context))


@routes.get("/{card_id}", responses=errors(StoreNotFound, GiftCardNotFound))
async def get(context: StoreViewer, card_id: UUID) -> Reply[GiftCardOut]:
    """One gift card; its code is not shown again."""
    return ok(await service.get(context, card_id))


@routes.patch("/{card_id}", responses=errors(StoreNotFound, GiftCardNotFound))
async def update(context: StoreAdmin, card_id: UUID, body: GiftCardPatch) -> Reply[GiftCardOut]:
    """Switch off and on, move the expiry, note."""
    return ok(await service.change(context, card_id, body))


@routes.post(
    "/{card_id}/adjust",
    responses=errors(StoreNotFound, GiftCardNotFound, BalanceTooLow, BadDiscount),
)
async def adjust(context: StoreAdmin, card_id: UUID, body: AdjustIn) -> Reply[GiftCardOut]:
    """Put on or take off by hand, with a note; never below zero."""
    return ok(await service.adjust(context, card_id, body))


@routes.get("/{card_id}/entries", responses=errors(StoreNotFound, GiftCardNotFound))
async def entries(context: StoreViewer, card_id: UUID, page: PageDep) -> ListReply[EntryOut]:
    """The card's ledger, newest first."""
    await service.get(context, card_id)
    rows, total = await service.entries(context, card_id, offset=page.offset, limit=page.per_page)
    return page_of(rows, page.info(total))


@public_routes.post("/balance", responses=errors(StoreNotFound, StorePaused, GiftCardNotFound))
@rated(Rate.SIGN_IN)
async def balance(context: PublicStore, body: GiftCardBalanceIn) -> Reply[GiftCardBalanceOut]:
    """What a gift card holds, for whoever has its code."""
    return ok(await read_balance(context, body.code))
