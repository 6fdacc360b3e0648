"""What speaks for a fraud, and how much: five signals, each with its points and its words. Pure.

Together they make 100. No single signal reaches the threshold that holds an order: it takes two
that are strong, or three.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from commerce.fraud.disposable import is_disposable
from commerce.fraud.models import Outcome
from ecomm_core.money import divide_rounding, minor_digits

REVIEW_AT: Final = 35
HOLD_AT: Final = 65

PAST_ORDERS: Final = 10
"""With fewer there is no norm to speak of."""


class Code(StrEnum):
    """The signals."""

    VELOCITY = "velocity"
    COUNTRY = "country"
    VALUE = "value"
    EMAIL = "email"
    FAILED_PAYMENTS = "failed_payments"


MOST: Final[dict[Code, int]] = {
    Code.VELOCITY: 30,
    Code.COUNTRY: 15,
    Code.VALUE: 15,
    Code.EMAIL: 20,
    Code.FAILED_PAYMENTS: 20,
}
"""The points a signal can give."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known about an order when it is judged. Amounts in minor units of `currency`.

    by_email: earlier orders with its e-mail address within a day. others_at_client: other e-mail
    addresses that checked out from the same network address within a day; others_on_card: that paid
    with the same card within a week (both None where the address or the card is not known).
    norm: the median of up to 100 orders before it, None with fewer than `PAST_ORDERS`.
    declines: refused tries to pay for it, or from the same network address within a day.
    """

    email: str
    currency: str
    total: int
    shipping_country: str
    billing_country: str | None
    payer_matches: bool | None
    by_email: int
    others_at_client: int | None
    others_on_card: int | None
    norm: int | None
    declines: int
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Signal:
    """One signal: `words` say what was seen, also where that gives no points."""

    code: Code
    points: int
    words: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """All five signals; their sum is the score, 0 to 100."""

    signals: tuple[Signal, ...]

    @property
    def score(self) -> int:
        """The sum of the points."""
        return sum(signal.points for signal in self.signals)

    def outcome(self, *, review_at: int, hold_at: int) -> Outcome:
        """What follows from it; a threshold is reached by its own number."""
        if self.score >= hold_at:
            return Outcome.HOLD
        return Outcome.REVIEW if self.score >= review_at else Outcome.ALLOW


def judge(facts: Facts) -> Judgement:
    """Weigh an order. What the merchant was paid by hand is nobody's fraud but theirs."""
    if facts.by_hand:
        words = "You took this payment yourself."
        return Judgement(tuple(Signal(code, 0, words) for code in Code))
    return Judgement(
        (
            _velocity(facts),
            _country(facts),
            _value(facts),
            _email(facts),
            _failed_payments(facts),
        )
    )


def _velocity(facts: Facts) -> Signal:
    parts = [
        (
            _steps(facts.by_email, {2: 10, 4: 15}),
            _count(facts.by_email, "earlier order", "with this e-mail address within a day"),
        )
    ]
    if facts.others_at_client is not None:
        parts.append(
            (
                _steps(facts.others_at_client, {2: 10, 4: 15}),
                _count(
                    facts.others_at_client,
                    "other e-mail address",
                    "from the same network address within a day",
                    plural="other e-mail addresses",
                ),
            )
        )
    if facts.others_on_card is not None:
        parts.append(
            (
                _steps(facts.others_on_card, {1: 15, 3: 30}),
                _count(
                    facts.others_on_card,
                    "other e-mail address",
                    "paid with the same card within a week",
                    plural="other e-mail addresses",
                ),
            )
        )
    seen = [words for points, words in parts if points]
    points = min(sum(points for points, _ in parts), MOST[Code.VELOCITY])
    if not seen:
        return Signal(Code.VELOCITY, 0, "No unusual number of orders.")
    return Signal(Code.VELOCITY, points, f"{'; '.join(seen)}.")


def _country(facts: Facts) -> Signal:
    billed, shipped = facts.billing_country, facts.shipping_country
    if billed is None:
        return Signal(Code.COUNTRY, 0, "The billing country is not known.")
    if billed == shipped:
        return Signal(Code.COUNTRY, 0, f"Billed and shipped in {shipped}.")
    return Signal(Code.COUNTRY, MOST[Code.COUNTRY], f"Billed in {billed}, shipped to {shipped}.")


def _value(facts: Facts) -> Signal:
    if not facts.norm:
        return Signal(Code.VALUE, 0, f"Fewer than {PAST_ORDERS} orders to compare it with.")
    times = facts.total / facts.norm
    usual = _amount(facts.norm, facts.currency)
    if times < 3:
        return Signal(Code.VALUE, 0, f"Within the store's usual order of about {usual}.")
    points = MOST[Code.VALUE] if times >= 5 else 8
    # Cut, not rounded: five times is said from five times on.
    words = f"{int(times)} times the store's usual order of about {usual}."
    return Signal(Code.VALUE, points, words)


def _email(facts: Facts) -> Signal:
    if is_disposable(facts.email):
        return Signal(
            Code.EMAIL, MOST[Code.EMAIL], "The e-mail address is from a service of throw-away ones."
        )
    if facts.payer_matches is False:
        return Signal(Code.EMAIL, 15, "Whoever paid gave the payment provider another address.")
    return Signal(Code.EMAIL, 0, "Nothing speaks against the e-mail address.")


def _failed_payments(facts: Facts) -> Signal:
    points = _steps(facts.declines, {2: 10, 3: 15, 5: 20})
    if facts.declines == 0:
        return Signal(Code.FAILED_PAYMENTS, 0, "No payment was refused.")
    words = _count(facts.declines, "payment", "refused within a day", verb=True)
    return Signal(Code.FAILED_PAYMENTS, points, f"{words}.")


def _steps(count: int, steps: dict[int, int]) -> int:
    """The points of the highest step that was reached."""
    return max((points for least, points in steps.items() if count >= least), default=0)


def _count(
    count: int, singular: str, rest: str, *, plural: str | None = None, verb: bool = False
) -> str:
    many = plural or f"{singular}s"
    be = (" was" if count == 1 else " were") if verb else ""
    return f"{count} {singular if count == 1 else many}{be} {rest}"


def _amount(amount: int, currency: str) -> str:
    """Whole units: a norm is no exact thing."""
    return f"{divide_rounding(amount, 10 ** minor_digits(currency)):,} {currency}"
