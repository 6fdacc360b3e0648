"""What a gift card holds, for whoever has its code: 80 random bits that nobody guesses."""

from commerce.promotions.cards import repository
from commerce.promotions.cards.repository import CardQuery
from commerce.promotions.cards.schemas import GiftCardBalanceOut
from commerce.promotions.cards.service import out
from commerce.promotions.codes import card_hash, plain_card_code
from commerce.promotions.errors import GiftCardNotFound
from commerce.stores.contexts import PublicStoreContext
from ecomm_core import clock


async def balance(context: PublicStoreContext, code: str) -> GiftCardBalanceOut:
    """What the card with this code holds. Raises GiftCardNotFound (404)."""
    plain = plain_card_code(code)
    if plain is None:
        raise GiftCardNotFound
    now = clock.now()
    query = CardQuery(
        code_hash=card_hash(context.kernel, context.store_id, plain),
        last4=None,
        email=None,
        state=None,
        sort="-created",
    )
    rows, _ = await repository.page(
        context.session, context.store_id, query, now, offset=0, limit=1
    )
    if not rows:
        raise GiftCardNotFound
    card = out(rows[0], now)
    return GiftCardBalanceOut(
        last4=card.last4, balance=card.balance, state=card.state, expires_at=card.expires_at
    )
