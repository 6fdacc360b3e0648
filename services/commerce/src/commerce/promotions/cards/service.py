"""Rules of gift cards: issued by merchants or sold, kept as a ledger, shown by their last four
signs."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from commerce.conflicts import refusing
from commerce.mail import service as mail
from commerce.promotions import accounts
from commerce.promotions.cards import repository
from commerce.promotions.cards.repository import CardQuery
from commerce.promotions.cards.schemas import (
    AdjustIn,
    EntryOut,
    GiftCardIn,
    GiftCardOut,
    GiftCardPatch,
    NewGiftCardOut,
)
from commerce.promotions.codes import (
    card_hash,
    new_card_code,
    open_card_code,
    plain_card_code,
    seal_card_code,
)
from commerce.promotions.errors import (
    BadDiscount,
    BalanceTooLow,
    CodeTaken,
    CurrencyRefused,
    GiftCardNotFound,
    NoAddress,
)
from commerce.promotions.models import EntryReason, GiftCard
from commerce.promotions.tenders import TenderKind
from commerce.stores.addresses import storefront_url
from commerce.stores.contexts import StoreContext
from ecomm_core import audit, clock
from ecomm_core.api.schemas import Money
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from ecomm_core.money import MAX_AMOUNT

CODE_KEY = "uq_gift_cards_tenant_id_store_id_code_hash"

State = Literal["active", "off", "expired", "empty"]


async def listed(
    context: StoreContext,
    *,
    search: str | None,
    state: State | None,
    sort: str,
    offset: int,
    limit: int,
) -> tuple[list[GiftCardOut], int]:
    """One page. `search` is a whole code, its last four signs, or part of an address."""
    now = clock.now()
    plain = None if search is None else plain_card_code(search)
    word = (search or "").strip()
    last4 = word.upper() if plain is None and len(word) == 4 else None
    query = CardQuery(
        code_hash=None if plain is None else card_hash(context.kernel, context.store_id, plain),
        last4=last4,
        email=search if search and plain is None and last4 is None else None,
        state=state,
        sort=sort,
    )
    rows, total = await repository.page(
        context.session, context.store_id, query, now, offset=offset, limit=limit
    )
    return [out(row, now) for row in rows], total


async def get(context: StoreContext, card_id: UUID) -> GiftCardOut:
    """One. Raises GiftCardNotFound (404)."""
    row = await repository.one(context.session, context.store_id, card_id)
    if row is None:
        raise GiftCardNotFound
    return out(row, clock.now())


async def issue(context: StoreContext, body: GiftCardIn) -> NewGiftCardOut:
    """Make a card by hand; its code is returned once, and sent where an address is given.

    Raises BadDiscount, CurrencyRefused (422), CodeTaken (409).
    """
    session = context.session
    if not 0 < body.amount.amount <= MAX_AMOUNT:
        raise BadDiscount.on_field("amount.amount", "Must be more than nothing.")
    if body.expires_at is not None and body.expires_at <= clock.now():
        raise BadDiscount.on_field("expires_at", "Must be in the future.")
    if not await repository.sells_in(session, context.store_id, body.amount.currency):
        raise CurrencyRefused.on_field("amount.currency")
    code = body.code or new_card_code()
    if plain_card_code(code) is None:
        raise BadDiscount.on_field("code", "16 signs of 0-9 and A-Z without I, L, O and U.")
    with refusing({CODE_KEY: CodeTaken.on_field("code", "Another gift card has this code.")}):
        card = await make(
            context.kernel,
            session,
            tenant_id=context.tenant_id,
            store_id=context.store_id,
            code=code,
            amount=body.amount.amount,
            currency=body.amount.currency,
            expires_at=body.expires_at,
            email=None if body.email is None else str(body.email),
            note=body.note,
            test=context.store.test_mode or context.kernel.settings.local,
            actor=context.actor,
        )
    await _audit(context, card.id, "issue", after={"amount": card.initial, "last4": card.last4})
    if card.email is not None:
        await send_card(
            context.kernel,
            session,
            card,
            code,
            slug=context.store.slug,
            key=f"gift-card:{card.id}",
            recipient=body.recipient,
            message=body.message,
        )
    row = await repository.one(session, context.store_id, card.id)
    if row is None:
        raise GiftCardNotFound
    shown = out(row, clock.now())
    return NewGiftCardOut(**shown.model_dump(), code=code)


async def resend(context: StoreContext, card_id: UUID) -> GiftCardOut:
    """Send a card's code to its address again. Raises GiftCardNotFound (404), NoAddress (409)."""
    card = await _locked(context, card_id)
    if card.email is None:
        raise NoAddress
    code = open_card_code(context.kernel, card.id, card.code_encrypted)
    await send_card(
        context.kernel,
        context.session,
        card,
        code,
        slug=context.store.slug,
        key=f"gift-card:{card.id}:{new_id()}",
    )
    await _audit(context, card_id, "resend")
    return await get(context, card_id)


async def send_card(
    kernel: Kernel,
    session: AsyncSession,
    card: GiftCard,
    code: str,
    *,
    slug: str,
    key: str,
    recipient: str | None = None,
    message: str | None = None,
) -> None:
    """Mail a card's code to its address; one mail per `key`."""
    if card.email is None:
        raise ValueError("a card without an address is not sent")
    await mail.send(
        session,
        kernel,
        tenant_id=card.tenant_id,
        store_id=card.store_id,
        kind=mail.Kind.GIFT_CARD,
        to=card.email,
        key=key,
        ref=None,
        order_id=card.order_id,
        context={
            "code": code,
            "amount": {"amount": card.initial, "currency": card.currency},
            "recipient": recipient,
            "message": message,
            "expires_on": card.expires_at.date() if card.expires_at is not None else None,
            "shop_url": storefront_url(kernel.settings, slug, "/"),
        },
    )


async def make(
    kernel: Kernel,
    session: AsyncSession,
    *,
    tenant_id: UUID,
    store_id: UUID,
    code: str,
    amount: int,
    currency: str,
    expires_at: datetime | None,
    email: str | None,
    note: str | None,
    test: bool,
    actor: str,
    order_id: UUID | None = None,
    order_item_id: UUID | None = None,
    unit: int = 0,
) -> GiftCard:
    """Write a card and its first entry. Raises IntegrityError for a code, or a sold unit, that is
    there already."""
    plain = plain_card_code(code)
    if plain is None:
        raise ValueError("not a gift-card code")
    card_id, now = new_id(), clock.now()
    card = GiftCard(
        tenant_id=tenant_id,
        id=card_id,
        store_id=store_id,
        code_hash=card_hash(kernel, store_id, plain),
        code_encrypted=seal_card_code(kernel, card_id, code),
        last4=plain[-4:],
        initial=amount,
        currency=currency,
        expires_at=expires_at,
        active=True,
        email=email,
        note=note,
        test=test,
        order_id=order_id,
        order_item_id=order_item_id,
        unit=unit,
    )
    session.add(card)
    await session.flush()
    await accounts.enter(
        session,
        tenant_id=tenant_id,
        store_id=store_id,
        kind=TenderKind.GIFT_CARD,
        account_id=card_id,
        amount=amount,
        currency=currency,
        reason=EntryReason.ISSUED,
        actor=actor,
        now=now,
        order_id=order_id,
        note=note,
    )
    return card


async def change(context: StoreContext, card_id: UUID, body: GiftCardPatch) -> GiftCardOut:
    """Switch off and on, move the expiry, note. Raises GiftCardNotFound (404)."""
    card = await _locked(context, card_id)
    given = body.model_fields_set
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for name in ("active", "expires_at", "note"):
        if name in given and (name != "active" or body.active is not None):
            before[name] = _plain(getattr(card, name))
            setattr(card, name, getattr(body, name))
            after[name] = _plain(getattr(card, name))
    await context.session.flush()
    if before != after:
        await _audit(context, card_id, "update", before=before, after=after)
    return await get(context, card_id)


async def adjust(context: StoreContext, card_id: UUID, body: AdjustIn) -> GiftCardOut:
    """Put on or take off by hand, with a reason. Raises GiftCardNotFound (404), BalanceTooLow
    (409), BadDiscount (422)."""
    card = await _locked(context, card_id)
    row = await repository.one(context.session, context.store_id, card_id)
    if row is None:
        raise GiftCardNotFound
    check_adjustment(body, row.balance)
    await accounts.enter(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        kind=TenderKind.GIFT_CARD,
        account_id=card_id,
        amount=body.amount,
        currency=card.currency,
        reason=EntryReason.ADJUSTED,
        actor=context.actor,
        now=clock.now(),
        note=body.note,
    )
    await _audit(context, card_id, "adjust", after={"amount": body.amount, "note": body.note})
    return await get(context, card_id)


def check_adjustment(body: AdjustIn, balance: int) -> None:
    """Raises BadDiscount (422) for nothing, BalanceTooLow (409) below zero."""
    if body.amount == 0:
        raise BadDiscount.on_field("amount", "Must not be nothing.")
    if balance + body.amount < 0:
        raise BalanceTooLow.on_field("amount")
    if balance + body.amount > MAX_AMOUNT:
        raise BadDiscount.on_field("amount", "That is more than a payment can carry.")


async def entries(
    context: StoreContext, account_id: UUID, *, offset: int, limit: int
) -> tuple[list[EntryOut], int]:
    """The ledger of an account the caller has checked."""
    rows = await repository.entries(
        context.session, context.store_id, account_id, offset=offset, limit=limit
    )
    return [_entry(row) for row in rows], int(rows[0].total) if rows else 0


def out(row: Row[Any], now: datetime) -> GiftCardOut:
    """A card without its code."""
    return GiftCardOut(
        id=row.id,
        last4=row.last4,
        initial=Money(amount=row.initial, currency=row.currency),
        balance=Money(amount=int(row.balance), currency=row.currency),
        state=_state(row, now),
        active=row.active,
        expires_at=row.expires_at,
        email=row.email,
        note=row.note,
        test=row.test,
        order_id=row.order_id,
        created_at=row.created_at,
    )


def _state(row: Row[Any], now: datetime) -> State:
    if not row.active:
        return "off"
    if row.expires_at is not None and row.expires_at <= now:
        return "expired"
    return "active" if row.balance > 0 else "empty"


def _entry(row: Row[Any]) -> EntryOut:
    return EntryOut(
        id=row.id,
        amount=Money(amount=row.amount, currency=row.currency),
        reason=row.reason,
        order_id=row.order_id,
        order_number=row.number,
        checkout_id=row.checkout_id,
        actor=row.actor,
        note=row.note,
        at=row.at,
    )


async def _locked(context: StoreContext, card_id: UUID) -> GiftCard:
    card = await repository.locked(context.session, context.store_id, card_id)
    if card is None:
        raise GiftCardNotFound
    return card


async def _audit(
    context: StoreContext,
    card_id: UUID,
    action: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    await audit.record(
        context.session,
        tenant_id=context.tenant_id,
        store_id=context.store_id,
        actor=context.actor,
        action=f"gift_card.{action}",
        resource_type="gift_card",
        resource_id=card_id,
        before=before,
        after=after,
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
