"""A demo shop's orders, one after the other: who buys what, with which code, and what the check for
fraud made of it."""

from datetime import datetime, timedelta
from statistics import median
from typing import Final

from commerce.fraud import signals
from commerce.fraud.models import Outcome
from commerce.seed import selling
from commerce.seed.history import FIRST, History, Row, Sold
from commerce.seed.pricing import sums_of
from ecomm_core.text import search_key

CODE_SINCE: Final = timedelta(days=75)
CODE_SHARE: Final = 0.16
SEVERAL: Final = 40
"""Orders after which there is a norm to compare with."""


def sell(past: History) -> None:
    """Think of everything that was bought."""
    for at in past.moments():
        _order(past, at)
    first = past.first if past.first is not None else FIRST - len(past.sold)
    for number, sold in enumerate(past.sold, first):
        sold.order["number"] = number
    for event, sold in zip(past.tables.get("events", []), past.sold, strict=True):
        event["data"]["number"] = sold.order["number"]
    _check(past)


def _order(past: History, at: datetime) -> None:
    """Somebody buys something, if there is anything left."""
    person = past.who()
    lines = past.basket()
    if not lines:
        return
    rate = next(r for r in past.rates if not r["countries"] or person["country"] in r["countries"])
    ppm = 0
    if past.discount is not None and at > past.now - CODE_SINCE:
        ppm = past.discount["percent_ppm"] if past.random.random() < CODE_SHARE else 0
    taxes = past.plan["taxes"]
    sums = sums_of(past.store, taxes, person["country"], lines, rate, discount_ppm=ppm)
    ids = {name: past.new_id(at) for name in ("cart", "checkout", "payment", "order")}
    selling.cart(past, at, person, sums, ids)
    common = selling.amounts(past, person, sums, rate)
    selling.checkout(past, at, common, sums, rate, ids)
    selling.payment(past, at, sums, ids)
    items = selling.items(past, at, sums, ids["order"])
    order = past.put(
        "orders",
        **common,
        id=ids["order"],
        number=0,
        cart_id=ids["cart"],
        checkout_id=ids["checkout"],
        customer_id=None,
        status="open",
        payment_status="paid",
        fulfilment_status="unfulfilled",
        hold_reason=None,
        search_text=search_key(f"{person['email']} {person['name']} {person['city']}"),
        placed_at=at,
        delivered_at=None,
        created_at=at,
        updated_at=at,
    )
    past.tell(at, "placed", "Order placed.", ids["order"], {})
    paid = {"provider": "manual", "amount": sums.total, "currency": past.store.currency}
    past.tell(at, "paid", "Payment received.", ids["order"], paid)
    selling.announced(past, at, person, sums, order)
    tender = past.put(
        "order_tenders",
        id=past.new_id(at),
        order_id=ids["order"],
        position=0,
        kind="provider",
        payment_id=ids["payment"],
        label="",
        amount=sums.total,
        refunded=0,
        currency=past.store.currency,
    )
    past.sold.append(Sold(at, person, items, ids, order, tender))


def _check(past: History) -> None:
    """Every order's check for fraud: most are clear, a few are looked at, one is held."""
    looked = [n for n, sold in enumerate(past.sold) if past.now - sold.at < timedelta(days=9)][::7]
    held = max(
        (n for n, one in enumerate(past.sold) if past.now - one.at > timedelta(hours=14)),
        default=-1,
    )
    for n, sold in enumerate(past.sold):
        totals = [one.order["total"] for one in past.sold[max(0, n - 100) : n]]
        norm = int(median(totals)) if n >= SEVERAL else None
        facts = _facts(past, sold, n, norm)
        if n == held and n >= SEVERAL:
            facts |= {"others_on_card": 3, "declines": 5, "billing_country": "BZ"}
        elif n in looked:
            facts |= {"others_on_card": 1, "declines": 5}
        judged = signals.judge(signals.Facts(**facts))
        outcome = judged.outcome(review_at=signals.REVIEW_AT, hold_at=signals.HOLD_AT)
        sold.score, sold.fraud = judged.score, outcome.value
        _keep(past, sold, judged, outcome)


def _facts(past: History, sold: Sold, n: int, norm: int | None) -> Row:
    day = timedelta(days=1)
    earlier = past.sold[max(0, n - 20) : n]
    return {
        "email": sold.person["email"],
        "currency": past.store.currency,
        "total": sold.order["total"],
        "shipping_country": sold.person["country"],
        "billing_country": sold.person["country"],
        "payer_matches": True,
        "by_email": sum(
            one.person["email"] == sold.person["email"] and sold.at - one.at < day
            for one in earlier
        ),
        "others_at_client": 0,
        "others_on_card": 0,
        "norm": norm,
        "declines": 1 if past.random.random() < 0.05 else 0,
        "by_hand": False,
    }


def _keep(past: History, sold: Sold, judged: signals.Judgement, outcome: Outcome) -> None:
    at = sold.at + timedelta(seconds=40)
    settled = outcome is Outcome.REVIEW and past.now - at > timedelta(days=3)
    if outcome is Outcome.HOLD:
        seen = " ".join(one.words for one in judged.signals if one.points)
        sold.hold = f"Fraud check: {judged.score} of 100. {seen}"
        sold.order.update(status="on_hold", hold_reason=sold.hold)
        past.tell(at, "held", "The order is on hold.", sold.ids["order"], {"reason": sold.hold})
    past.tables.setdefault("fraud_checks", []).append(
        {
            "tenant_id": past.store.tenant_id,
            "order_id": sold.ids["order"],
            "store_id": past.store.id,
            "score": judged.score,
            "outcome": outcome.value,
            "signals": [
                {
                    "code": one.code.value,
                    "points": one.points,
                    "most": signals.MOST[one.code],
                    "words": one.words,
                }
                for one in judged.signals
            ],
            "review_at": signals.REVIEW_AT,
            "hold_at": signals.HOLD_AT,
            "held": outcome is Outcome.HOLD,
            "checked_at": at,
            "decision": "approved" if settled else None,
            "decided_at": at + timedelta(hours=5) if settled else None,
            "decided_by": past.actor if settled else None,
            "note": None,
        }
    )
