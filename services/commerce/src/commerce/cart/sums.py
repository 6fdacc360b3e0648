"""A cart worked out: sale prices in its currency, promotions, tax, and who pays (rules §2, §4, §9).

The order is the rules': sale price, promotions with their trace, shipping promotions, tax, tenders.
Pure: everything it needs was read by one statement (`reads.cart_lines`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from commerce.cart.errors import CurrencyUnavailable
from commerce.cart.pieces import Piece, pieces_of, whole_lines
from commerce.cart.stock import left_per_line
from commerce.cart.totals import NO_SHIPPING, Line, Part, Shipping, TaxRule, Totals, compute
from commerce.catalog.schemas import TaxClass
from commerce.pricing.currencies.convert import StaleRate
from commerce.pricing.currencies.exchange import Exchange, exchange_of
from commerce.pricing.taxes.computing import Rounding
from commerce.pricing.taxes.matching import Place, Rate
from commerce.promotions.engine.judge import judge
from commerce.promotions.engine.model import Basket, Item, Result, Rule, Verdict
from commerce.promotions.loading import as_it_is, rule_of
from commerce.promotions.tenders import GiftCardBalance, Tender, TenderKind, plan
from commerce.reads.cart_lines import CartRows, LineRow

ShippingPrice = Callable[[int, int], int]
"""(discounted items as shown, grams) to what shipping costs, in the cart's currency."""


@dataclass(frozen=True, slots=True)
class CartTaxes:
    """The store's choices that a cart needs before an address is known."""

    inclusive: bool
    shipping_taxable: bool

    def at(self, rows: CartRows, place: Place | None) -> TaxRule:
        """The rule for goods that go to `place` (of the country the rows were read for)."""
        rounding = (rows.settings or {}).get("tax_rounding", Rounding.LINE)
        return TaxRule(
            tuple(_rate(row) for row in rows.tax_rates),
            place,
            self.inclusive,
            self.shipping_taxable,
            Rounding(rounding),
        )

    def before_address(self, rows: CartRows, country: str) -> TaxRule:
        """Inclusive prices show the home country's tax; exclusive ones none until it is known
        where the goods go."""
        return self.at(rows, Place(country) if self.inclusive else None)


@dataclass(frozen=True, slots=True)
class Shopper:
    """What is known of who buys: the segments they are in, and whether they said who they are."""

    known: bool = False
    segments: frozenset[UUID] = frozenset()


NOBODY = Shopper()


@dataclass(frozen=True, slots=True)
class Prices:
    """The cart's lines at today's prices in its currency."""

    rows: CartRows
    exchange: Exchange | None
    units: tuple[int, ...]
    compare: tuple[int | None, ...]

    def amount(self, value: int) -> int:
        """An amount of the store's currency in the cart's."""
        return value if self.exchange is None else self.exchange.amount(value)

    @property
    def left(self) -> tuple[int | None, ...]:
        """Units of each line that can be had beside the lines before it."""
        return left_per_line(self.rows.lines)

    @property
    def subtotal(self) -> int:
        """All lines at these prices."""
        return sum(
            unit * line.quantity for unit, line in zip(self.units, self.rows.lines, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Sums:
    """A cart worked out. `tenders` sum up to the total; `due` is the payment provider's part.
    `totals.lines` are those of the `pieces` (a bundle's components); `lines` those of the cart."""

    prices: Prices
    pieces: tuple[Piece, ...]
    lines: tuple[Part, ...]
    totals: Totals
    trace: tuple[Verdict, ...]
    unknown_codes: tuple[str, ...]
    tenders: tuple[Tender, ...]

    @property
    def due(self) -> int:
        """What is left for the payment provider."""
        return sum(t.amount for t in self.tenders if t.kind is TenderKind.PROVIDER)

    @property
    def applied(self) -> tuple[Verdict, ...]:
        """The rules that took something."""
        return tuple(verdict for verdict in self.trace if verdict.applied)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a cart is worked out for. `place` None: no address yet."""

    tax: TaxRule
    at: datetime
    shipping: ShippingPrice | None = None
    shopper: Shopper = NOBODY
    groups: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)
    use_credit: bool = False
    test: bool = False


def prices_of(rows: CartRows, at: datetime) -> Prices:
    """Today's prices: the merchant's own in the cart's currency, else by the rate (R9.1).

    Raises CurrencyUnavailable (409) when no rate is young enough.
    """
    exchange = exchange_for(rows, at)
    if exchange is None:
        return Prices(
            rows,
            None,
            tuple(line.price for line in rows.lines),
            tuple(line.compare_at_price for line in rows.lines),
        )
    return Prices(
        rows,
        exchange,
        tuple(price_of(line, exchange) for line in rows.lines),
        tuple(_compare(line, exchange) for line in rows.lines),
    )


def price_of(line: LineRow, exchange: Exchange | None) -> int:
    """One unit of a line in the cart's currency."""
    if exchange is None:
        return line.price
    return line.own_price if line.own_price is not None else exchange.price(line.price)


def exchange_for(rows: CartRows, at: datetime) -> Exchange | None:
    """How the store's currency becomes the cart's; None where it is the same.

    Raises CurrencyUnavailable (409).
    """
    if rows.currency == rows.base_currency:
        return None
    try:
        return exchange_of(
            rows.exchange,
            of=rows.base_currency,
            to=rows.currency,
            today=at.date(),
            max_age_days=(rows.settings or {}).get("max_age_days"),
        )
    except StaleRate as error:
        raise CurrencyUnavailable from error


def work_out(prices: Prices, asked: Asked) -> Sums:
    """Promotions, tax and tenders of a priced cart."""
    rows = prices.rows
    lines = [
        Line(unit, line.quantity, tax_class=_tax_class(line))
        for unit, line in zip(prices.units, rows.lines, strict=True)
    ]
    convert = prices.amount if prices.exchange else as_it_is
    rules = [rule_of(row, convert, currency=rows.currency) for row in rows.discounts]
    result, shipping = _promoted(prices, lines, rules, asked)
    if result.items:
        lines = [
            Line(line.unit_price, line.quantity, discount, line.tax_class)
            for line, discount in zip(lines, result.lines, strict=True)
        ]
    pieces = pieces_of(rows.lines, lines, prices.exchange)
    totals = compute([piece.sold for piece in pieces], tax=asked.tax, shipping=shipping)
    whole = whole_lines(pieces, totals.lines, len(lines))
    known = {row["code_key"] for row in rows.discounts}
    return Sums(
        prices=prices,
        pieces=pieces,
        lines=whole,
        totals=totals,
        trace=result.trace,
        unknown_codes=tuple(code for code in rows.codes if code not in known),
        tenders=_tenders(prices, whole, totals.total, asked),
    )


def _promoted(
    prices: Prices, lines: Sequence[Line], rules: Sequence[Rule], asked: Asked
) -> tuple[Result, Shipping]:
    """What the promotions take, and shipping with it. What shipping costs depends on the discounted
    items, and what saves most may depend on shipping: judged again when the price moved."""
    cost = _shipping_cost(prices, asked)
    amount = cost(prices.subtotal)
    nothing = Result(tuple(0 for _ in lines), 0, ())
    if not rules:
        return nothing, Shipping(amount) if asked.shipping else NO_SHIPPING
    result = judge(rules, _basket(prices, lines, asked, amount))
    after = cost(prices.subtotal - result.items)
    if after != amount:
        result = judge(rules, _basket(prices, lines, asked, after))
        after = cost(prices.subtotal - result.items)
    return result, Shipping(after, min(result.shipping, after))


def _shipping_cost(prices: Prices, asked: Asked) -> Callable[[int], int]:
    quote = asked.shipping
    if quote is None:
        return lambda _items: 0
    grams = sum(line.grams * line.quantity for line in prices.rows.lines)
    return lambda items: quote(items, grams)


def _basket(prices: Prices, lines: Sequence[Line], asked: Asked, shipping: int) -> Basket:
    rows = prices.rows
    items = []
    for line, row in zip(lines, rows.lines, strict=True):
        if row.product_id is None or row.line_id is None:
            raise ValueError("only lines that are in the cart are judged")
        items.append(
            Item(
                id=row.line_id,
                product_id=row.product_id,
                variant_id=row.variant_id,
                unit_price=line.unit_price,
                quantity=line.quantity,
                groups=asked.groups.get(row.product_id, frozenset()),
                discountable=not row.gift_card,
            )
        )
    return Basket(
        items=tuple(items),
        currency=rows.currency,
        at=asked.at,
        shipping=shipping,
        codes=frozenset(rows.codes),
        segments=asked.shopper.segments,
        customer_known=asked.shopper.known,
    )


def _tenders(prices: Prices, lines: Sequence[Part], total: int, asked: Asked) -> tuple[Tender, ...]:
    """Gift cards pay no gift cards (R4.6)."""
    rows = prices.rows
    cards = [
        card
        for card in map(_card, rows.gift_cards)
        if usable(card, rows.currency, asked.at, test=asked.test)
    ]
    credit = rows.credit if asked.use_credit else None
    bought = sum(part.gross for part, line in zip(lines, rows.lines, strict=True) if line.gift_card)
    return plan(
        total,
        gift_card_lines=bought,
        cards=[GiftCardBalance(card.id, card.balance, card.expires_at) for card in cards],
        credit=None if credit is None else (UUID(credit["id"]), max(credit["balance"], 0)),
    )


@dataclass(frozen=True, slots=True)
class Card:
    """A gift card that the shopper entered."""

    id: UUID
    last4: str
    currency: str
    active: bool
    test: bool
    balance: int
    expires_at: datetime | None


def _card(row: Mapping[str, Any]) -> Card:
    expires = row["expires_at"]
    return Card(
        id=UUID(row["id"]),
        last4=row["last4"],
        currency=row["currency"],
        active=row["active"],
        test=row["test"],
        balance=max(row["balance"], 0),
        expires_at=None if expires is None else datetime.fromisoformat(expires),
    )


def cards_of(rows: CartRows) -> list[Card]:
    """The cart's gift cards, usable or not."""
    return [_card(row) for row in rows.gift_cards]


def usable(card: Card, currency: str, at: datetime, *, test: bool) -> bool:
    """Whether a card can pay a cart in `currency` now. One that was bought with test money pays
    test orders only."""
    fresh = card.expires_at is None or card.expires_at > at
    fits = card.currency == currency and (test or not card.test)
    return card.active and fresh and fits and card.balance > 0


def _tax_class(line: LineRow) -> TaxClass:
    """Gift cards are untaxed at sale: what they buy is taxed (R4.6)."""
    return TaxClass.ZERO if line.gift_card else TaxClass(line.tax_class)


def _compare(line: LineRow, exchange: Exchange) -> int | None:
    if line.own_price is not None:
        return line.own_compare_at_price
    return None if line.compare_at_price is None else exchange.price(line.compare_at_price)


def _rate(row: Mapping[str, Any]) -> Rate:
    return Rate(
        name=row["name"],
        ppm=row["ppm"],
        country=row["country"],
        state=row["state"],
        postal_pattern=row["postal_pattern"],
        tax_class=TaxClass(row["tax_class"]),
        slot=row["slot"],
    )
