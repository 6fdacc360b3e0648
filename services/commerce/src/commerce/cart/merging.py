"""A shopper's cart follows their account (rules §7).

An account has one open cart, the same on every device: its token is an HMAC of its id, made again
whenever the account asks. A guest's cart that is shown at log-in gives its lines to it, once: the
guest's is closed and its token opens nothing any more. The first cart of an account is the guest's
own, under the new token, so that a checkout begun before the log-in goes on.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Integer

from commerce.cart import repository, service
from commerce.cart.errors import CartCompleted
from commerce.cart.models import CartStatus
from commerce.customers import service as customers
from commerce.inventory import service as inventory
from commerce.stores.directory import StoreFacts
from ecomm_core.accounts.families import SessionEnded
from ecomm_core.accounts.links import LinkOver
from ecomm_core.crypto import b64encode, derive, sign_parts
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel

MAX_CODES = 10


@dataclass(frozen=True, slots=True)
class AccountCart:
    """The account's open cart, and the token that opens it."""

    id: UUID
    token: str


@lru_cache
def _key(secret: bytes) -> bytes:
    return derive(secret, "account-cart")


def account_token(kernel: Kernel, cart_id: UUID) -> str:
    """The token of an account's cart, recomputable."""
    secret = kernel.settings.secret_key.get_secret_value()
    return b64encode(sign_parts(_key(secret), cart_id.bytes))


_MINE = text(
    """select id, currency, codes, gift_cards from carts
        where customer_id = :customer and status = 'open' for no key update"""
)
_SHOWN = text(
    """select id, status, customer_id, currency, codes, gift_cards, email from carts
        where id = :cart and token_hash = :token for no key update"""
)
_ADOPT = text(
    """update carts set customer_id = :customer, token_hash = :token, updated_at = :now,
              remind_at = :remind where id = :cart"""
)
_LET_GO = text(
    """update carts set customer_id = null, email = null, remind_at = null
        where customer_id = :customer and status = 'open'"""
)
_CLOSE = text(
    """update carts set status = 'merged', merged_into = :into, token_hash = :token,
              updated_at = :now, remind_at = null where id = :cart"""
)
_SUM = text(
    """with moved as (
         delete from cart_lines where cart_id = :guest
         returning tenant_id, store_id, variant_id, quantity, unit_price, created_at, id
       ), room as (
         select :most - (select count(*) from cart_lines where cart_id = :mine) as left
       ), fresh as (
         select m.*, row_number() over (order by m.id) as place from moved m
          where not exists (select from cart_lines l
                             where l.cart_id = :mine and l.variant_id = m.variant_id)
       )
       insert into cart_lines as l
              (tenant_id, id, store_id, cart_id, variant_id, quantity, unit_price)
       select m.tenant_id, m.id, m.store_id, :mine, m.variant_id, m.quantity, m.unit_price
         from moved m
         left join fresh f on f.id = m.id
        where f.id is null or f.place <= (select room.left from room)
       on conflict (tenant_id, cart_id, variant_id) do update
          set quantity = least(l.quantity + excluded.quantity, :largest), updated_at = :now"""
)
_TAKE = text(
    """update carts set codes = :codes, gift_cards = :cards, currency = :currency,
              updated_at = :now, remind_at = :remind
        where id = :cart"""
).bindparams(bindparam("cards", type_=ARRAY(PgUUID(as_uuid=True))))
_CAP = text(
    """update cart_lines l set quantity = s.quantity, updated_at = :now
         from unnest(:lines, :quantities) as s (id, quantity)
        where l.id = s.id and l.cart_id = :cart"""
).bindparams(
    bindparam("lines", type_=ARRAY(PgUUID(as_uuid=True))),
    bindparam("quantities", type_=ARRAY(Integer())),
)
_CHECKOUT = text("select id from checkouts where cart_id = :cart")


async def merge(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    *,
    customer_id: UUID,
    shown: tuple[UUID, str] | None,
    now: datetime,
) -> AccountCart | None:
    """The account's open cart after the shown guest's cart (id, token) has been merged into it;
    None when there is neither.

    Lines of one variant are summed and capped to what is left (a line of something sold out stays,
    with one unit, and says so); prices are today's whenever the cart is looked at; codes of both
    stay and are judged again. One transaction, the caller's; done again, it changes nothing.

    Raises SessionEnded (401) when the account is gone.
    """
    if await customers.lock(session, store.id, customer_id) is None:
        raise SessionEnded
    mine = (await session.execute(_MINE, {"customer": customer_id})).first()
    guest = await _shown(session, shown) if shown is not None else None
    if guest is None or guest.status != CartStatus.OPEN or guest.customer_id is not None:
        return None if mine is None else AccountCart(mine.id, account_token(kernel, mine.id))
    cart_id = guest.id if mine is None else mine.id
    token = account_token(kernel, cart_id)
    values: dict[str, Any] = {"customer": customer_id, "now": now}
    if mine is None:
        hashed = service.token_hash(token)
        remind = now + repository.IDLE
        await session.execute(
            _ADOPT, {**values, "cart": cart_id, "token": hashed, "remind": remind}
        )
    else:
        await _sum(kernel, session, guest, mine, now)
    await _cap(session, store, cart_id, service.token_hash(token), now)
    return AccountCart(cart_id, token)


async def ensure(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    *,
    customer_id: UUID,
    shown: tuple[UUID, str] | None,
    now: datetime,
) -> AccountCart:
    """The same, with an empty cart made where there is none. Raises SessionEnded (401)."""
    found = await merge(kernel, session, store, customer_id=customer_id, shown=shown, now=now)
    if found is not None:
        return found
    cart_id = new_id()
    token = account_token(kernel, cart_id)
    hashed = service.token_hash(token)
    await repository.insert(
        session,
        tenant_id=store.tenant_id,
        store_id=store.id,
        cart_id=cart_id,
        token_hash=hashed,
        currency=store.currency,
        now=now,
    )
    remind = now + repository.IDLE
    await session.execute(
        _ADOPT,
        {"customer": customer_id, "now": now, "cart": cart_id, "token": hashed, "remind": remind},
    )
    return AccountCart(cart_id, token)


async def let_go(session: AsyncSession, customer_id: UUID) -> None:
    """The account's open cart is nobody's, and nobody is reminded of it."""
    await session.execute(_LET_GO, {"customer": customer_id})


async def _shown(session: AsyncSession, shown: tuple[UUID, str]) -> Row[Any] | None:
    cart_id, token = shown
    hashed = service.token_hash(token)
    return (await session.execute(_SHOWN, {"cart": cart_id, "token": hashed})).first()


async def _sum(
    kernel: Kernel, session: AsyncSession, guest: Row[Any], mine: Row[Any], now: datetime
) -> None:
    await session.execute(
        _SUM,
        {
            "guest": guest.id,
            "mine": mine.id,
            "most": service.MAX_LINES,
            "largest": repository.MAX_QUANTITY,
            "now": now,
        },
    )
    await session.execute(
        _TAKE,
        {
            "cart": mine.id,
            "codes": list(dict.fromkeys([*mine.codes, *guest.codes]))[:MAX_CODES],
            "cards": list(dict.fromkeys([*mine.gift_cards, *guest.gift_cards]))[:MAX_CODES],
            # The guest chose last what they want to see prices in.
            "currency": guest.currency,
            "now": now,
            "remind": now + repository.IDLE,
        },
    )
    closed = {"cart": guest.id, "into": mine.id, "token": secrets.token_bytes(32), "now": now}
    await session.execute(_CLOSE, closed)
    for checkout in await session.scalars(_CHECKOUT, {"cart": guest.id}):
        # Nobody competes with what they hold themselves (rules §3).
        await inventory.release(session, outbox=kernel.outbox, holder_id=checkout)


async def _cap(
    session: AsyncSession, store: StoreFacts, cart_id: UUID, token_hash: bytes, now: datetime
) -> None:
    rows = await service.view(
        session, cart_id=cart_id, token_hash=token_hash, country=store.country, now=now
    )
    capped: Mapping[UUID, int] = {
        line.line_id: max(line.available, 1)
        for line in rows.lines
        if line.line_id is not None
        and line.available is not None
        and line.quantity > max(line.available, 1)
    }
    if capped:
        await session.execute(
            _CAP,
            {
                "cart": cart_id,
                "lines": list(capped),
                "quantities": [capped[line] for line in capped],
                "now": now,
            },
        )


_REKEY = text("""update carts set token_hash = :token, updated_at = :now where id = :cart""")
_LEFT = text(
    """select id, status, customer_id, currency, codes, gift_cards from carts
        where id = :cart for no key update"""
)


async def recover(
    kernel: Kernel,
    session: AsyncSession,
    store: StoreFacts,
    *,
    cart_id: UUID,
    shown: tuple[UUID, str] | None,
    now: datetime,
) -> AccountCart:
    """A cart that was left behind, for the browser that followed its signed link: under a new token
    (an account's under its own), with what that browser's own guest cart held.

    Raises CartCompleted (409) when it was bought, LinkOver (410) when it is no more.
    """
    left = (await session.execute(_LEFT, {"cart": cart_id})).first()
    if left is None or left.status == CartStatus.MERGED:
        raise LinkOver
    if left.status != CartStatus.OPEN:
        raise CartCompleted
    other = await _shown(session, shown) if shown is not None else None
    if shown is not None and other is not None and other.id == cart_id:
        return AccountCart(cart_id, shown[1])
    if left.customer_id is not None:
        token = account_token(kernel, cart_id)
    else:
        token = secrets.token_urlsafe(service.TOKEN_BYTES)
        hashed = service.token_hash(token)
        await session.execute(_REKEY, {"cart": cart_id, "token": hashed, "now": now})
    if other is not None and other.status == CartStatus.OPEN and other.customer_id is None:
        await _sum(kernel, session, other, left, now)
    await _cap(session, store, cart_id, service.token_hash(token), now)
    return AccountCart(cart_id, token)
