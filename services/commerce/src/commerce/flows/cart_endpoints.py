"""HTTP of carts left behind: the links of reminders, what a guest says at checkout, and the
merchant's list."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Query
from pydantic import EmailStr, Field, StrictBool

from commerce.cart import merging, reminders
from commerce.cart import service as carts
from commerce.cart.contexts import CartHolder
from commerce.cart.errors import CartCompleted, CartNotFound
from commerce.cart.schemas import AbandonedCartRow
from commerce.customers import service as customers
from commerce.customers.schemas import AccountCartOut, CartRef
from commerce.customers.subscribing import service as subscribing
from commerce.customers.subscribing.models import SubscriberStatus
from commerce.reads.abandoned_carts import list_abandoned
from commerce.stores.contexts import PublicStore, StoreViewer
from commerce.stores.errors import StoreNotFound, StorePaused
from ecomm_core import clock
from ecomm_core.accounts.links import LinkOver, Purpose
from ecomm_core.accounts.service import fold_email
from ecomm_core.api.auth import ClientDep
from ecomm_core.api.errors import errors
from ecomm_core.api.pagination import PageDep
from ecomm_core.api.router import SECRET_REPLY, router
from ecomm_core.api.schemas import Input, ListReply, Money, Reply, Text, ok, page_of

shop = router("carts", "/public/stores/{slug}")
merchant = router("carts", "/stores/{store_id}/abandoned-carts")

Token = Annotated[str, Field(min_length=1, max_length=200)]


class RecoverIn(Input):
    """The link of a reminder, and the cart this browser holds, if any."""

    token: Token
    cart: CartRef | None = None


class UnsubscribeIn(Input):
    """The link of a mail."""

    token: Token


class ContactIn(Input):
    """Whose cart this is, and whether the shop may write about it and about offers."""

    email: EmailStr
    marketing: StrictBool = False
    marketing_text: Annotated[str, Field(min_length=1, max_length=60)] = "checkout-1"


@shop.put("/carts/{cart_id}/contact", responses=errors(StoreNotFound, StorePaused, CartNotFound))
async def contact(
    context: CartHolder, client: ClientDep, cart_id: UUID, body: ContactIn
) -> Reply[dict[str, Any]]:
    """Say whose cart this is, as the e-mail is typed at checkout. With `marketing`, consent is
    written down, and a mail asks to confirm it; without, an earlier one stays as it is."""
    now = clock.now()
    status = await carts.lock(context.session, cart_id=cart_id, token_hash=context.token_hash)
    if status is None:
        raise CartNotFound
    await carts.said(context.session, cart_id=cart_id, email=body.email, now=now)
    if body.marketing:
        await customers.set_marketing(
            context.session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            email=body.email,
            granted=True,
            source="checkout",
            text_version=body.marketing_text,
            actor=f"cart:{cart_id}",
            now=now,
            proof=customers.seen(client),
        )
    return ok({})


@shop.post(
    "/carts/recover",
    responses=errors(StoreNotFound, StorePaused, LinkOver, CartCompleted),
    openapi_extra=SECRET_REPLY,
)
async def recover(context: PublicStore, body: RecoverIn) -> Reply[AccountCartOut]:
    """Back to a cart by the link of its reminder, at today's prices and stock."""
    now = clock.now()
    row = await reminders.opened(context.kernel, context.session, body.token, Purpose.RECOVER)
    if row.expires_at <= now:
        raise LinkOver
    row.opened_at = row.opened_at or now
    cart = await merging.recover(
        context.kernel,
        context.session,
        context.store,
        cart_id=row.cart_id,
        shown=(body.cart.id, body.cart.token) if body.cart is not None else None,
        now=now,
    )
    return ok(AccountCartOut(id=cart.id, token=cart.token))


@shop.post("/unsubscribe", responses=errors(StoreNotFound, StorePaused, LinkOver))
async def unsubscribe(
    context: PublicStore, client: ClientDep, body: UnsubscribeIn
) -> Reply[dict[str, Any]]:
    """No more marketing mail to the address a reminder or the shop's news went to. Works for good,
    and twice."""
    kernel, session = context.kernel, context.session
    try:
        row = await reminders.opened(kernel, session, body.token, Purpose.UNSUBSCRIBE)
        email, actor, waits = row.email, f"reminder:{row.id}", False
    except LinkOver:
        subscriber = await subscribing.leaver(kernel, session, body.token)
        email, actor = subscriber.email, f"subscriber:{subscriber.id}"
        waits = subscriber.status == SubscriberStatus.PENDING
    await customers.set_marketing(
        session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        email=email,
        granted=False,
        source="unsubscribe",
        text_version="link",
        actor=actor,
        proof=customers.seen(client),
        anew=waits,
    )
    return ok({})


@merchant.get("", responses=errors(StoreNotFound))
async def list_abandoned_carts(
    context: StoreViewer,
    page: PageDep,
    search: Annotated[Text | None, Query(max_length=200)] = None,
    state: Literal["open", "recovered"] | None = None,
) -> ListReply[AbandonedCartRow]:
    """Carts of known people that nobody touched for an hour, and those bought after a reminder."""
    rows, total = await list_abandoned(
        context.session,
        context.store_id,
        idle_since=clock.now() - reminders.STEPS[0],
        state=state,
        search=_pattern(search),
        limit=page.per_page,
        offset=page.offset,
    )
    shown = [
        AbandonedCartRow.model_validate(
            {**row, "value": Money(amount=row["value"], currency=row["currency"])}
        )
        for row in rows
    ]
    return page_of(shown, page.info(total))


def _pattern(search: str | None) -> str | None:
    """Part of an address, its signs taken as they are."""
    if not search or not search.strip():
        return None
    folded = fold_email(search)
    return folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
