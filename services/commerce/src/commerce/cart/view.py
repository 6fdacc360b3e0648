"""A cart as its shopper sees it: current prices, what is left, what must change before checkout."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, cast
from uuid import UUID

from commerce.cart.models import CartStatus
from commerce.cart.schemas import (
    AppliedDiscountOut,
    CartComponentOut,
    CartGiftCardOut,
    CartLineOut,
    CartOut,
    CodeFactsOut,
    CodeOut,
    NewCartOut,
    TotalsOut,
)
from commerce.cart.sums import Sums, cards_of
from commerce.cart.totals import Totals, compute
from commerce.catalog.media.storage import storage_of
from commerce.catalog.schemas import ImageOut, ImageSize
from commerce.promotions.engine.model import Reason, Verdict
from commerce.promotions.tenders import Tender, TenderKind
from commerce.promotions.words import words
from commerce.reads.cart_lines import CartRows, LineRow
from ecomm_core.api.schemas import Money
from ecomm_core.kernel import Kernel

Problem = Literal["sold_out", "not_enough", "unavailable", "price_changed"]

PublicUrl = Callable[[str], str]
"""Storage key to the address browsers load."""


def public_url(kernel: Kernel) -> PublicUrl:
    """How this process's storage names what it keeps, for browsers."""
    return storage_of(kernel).public_url


def problem_of(line: LineRow, price: int, left: int | None) -> Problem | None:
    """What stands between this line at `price` and checkout; the gravest first. `left`: units that
    can be had beside the lines before it."""
    if not (line.known and line.on_sale):
        return "unavailable"
    if left is not None and left < line.quantity:
        return "not_enough" if left > 0 else "sold_out"
    return "price_changed" if price != line.seen_price else None


def money(amount: int, currency: str) -> Money:
    """Money of ours, not validated again."""
    return Money.model_construct(amount=amount, currency=currency)


def totals_out(totals: Totals, currency: str, tenders: Sequence[Tender] = ()) -> TotalsOut:
    """The sums as the shopper sees prices; `tenders` say what gift cards and credit pay."""
    paid = sum(t.amount for t in tenders if t.kind is not TenderKind.PROVIDER)
    return TotalsOut.model_construct(
        subtotal=money(totals.subtotal, currency),
        discount=money(totals.discount, currency),
        shipping=money(totals.shipping_shown, currency),
        shipping_discount=money(totals.shipping.discount, currency),
        tax=money(totals.tax, currency),
        total=money(totals.total, currency),
        paid_by_balance=money(paid, currency),
        due=money(totals.total - paid, currency),
    )


def image_out(picture: dict[str, Any] | None, url: PublicUrl) -> ImageOut | None:
    """A stored picture with the addresses of its widths."""
    if picture is None or not picture["sizes"]:
        return None
    sizes = [
        ImageSize.model_construct(width=size["width"], url=url(size["key"]))
        for size in picture["sizes"]
    ]
    return ImageOut.model_construct(
        id=UUID(picture["id"]),
        alt=picture["alt"],
        width=picture["width"],
        height=picture["height"],
        url=sizes[-1].url,
        sizes=sizes,
    )


def empty_cart(cart_id: UUID, currency: str, token: str, free_from: int | None) -> NewCartOut:
    """A cart that has just been made."""
    return NewCartOut.model_construct(
        id=cart_id,
        status=CartStatus.OPEN.value,
        currency=currency,
        lines=[],
        items=0,
        totals=totals_out(compute([]), currency),
        discounts=[],
        codes=[],
        gift_cards=[],
        store_credit=None,
        free_shipping_from=None if free_from is None else money(free_from, currency),
        token=token,
    )


def cart_out(sums: Sums, url: PublicUrl) -> CartOut:
    """The cart, whole."""
    prices, rows = sums.prices, sums.prices.rows
    thresholds = [rate.free_over for rate in rows.rates if rate.free_over is not None]
    free_from = min(thresholds, default=None)
    lines = zip(rows.lines, prices.units, prices.compare, sums.lines, prices.left, strict=True)
    return CartOut.model_construct(
        id=rows.id,
        # A draft's cart is shown to nobody: no token of it exists.
        status=cast("Literal['open', 'completed', 'merged']", rows.status),
        currency=rows.currency,
        lines=[
            _line_out(line, unit, compare, part.discount, left, rows.currency, url)
            for line, unit, compare, part, left in lines
        ],
        items=sum(line.quantity for line in rows.lines),
        totals=totals_out(sums.totals, rows.currency, sums.tenders),
        discounts=[discount_out(verdict, rows.currency) for verdict in sums.applied],
        codes=codes_out(sums),
        gift_cards=_cards_out(sums),
        store_credit=_credit_out(rows),
        free_shipping_from=None
        if free_from is None
        else money(prices.amount(free_from), rows.currency),
    )


def discount_out(verdict: Verdict, currency: str) -> AppliedDiscountOut:
    """A promotion that took something."""
    return AppliedDiscountOut.model_construct(
        name=verdict.name,
        code=verdict.code,
        target=verdict.target.value,
        amount=money(verdict.amount, currency),
    )


def codes_out(sums: Sums) -> list[CodeOut]:
    """Each code the shopper entered, and why it takes nothing where it does."""
    currency = sums.prices.rows.currency
    by_code = {v.code.casefold(): v for v in sums.trace if v.code is not None}
    found = []
    for code in sums.prices.rows.codes:
        verdict = by_code.get(code)
        reason = Reason.UNKNOWN if verdict is None else verdict.reason
        facts = {} if verdict is None else verdict.facts
        found.append(
            CodeOut.model_construct(
                code=code if verdict is None or verdict.code is None else verdict.code,
                applied=reason is None,
                reason=None if reason is None else reason.value,
                message=None if reason is None else words(reason, facts, currency),
                facts=_facts(reason, facts, currency),
            )
        )
    return found


def _facts(reason: Reason | None, facts: Mapping[str, str | int], currency: str) -> CodeFactsOut:
    """The figures of a reason by what they are; ids of rules stay inside."""
    sum_ = reason is Reason.BELOW_MINIMUM_SUBTOTAL
    count = facts.get("have") is not None and not sum_
    return CodeFactsOut(
        minimum=money(int(facts["minimum"]), currency) if sum_ else None,
        needed=int(facts["minimum"]) if count else None,
        have=int(facts["have"]) if count else None,
        name=None if facts.get("name") is None else str(facts["name"]),
        currency=None if facts.get("currency") is None else str(facts["currency"]),
    )


def _cards_out(sums: Sums) -> list[CartGiftCardOut]:
    rows = sums.prices.rows
    pays = {t.id: t.amount for t in sums.tenders if t.kind is TenderKind.GIFT_CARD}
    return [
        CartGiftCardOut.model_construct(
            id=card.id,
            last4=card.last4,
            balance=money(card.balance, card.currency),
            pays=money(pays.get(card.id, 0), rows.currency),
            expires_at=card.expires_at,
        )
        for card in cards_of(rows)
    ]


def _credit_out(rows: CartRows) -> Money | None:
    balance = 0 if rows.credit is None else max(rows.credit["balance"], 0)
    return money(balance, rows.currency) if balance else None


def _line_out(
    line: LineRow,
    unit: int,
    compare: int | None,
    discount: int,
    left: int | None,
    currency: str,
    url: PublicUrl,
) -> CartLineOut:
    if line.line_id is None or line.product_id is None:
        raise ValueError("only lines that are in the cart are shown")
    return CartLineOut.model_construct(
        id=line.line_id,
        variant_id=line.variant_id,
        product_id=line.product_id,
        product_slug=line.product_slug,
        title=line.title,
        variant_title=line.variant_title,
        quantity=line.quantity,
        unit_price=money(unit, currency),
        compare_at_price=money(compare, currency) if compare is not None else None,
        line_total=money(unit * line.quantity, currency),
        discount=money(discount, currency),
        image=image_out(line.picture, url),
        available=left,
        problem=problem_of(line, unit, left),
        components=[
            CartComponentOut.model_construct(
                variant_id=part.variant_id,
                product_slug=part.product_slug,
                title=part.title,
                variant_title=part.variant_title,
                quantity=part.quantity,
                image=image_out(part.picture, url),
            )
            for part in line.components
        ],
    )
