"""The mock behind the subscription port. No money moves."""

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Protocol

from ecomm_connectors.payments.errors import (
    InvalidSignature,
    ProviderRefused,
    ProviderUnavailable,
)
from ecomm_connectors.payments.signature import find_header, verify
from ecomm_connectors.subscriptions.mock import rules
from ecomm_connectors.subscriptions.mock.book import (
    Book,
    CouponRow,
    PageRow,
    PendingEvent,
    SubscriptionRow,
)
from ecomm_connectors.subscriptions.port import (
    ChangeRequest,
    CheckoutRequest,
    CreditRequest,
    HostedPage,
    InvoiceState,
    InvoiceStatus,
    Item,
    Preview,
    SubscriptionEvent,
    SubscriptionState,
    Undone,
)

NAME: Final = "mock"
SIGNATURE_HEADER: Final = "Mock-Signature"
_RACES: Final = 50
_KEPT: Final = timedelta(days=3)


class MockBooks(Protocol):
    """Storage of books. Each method is atomic by itself and commits before it returns."""

    async def add(self, book_id: str, body: str, due_at: datetime | None) -> bool:
        """Insert at version 1; False when the id is taken."""
        ...

    async def get(self, book_id: str) -> str | None:
        """The book, None when unknown."""
        ...

    async def replace(self, book_id: str, body: str, due_at: datetime | None, version: int) -> bool:
        """Store it as the version after `version`; False when another is stored."""
        ...

    async def list_due(self, now: datetime, limit: int) -> Sequence[str]:
        """Ids with something to do by `now`, the earliest first."""
        ...


class MockSubscriptions:
    """`SubscriptionProvider` that keeps its books in a `MockBooks`.

    secret: signs webhooks and makes ids unguessable. page_url: where its pages are mounted.
    """

    def __init__(
        self, books: MockBooks, *, secret: str, page_url: str, clock: Callable[[], datetime]
    ) -> None:
        self.books = books
        self.clock = clock
        self.secret = secret
        self._page_url = page_url.rstrip("/")

    @property
    def name(self) -> str:
        return NAME

    async def open_checkout(self, request: CheckoutRequest) -> HostedPage:
        book = await self._book_of(request)
        coupon = request.coupon
        page = PageRow(
            kind="checkout",
            key=request.idempotency_key,
            fingerprint=_fingerprint(request),
            state="open",
            success_url=request.success_url,
            cancel_url=request.cancel_url,
            interval=request.interval,
            items=rules.rows_of(request.items),
            coupon=None
            if coupon is None
            else CouponRow(percent=coupon.percent, amount=coupon.amount, left=coupon.months),
        )
        return await self._open(book.id, page)

    async def close_page(self, ref: str) -> bool:
        closed = True

        def act(book: Book, _now: datetime) -> None:
            nonlocal closed
            page = book.pages.get(ref)
            closed = page is None or page.state != "done"
            if closed:
                book.pages.pop(ref, None)

        await self._act(_book_id(ref), act)
        return closed

    async def undo(self, ref: str) -> Undone:
        # A book has one subscription: the mock's customer never pays for two.
        book = await self._act(await self._id_of(ref), rules.undo)
        given = sum(row.total for row in book.invoices if row.status is InvoiceStatus.VOID)
        return Undone(given, book.currency)

    async def open_portal(self, customer_ref: str, *, return_url: str) -> HostedPage:
        page = PageRow(
            kind="portal",
            key=f"portal:{self.clock().timestamp()}",
            fingerprint="",
            state="open",
            success_url=return_url,
            cancel_url=return_url,
        )
        return await self._open(customer_ref, page)

    async def fetch(self, ref: str) -> SubscriptionState:
        book = await self._of_subscription(ref)
        return _state(book, _need_current(book))

    async def invoices(self, ref: str) -> tuple[InvoiceState, ...]:
        book = await self._of_subscription(ref)
        return tuple(
            InvoiceState(
                ref=row.ref,
                number=row.number,
                status=row.status,
                total=row.total,
                currency=book.currency,
                created_at=row.created_at,
                period_start=row.period_start,
                period_end=row.period_end,
                paid_at=row.paid_at,
                url=None,
                subscription_ref=ref,
                tax=0,
                paid=row.total if row.status is InvoiceStatus.PAID else 0,
                refunded=row.refunded,
            )
            for row in reversed(book.invoices[-24:])
        )

    async def preview(
        self, ref: str, *, interval: str, items: tuple[Item, ...], at: datetime
    ) -> Preview:
        book = await self._of_subscription(ref)
        try:
            return rules.preview(book, interval, rules.rows_of(items), at)
        except rules.NotNow as error:
            raise ProviderRefused("not_running", str(error)) from error

    async def change(self, request: ChangeRequest) -> SubscriptionState:
        mark = _fingerprint(request)

        def act(book: Book, now: datetime) -> None:
            made = book.changes.get(request.idempotency_key)
            if made is not None and made != mark:
                raise ProviderRefused("idempotency_conflict", "the key was used for another change")
            if made is None:
                rows = rules.rows_of(request.items)
                rules.change(book, request.interval, rows, request.at, now)
                book.changes[request.idempotency_key] = mark
                while len(book.changes) > 50:
                    book.changes.pop(next(iter(book.changes)))

        book = await self._act(await self._id_of(request.ref), act)
        return _state(book, _need_current(book))

    async def cancel_at_end(self, ref: str, *, on: bool) -> SubscriptionState:
        def act(book: Book, _now: datetime) -> None:
            _need_current(book).cancel_at_end = on

        book = await self._act(await self._id_of(ref), act)
        return _state(book, _need_current(book))

    async def add_credit(self, request: CreditRequest) -> str:
        def act(book: Book, _now: datetime) -> None:
            if request.currency != book.currency:
                raise ProviderRefused("currency", "the customer pays in another currency")
            given = book.credits.get(request.key)
            if given is not None and given != request.amount:
                raise ProviderRefused("idempotency_conflict", "the key was used for another credit")
            if given is None:
                book.credits[request.key] = request.amount
                book.credit += request.amount

        await self._act(request.customer_ref, act)
        return f"mcred_{hashlib.sha256(request.key.encode()).hexdigest()[:24]}"

    async def refund(self, ref: str, invoice_ref: str, amount: int) -> None:
        """Give back what was paid on an invoice, which no page offers: for operators and tests.
        Raises ProviderRefused (`not_found`, `too_much`), ProviderUnavailable."""
        await self._act(
            await self._id_of(ref), lambda book, now: rules.refund(book, invoice_ref, amount, now)
        )

    async def end(self, ref: str) -> None:
        """End it at once, which no page offers: for operators. Raises ProviderRefused
        (`not_found`), ProviderUnavailable."""
        await self._act(await self._id_of(ref), rules.end)

    def parse_webhook(
        self, raw_body: bytes, headers: Mapping[str, str], now: datetime
    ) -> SubscriptionEvent | None:
        verify(raw_body, find_header(headers, SIGNATURE_HEADER), [self.secret], now)
        try:
            said = json.loads(raw_body)
            return SubscriptionEvent(
                provider=NAME,
                event_id=str(said["id"])[:255],
                type=str(said["type"])[:255],
                ref=said["subscription"],
                reference=said["reference"],
                occurred_at=datetime.fromtimestamp(said["created"], UTC),
            )
        except (ValueError, TypeError, KeyError, OverflowError, OSError, RecursionError) as error:
            raise InvalidSignature("the signed body is not an event") from error

    async def page(self, page_id: str) -> tuple[Book, PageRow]:
        """A hosted page and whose it is. Raises ProviderRefused (`not_found`)."""
        book = await self._need(_book_id(page_id))
        page = book.pages.get(page_id)
        if page is None:
            raise ProviderRefused("not_found", "no such page")
        return book, page

    async def choose(
        self, page_id: str, act: Callable[[Book, PageRow, datetime], None]
    ) -> tuple[Book, PageRow]:
        """Do what was chosen on a page. Raises NotNow, ProviderRefused."""

        def on_page(book: Book, now: datetime) -> None:
            page = book.pages.get(page_id)
            if page is None:
                raise ProviderRefused("not_found", "no such page")
            act(book, page, now)

        book = await self._act(_book_id(page_id), on_page)
        return book, book.pages[page_id]

    async def advance(self, book_id: str) -> Book:
        """Let time do its part: renewals, ends."""
        return await self._act(book_id, lambda _book, _now: None)

    async def settle(self, book_id: str, event: PendingEvent, *, delivered: bool) -> None:
        """Note what became of a webhook; one that was not taken comes again, for three days."""

        def act(book: Book, now: datetime) -> None:
            mine = [one for one in book.events if one.id == event.id]
            book.events = [one for one in book.events if one.id != event.id]
            if mine and not delivered and now - event.at < _KEPT:
                pause = min(timedelta(seconds=5 * 2 ** min(event.attempts, 10)), timedelta(hours=1))
                again = {"attempts": event.attempts + 1, "due_at": now + pause}
                book.events.append(event.model_copy(update=again))

        await self._act(book_id, act)

    async def _book_of(self, request: CheckoutRequest) -> Book:
        digest = hmac.new(self.secret.encode(), request.reference.encode(), hashlib.sha256)
        book = Book(
            id=f"mcus_{digest.hexdigest()[:32]}",
            version=1,
            reference=request.reference,
            currency=request.currency,
            email=request.email,
        )
        if await self.books.add(book.id, book.model_dump_json(), None):
            return book
        return await self._need(book.id)

    async def _open(self, book_id: str, page: PageRow) -> HostedPage:
        digest = hmac.new(self.secret.encode(), page.key.encode(), hashlib.sha256).hexdigest()
        page_id = f"mpage_{book_id.removeprefix('mcus_')}_{digest[:32]}"

        def act(book: Book, _now: datetime) -> None:
            there = book.pages.get(page_id)
            if there is not None and there.fingerprint != page.fingerprint:
                raise ProviderRefused("idempotency_conflict", "the key was used for another page")
            if there is None:
                rules.add_page(book, page_id, page)

        await self._act(book_id, act)
        return HostedPage(page_id, f"{self._page_url}/pages/{page_id}")

    async def _act(self, book_id: str, act: Callable[[Book, datetime], None]) -> Book:
        """Change a book as of now; whoever came between makes it happen on theirs."""
        for _ in range(_RACES):
            book = await self._need(book_id)
            before, now = book.version, self.clock()
            rules.advance(book, now)
            act(book, now)
            book.version = before + 1
            if await self.books.replace(book_id, book.model_dump_json(), book.due_at, before):
                return book
        raise ProviderUnavailable("too many at once", retry_after=1)

    async def _need(self, book_id: str) -> Book:
        body = await self.books.get(book_id)
        if body is None:
            raise ProviderRefused("not_found", "no such customer")
        return Book.model_validate_json(body)

    async def _id_of(self, ref: str) -> str:
        return (await self._of_subscription(ref)).id

    async def _of_subscription(self, ref: str) -> Book:
        book = await self._need(_book_id(ref))
        if book.current is None or book.current.ref != ref:
            raise ProviderRefused("not_found", "no such subscription")
        return book


def _book_id(ref: str) -> str:
    """The book behind a page's or a subscription's id."""
    parts = ref.split("_")
    return f"mcus_{parts[1]}" if len(parts) == 3 else ""


def _need_current(book: Book) -> SubscriptionRow:
    if book.current is None:
        raise ProviderRefused("not_found", "no such subscription")
    return book.current


def _state(book: Book, row: SubscriptionRow) -> SubscriptionState:
    return SubscriptionState(
        provider=NAME,
        ref=row.ref,
        customer_ref=book.id,
        reference=book.reference,
        status=row.status,
        items={item.name: item.quantity for item in row.items},
        interval=row.interval,
        currency=book.currency,
        period_start=row.period_start,
        period_end=row.period_end,
        cancel_at_end=row.cancel_at_end,
        card="Test card 4242" if book.card_works else "Test card 0002",
        test=True,
    )


def _fingerprint(request: Any) -> str:
    return hashlib.sha256(json.dumps(asdict(request), default=str).encode()).hexdigest()
