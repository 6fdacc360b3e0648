"""What happens to a mock customer's book: paid, declined, renewed, changed, ended. Each changes the
book it is given; nothing here reads a clock."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from uuid_utils.compat import uuid7

from ecomm_connectors.payments.errors import ProviderRefused
from ecomm_connectors.subscriptions.mock.book import (
    Book,
    InvoiceRow,
    ItemRow,
    PageRow,
    PendingEvent,
    SubscriptionRow,
)
from ecomm_connectors.subscriptions.port import InvoiceStatus, Item, Preview, Status
from ecomm_connectors.subscriptions.proration import Period, next_end, prorated

GIVEN_UP: Final = timedelta(days=28)
"""After so long without payment the subscription ends; the platform acts on its own, earlier."""
_MOST_PAGES: Final = 20
_MOST_INVOICES: Final = 200


class NotNow(Exception):
    """The page's state does not allow the choice any more."""


def rows_of(items: tuple[Item, ...]) -> list[ItemRow]:
    """The port's items as rows."""
    return [
        ItemRow(name=one.name, title=one.title, amount=one.amount, quantity=one.quantity)
        for one in items
    ]


def add_page(book: Book, page_id: str, page: PageRow) -> None:
    """Keep a page; the oldest go."""
    book.pages[page_id] = page
    while len(book.pages) > _MOST_PAGES:
        book.pages.pop(next(iter(book.pages)))


def first_total(book: Book, page: PageRow) -> int:
    """What a checkout asks for now."""
    months = 12 if page.interval == "year" else 1
    total = sum(row.amount * row.quantity for row in page.items)
    coupon = page.coupon or book.coupon
    off = coupon.off(total, months) if coupon is not None else 0
    return max(total - off - book.credit, 0)


def pay(book: Book, page: PageRow, now: datetime) -> None:
    """The checkout succeeds: the subscription begins. Raises NotNow where one runs already."""
    if page.state == "done":
        return
    if book.current is not None and book.current.status is not Status.ENDED:
        raise NotNow("a subscription runs already")
    now = now.replace(microsecond=0)
    book.made += 1
    book.card_works = True
    book.coupon = page.coupon or book.coupon
    subscription = book.current = SubscriptionRow(
        ref=f"msub_{book.id.removeprefix('mcus_')}_{book.made}",
        status=Status.ACTIVE,
        items=page.items,
        interval=page.interval,
        anchor_day=now.day,
        period_start=now,
        period_end=next_end(now, page.interval),
    )
    page.state = "done"
    _event(book, "customer.subscription.created", now)
    _invoice(book, subscription.total, now, paid=True)


def decline(page: PageRow) -> None:
    """The card is declined; the page stays."""
    if page.state == "done":
        raise NotNow("the page has ended")
    page.state = "declined"


def use_card(book: Book, now: datetime, *, works: bool) -> None:
    """Another card in the portal; with one that works open bills are paid at once."""
    book.card_works = works
    if works:
        pay_open(book, now)


def pay_open(book: Book, now: datetime) -> None:
    """Pay what is open, if the card works."""
    for row in book.invoices:
        if row.status is InvoiceStatus.OPEN and book.card_works:
            row.status, row.paid_at = InvoiceStatus.PAID, now
            _event(book, "invoice.paid", now)
    current = book.current
    if current is not None and current.status is Status.PAST_DUE and book.card_works:
        current.status, current.unpaid_since = Status.ACTIVE, None
        _event(book, "customer.subscription.updated", now)


def advance(book: Book, now: datetime) -> bool:
    """Renew, or end, whatever is over by `now`; whether anything was."""
    moved = False
    current = book.current
    while current is not None and current.status is not Status.ENDED and current.period_end <= now:
        moved = True
        at = current.period_end
        given_up = current.unpaid_since is not None and at - current.unpaid_since >= GIVEN_UP
        if current.cancel_at_end or given_up:
            end(book, at)
            break
        current.period_start = at
        current.period_end = next_end(at, current.interval, anchor_day=current.anchor_day)
        paid = book.card_works and current.unpaid_since is None
        _invoice(book, current.total, at, paid=paid)
        if not paid and current.status is not Status.PAST_DUE:
            current.status, current.unpaid_since = Status.PAST_DUE, at
            _event(book, "customer.subscription.updated", at)
    return moved


def end(book: Book, at: datetime) -> None:
    """It is over, and what is open is not asked for any more. Nothing where it was before."""
    current = book.current
    if current is None or current.status is Status.ENDED:
        return
    current.status = Status.ENDED
    for row in book.invoices:
        if row.status is InvoiceStatus.OPEN:
            row.status = InvoiceStatus.VOID
    _event(book, "customer.subscription.deleted", at)


def undo(book: Book, at: datetime) -> None:
    """It ends, and what was paid for it goes back: its bills are void."""
    end(book, at)
    for row in book.invoices:
        row.status, row.paid_at = InvoiceStatus.VOID, None


def refund(book: Book, invoice_ref: str, amount: int, now: datetime) -> None:
    """Give back some of what was paid on an invoice. Raises ProviderRefused for an invoice that is
    not there, and for more than was paid."""
    row = next((row for row in book.invoices if row.ref == invoice_ref), None)
    if row is None:
        raise ProviderRefused("not_found", "no such invoice")
    paid = row.total if row.status is InvoiceStatus.PAID else 0
    if not 0 < amount <= paid - row.refunded:
        raise ProviderRefused("too_much", "more than was paid")
    row.refunded += amount
    _event(book, "invoice.updated", now)


def preview(book: Book, interval: str, items: list[ItemRow], at: datetime) -> Preview:
    """What a change would cost. Raises NotNow where no subscription runs."""
    current = book.current
    if current is None or current.status is Status.ENDED:
        raise NotNow("no subscription runs")
    return prorated(
        period=Period(current.period_start, current.period_end),
        old_interval=current.interval,
        old_total=current.total,
        old_title=titles(current.items),
        interval=interval,
        total=sum(row.amount * row.quantity for row in items),
        title=titles(items),
        currency=book.currency,
        at=at,
        balance=book.credit,
    )


def change(book: Book, interval: str, items: list[ItemRow], at: datetime, now: datetime) -> None:
    """Change it now, at the sums of `at`. Raises NotNow; a card that does not work leaves the bill
    open and everything as it was otherwise changed."""
    cost = preview(book, interval, items, at)
    current = book.current
    if current is None:
        raise NotNow("no subscription runs")
    book.credit = cost.credit
    if interval != current.interval:
        current.period_start, current.anchor_day = cost.at, cost.at.day
    current.items, current.interval, current.period_end = items, interval, cost.next_at
    current.cancel_at_end = False
    _event(book, "customer.subscription.updated", now)
    if cost.due_now:
        _add_invoice(book, cost.due_now, now, paid=book.card_works)
        if not book.card_works:
            current.status, current.unpaid_since = Status.PAST_DUE, now


def titles(items: list[ItemRow]) -> str:
    """For people: `Growth, 2 x Extra store`."""
    return ", ".join(
        row.title if row.quantity == 1 else f"{row.quantity} \u00d7 {row.title}" for row in items
    )


def _invoice(book: Book, total: int, at: datetime, *, paid: bool) -> None:
    """One period's bill, after coupon and credit."""
    current = book.current
    if book.coupon is not None and current is not None:
        total -= book.coupon.off(total, current.months)
        if book.coupon.left is not None:
            book.coupon.left -= min(current.months, book.coupon.left)
            book.coupon = book.coupon if book.coupon.left else None
    used = min(book.credit, total)
    book.credit -= used
    _add_invoice(book, total - used, at, paid=paid or total == used)


def _add_invoice(book: Book, total: int, at: datetime, *, paid: bool) -> None:
    current = book.current
    if current is None:
        raise NotNow("no subscription runs")
    count = len(book.invoices) + 1
    seed = hashlib.sha256(f"{book.id}:{count}:{at.isoformat()}".encode()).hexdigest()[:24]
    book.invoices.append(
        InvoiceRow(
            ref=f"min_{seed}",
            number=f"{book.id[-6:].upper()}-{count:04}",
            status=InvoiceStatus.PAID if paid else InvoiceStatus.OPEN,
            total=total,
            created_at=at,
            period_start=current.period_start,
            period_end=current.period_end,
            paid_at=at if paid else None,
        )
    )
    del book.invoices[:-_MOST_INVOICES]
    _event(book, "invoice.paid" if paid else "invoice.payment_failed", at)


def _event(book: Book, kind: str, at: datetime) -> None:
    book.events.append(
        PendingEvent(
            id=f"mevt_{uuid7().hex}",
            type=kind,
            subscription=book.current.ref if book.current is not None else None,
            at=at,
            due_at=at,
        )
    )
