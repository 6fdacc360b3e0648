"""A cart as its shopper sees it: current prices, what is left, what must change before checkout."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from commerce.cart.models import CartStatus
from commerce.cart.schemas import CartLineOut, CartOut, NewCartOut, TotalsOut
from commerce.cart.totals import Line, TaxRule, Totals, compute
from commerce.catalog.schemas import ImageOut, ImageSize
from commerce.reads.cart_lines import CartRows, LineRow
from ecomm_core.api.schemas import Money
from ecomm_core.kernel import Kernel
from ecomm_core.storage import Storage

Problem = Literal["sold_out", "not_enough", "unavailable", "price_changed"]
STORAGE = "storage"
"""Part of the kernel that keeps files."""

PublicUrl = Callable[[str], str]
"""Storage key to the address browsers load."""


@dataclass(frozen=True, slots=True)
class CartTaxes:
    """The store's choices that a cart needs before an address is known."""

    inclusive: bool
    shipping_taxable: bool

    def before_address(self, rows: CartRows) -> TaxRule:
        """Inclusive prices show the home country's tax; exclusive ones none until it is known
        where the goods go."""
        rate = rows.tax.rate_ppm if rows.tax and self.inclusive else 0
        return TaxRule(rate, self.inclusive, self.shipping_taxable)

    def at(self, rows: CartRows) -> TaxRule:
        """The rule for the country the rows were read for."""
        rate = rows.tax.rate_ppm if rows.tax else 0
        return TaxRule(rate, self.inclusive, self.shipping_taxable)


def public_url(kernel: Kernel) -> PublicUrl:
    """How this process's storage names what it keeps, for browsers."""
    storage: Storage | None = kernel.parts.get(STORAGE)
    return storage.public_url if storage is not None else _relative


def _relative(key: str) -> str:
    """The API's own route for files."""
    return f"/media/{key}"


def problem_of(line: LineRow) -> Problem | None:
    """What stands between this line and checkout; the gravest first."""
    if not (line.known and line.on_sale):
        return "unavailable"
    if line.available is not None and line.available < line.quantity:
        return "not_enough" if line.available > 0 else "sold_out"
    return "price_changed" if line.price != line.seen_price else None


def priced(rows: CartRows) -> list[Line]:
    """The lines at today's prices."""
    return [Line(line.price, line.quantity) for line in rows.lines]


def money(amount: int, currency: str) -> Money:
    """Money of ours, not validated again."""
    return Money.model_construct(amount=amount, currency=currency)


def totals_out(totals: Totals, currency: str) -> TotalsOut:
    """The sums as the shopper sees prices."""
    return TotalsOut.model_construct(
        subtotal=money(totals.subtotal, currency),
        discount=money(totals.discount, currency),
        shipping=money(totals.shipping_shown, currency),
        tax=money(totals.tax, currency),
        total=money(totals.total, currency),
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
        free_shipping_from=None if free_from is None else money(free_from, currency),
        token=token,
    )


def cart_out(rows: CartRows, taxes: CartTaxes, url: PublicUrl) -> CartOut:
    """The cart, whole."""
    totals = compute(priced(rows), tax=taxes.before_address(rows))
    thresholds = [rate.free_over for rate in rows.rates if rate.free_over is not None]
    free_from = min(thresholds, default=None)
    return CartOut.model_construct(
        id=rows.id,
        status=CartStatus(rows.status).value,
        currency=rows.currency,
        lines=[_line_out(line, rows.currency, url) for line in rows.lines],
        items=sum(line.quantity for line in rows.lines),
        totals=totals_out(totals, rows.currency),
        free_shipping_from=None if free_from is None else money(free_from, rows.currency),
    )


def _line_out(line: LineRow, currency: str, url: PublicUrl) -> CartLineOut:
    if line.line_id is None or line.product_id is None:
        raise ValueError("only lines that are in the cart are shown")
    compare = line.compare_at_price
    return CartLineOut.model_construct(
        id=line.line_id,
        variant_id=line.variant_id,
        product_id=line.product_id,
        product_slug=line.product_slug,
        title=line.title,
        variant_title=line.variant_title,
        quantity=line.quantity,
        unit_price=money(line.price, currency),
        compare_at_price=money(compare, currency) if compare is not None else None,
        line_total=money(line.price * line.quantity, currency),
        image=image_out(line.picture, url),
        available=line.available,
        problem=problem_of(line),
    )
