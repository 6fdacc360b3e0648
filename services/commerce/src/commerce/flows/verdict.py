"""What follows from what the provider says about a checkout's payments: a pure decision.

Every path to an order goes through `judge`: the shopper's return, the provider's webhook, the
sweeper. Which news arrive first, twice, or late must not matter.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from commerce.checkout.service import CheckoutState
from commerce.payments.service import OPEN, TAKEN, PaymentStatus, Truth, is_right, translate
from commerce.reads.checkout_case import AttemptRow, CheckoutCase
from ecomm_connectors.payments.port import PaymentState
from ecomm_connectors.payments.port import PaymentStatus as Told

Reason = Literal["mismatch", "superseded", "surplus", "no_stock", "no_balance", "withdrawn"]

RETURNED = {
    "mismatch": "What was paid does not fit this checkout. Your money is on its way back.",
    "superseded": "You paid for an earlier version of this cart. Your money is on its way back.",
    "surplus": "This order was paid twice. The second payment is on its way back.",
    "no_stock": "Your payment arrived after the last unit was sold. Your money is on its way back.",
    "no_balance": "Your payment arrived after the gift card or discount was used elsewhere. Your "
    "money is on its way back.",
    "withdrawn": "The shop has withdrawn this offer. Your money is on its way back.",
}
"""For the shopper."""


@dataclass(frozen=True, slots=True)
class News:
    """What the provider said about one attempt; `told` None: it has never heard of it."""

    attempt: AttemptRow
    told: PaymentState | None
    checked_at: datetime

    @property
    def truth(self) -> Truth:
        """What to write."""
        if self.told is not None:
            return translate(self.attempt, self.told, self.checked_at)
        return Truth(
            status=PaymentStatus.CANCELLED,
            captured=0,
            refunded=0,
            failure_code=self.attempt.failure_code,
            failure_message=self.attempt.failure_message,
            payment_url=None,
            provider_ref=self.attempt.provider_ref,
            checked_at=self.checked_at,
        )

    @property
    def left(self) -> int:
        """Captured and neither given back nor asked back, as the provider counts."""
        if self.told is None:
            return 0
        given = self.told.amount_refunded + self.attempt.refunding
        return max(self.told.amount_captured - given, 0)


@dataclass(frozen=True, slots=True)
class GiveBack:
    """Money that bought nothing."""

    news: News
    amount: int
    currency: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, in one transaction.

    `records`: attempts whose row changes. `pays`: the payment that buys the order; `free`: nothing
    is left for the provider. `state` None: the checkout stays as it is.
    """

    records: tuple[tuple[AttemptRow, Truth], ...]
    pays: News | None
    free: bool
    give_back: tuple[GiveBack, ...]
    state: CheckoutState | None
    message: str | None

    @property
    def buys(self) -> bool:
        """An order comes of it."""
        return self.free or self.pays is not None

    @property
    def idle(self) -> bool:
        """Nothing has to be written."""
        return not (self.records or self.buys or self.give_back or self.state)

    def without_stock(self) -> "Verdict":
        """The same when the goods cannot be had any more."""
        return self._without("no_stock", "The last unit was sold meanwhile.")

    def without_balance(self) -> "Verdict":
        """The same when a gift card, credit or discount was let go and used elsewhere."""
        return self._without("no_balance", "The gift card or discount was used elsewhere.")

    def without_offer(self) -> "Verdict":
        """The same when the merchant has taken back the draft that it pays for."""
        return self._without("withdrawn", "The shop has withdrawn this offer.")

    def _without(self, reason: Reason, unpaid: str) -> "Verdict":
        back = self.give_back
        if self.pays is not None:
            back = (*back, _back(self.pays, reason))
        state = CheckoutState.REFUNDED if back else CheckoutState.EXPIRED
        message = RETURNED[reason] if back else unpaid
        return replace(self, pays=None, free=False, give_back=back, state=state, message=message)


def judge(
    case: CheckoutCase, news: Sequence[News], now: datetime, *, closing: bool = False
) -> Verdict:
    """Decide. `closing`: another attempt follows at once, so stock is kept and nothing expires."""
    records = tuple(
        (item.attempt, item.truth) for item in news if _changes(item.attempt, item.truth)
    )
    pays: News | None = None
    back: list[GiveBack] = []
    latest_first = sorted(news, key=lambda item: -item.attempt.attempt)
    for item in latest_first:
        reason = _reason_to_return(case, item)
        if reason is not None:
            back.append(_back(item, reason))
        elif case.order_id is None and _buys(item):
            if pays is None:
                pays = item
            elif item.left > 0:
                back.append(_back(item, "surplus"))
    back = [entry for entry in back if entry.amount > 0]
    free = case.order_id is None and case.due == 0 and case.state in _UNFINISHED
    state, message = (None, None)
    if case.order_id is None and pays is None and not free:
        state, message = _state(case, latest_first, back, now, closing=closing)
        if state == case.state and message == case.message:
            state = None
    return Verdict(records, pays, free, tuple(back), state, message)


_UNFINISHED = frozenset(
    {
        CheckoutState.AWAITING_PAYMENT,
        CheckoutState.PROCESSING,
        CheckoutState.FAILED,
    }
)


def _changes(attempt: AttemptRow, truth: Truth) -> bool:
    return (
        truth.status != attempt.status
        or truth.captured != attempt.captured
        or truth.refunded != attempt.refunded
        or truth.failure_code != attempt.failure_code
        or truth.provider_ref != attempt.provider_ref
    )


def _buys(item: News) -> bool:
    """Right, for these contents, and the money is there (not all of it sent back already)."""
    if item.told is None or not item.attempt.same_content or not is_right(item.attempt, item.told):
        return False
    if item.told.status is Told.AUTHORIZED:
        return True
    return item.truth.status in TAKEN and item.left > 0


def _reason_to_return(case: CheckoutCase, item: News) -> Reason | None:
    if item.told is None or item.left == 0:
        return None
    if not is_right(item.attempt, item.told):
        return "mismatch"
    if case.order_id is not None:
        return None if item.attempt.order_id == case.order_id else "surplus"
    return None if item.attempt.same_content else "superseded"


def _back(item: News, reason: Reason) -> GiveBack:
    currency = item.told.currency if item.told is not None else item.attempt.currency
    return GiveBack(item, item.left, currency, reason)


def _state(
    case: CheckoutCase,
    news: Sequence[News],
    back: Sequence[GiveBack],
    now: datetime,
    *,
    closing: bool,
) -> tuple[CheckoutState | None, str | None]:
    """The state of a checkout that no payment has completed, and what to tell the shopper."""
    payable = [item for item in news if item.truth.status in OPEN and item.attempt.same_content]
    if any(_is(item, Told.PROCESSING) for item in news):
        return CheckoutState.PROCESSING, None
    if payable and payable[0].told is not None and _is(payable[0], Told.FAILED):
        return CheckoutState.FAILED, payable[0].told.failure_message
    if payable:
        return CheckoutState.AWAITING_PAYMENT, None
    if back:
        return CheckoutState.REFUNDED, RETURNED[back[0].reason]
    if any(item.truth.status is PaymentStatus.REFUNDED for item in news):
        return CheckoutState.REFUNDED, "The payment was given back."
    return _state_unpaid(case, news, now, closing=closing)


def _state_unpaid(
    case: CheckoutCase, news: Sequence[News], now: datetime, *, closing: bool
) -> tuple[CheckoutState | None, str | None]:
    """Nothing was paid, and nothing that we heard of can be paid any more."""
    asked = {item.attempt.id for item in news}
    waiting = any(p.status in OPEN and p.id not in asked for p in case.payments)
    if waiting or case.state not in _UNFINISHED:
        return None, None
    if closing:
        return CheckoutState.FAILED, case.message
    over = any(
        item.attempt.attempt == case.attempt and item.truth.status not in OPEN for item in news
    )
    return (CheckoutState.EXPIRED if over or now >= case.expires_at else None), None


def _is(item: News, status: Told) -> bool:
    return item.told is not None and item.told.status is status
