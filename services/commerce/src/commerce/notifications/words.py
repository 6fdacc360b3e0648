"""A notification in words, for mails; the dashboard says the same in its own catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from commerce.mail.formats import moment, price
from commerce.notifications.kinds import NotificationKind as Kind

_DISPUTED: Final = {
    "needs_response": "wants your answer",
    "won": "was won",
    "lost": "was lost",
    "closed": "was closed",
}
_WANTED: Final = {
    "awaiting_approval": "waits for your approval",
    "placed_unpaid": "is not paid at the supplier",
    "unknown": "got no answer from the supplier",
    "no_tracking": "was paid 7 days ago and has no tracking yet",
    "no_movement": "has not moved for 48 hours",
}


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence is made of."""

    facts: Mapping[str, Any]
    units: int
    locale: str
    timezone: str

    @property
    def amount(self) -> str:
        money = self.facts["amount"]
        return price(money["amount"], money["currency"], self.locale)


def said(kind: str, facts: Mapping[str, Any], units: int, *, locale: str, timezone: str) -> str:
    """One sentence without a full stop. locale, timezone: the store's, for amounts and times."""
    return _SENTENCES[Kind(kind)](_Said(facts, units, locale, timezone))


def _order(one: _Said) -> str:
    what = "Test order" if one.facts["test"] else "Order"
    return f"{what} {one.facts['number']} was placed, {one.amount}"


def _review(one: _Said) -> str:
    rating = one.facts["rating"]
    ends = " and waits for you" if one.facts["status"] == "pending" else ""
    return f"{one.facts['title']} was given {rating} star{'s' * (rating != 1)}{ends}"


def _low(one: _Said) -> str:
    if one.units > 1:
        return f"{one.units} products are low"
    name = " · ".join(filter(None, (one.facts["title"], one.facts["variant"])))
    return f"{name} is low: {one.facts['available']} left"


def _held(one: _Said) -> str:
    return f"Order {one.facts['number']} is held: fraud score {one.facts['score']} of 100"


def _look(one: _Said) -> str:
    return f"Order {one.facts['number']} wants a look: fraud score {one.facts['score']} of 100"


def _supplier(one: _Said) -> str:
    return f"{one.facts['title']} has to be connected again"


def _purchase(one: _Said) -> str:
    if one.units > 1:
        return f"{one.units} purchase orders want you"
    facts = one.facts
    wants = _WANTED.get(facts["reason"]) or _WANTED.get(facts["status"], "wants you")
    return f"Purchase order {facts['number']} at {facts['title']} {wants}"


def _webhook(one: _Said) -> str:
    why = "it is gone" if one.facts["reason"] == "gone" else "it failed for 72 hours"
    return f"Webhook {one.facts['title']} was switched off: {why}"


def _dispute(one: _Said) -> str:
    facts = one.facts
    what = "A bank's question" if facts["inquiry"] else "A dispute"
    of = f" of order {facts['number']}" if facts["number"] is not None else ""
    by = ""
    if facts["status"] == "needs_response" and facts["due_by"] is not None:
        due = datetime.fromisoformat(facts["due_by"])
        by = f" by {moment(due, one.locale, one.timezone)}"
    return f"{what}{of} over {one.amount} {_DISPUTED.get(facts['status'], 'changed')}{by}"


_SENTENCES: Final[dict[Kind, Callable[[_Said], str]]] = {
    Kind.ORDER_PLACED: _order,
    Kind.REVIEW_WRITTEN: _review,
    Kind.LOW_STOCK: _low,
    Kind.FRAUD_HELD: _held,
    Kind.FRAUD_REVIEW: _look,
    Kind.SUPPLIER_ATTENTION: _supplier,
    Kind.PURCHASE_ATTENTION: _purchase,
    Kind.WEBHOOK_DISABLED: _webhook,
    Kind.DISPUTE_CHANGED: _dispute,
}
_PAGES: Final = {
    Kind.ORDER_PLACED: "orders/{id}",
    Kind.FRAUD_HELD: "orders/{id}",
    Kind.FRAUD_REVIEW: "orders/{id}",
    Kind.REVIEW_WRITTEN: "reviews",
    Kind.LOW_STOCK: "inventory?stock=low",
    Kind.SUPPLIER_ATTENTION: "suppliers/{id}",
    Kind.PURCHASE_ATTENTION: "purchase-orders/{id}",
    Kind.WEBHOOK_DISABLED: "webhooks/{id}",
    Kind.DISPUTE_CHANGED: "disputes/{id}",
}
_OF_MANY: Final = {Kind.PURCHASE_ATTENTION: "purchase-orders?view=attention"}


def page_of(kind: str, store_id: UUID, resource_id: UUID, units: int) -> str:
    """The dashboard's page that shows what a notification is about."""
    one = Kind(kind)
    page = _OF_MANY.get(one, _PAGES[one]) if units > 1 else _PAGES[one]
    return f"/stores/{store_id}/{page.format(id=resource_id)}"
