"""What only the mock does, and the sums of a change in the middle of a period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ecomm_connectors.subscriptions.port import (
    Coupon,
    Status,
)
from ecomm_connectors.subscriptions.proration import Period, next_end, prorated

from .conftest import Clock
from .subscribing import MockSide, wish


async def test_a_declined_card_leaves_the_page_open() -> None:
    side = MockSide(Clock())
    page = await side.provider.open_checkout(wish())
    reply = await side.browser.post(f"{page.url}/actions", json={"action": "decline"})
    assert reply.json()["data"]["state"] == "declined"
    shown = await side.browser.get(page.url)
    assert "was declined" in shown.text
    assert side.events() == []
    await side.browser.post(f"{page.url}/actions", json={"action": "pay"})
    again = await side.browser.post(f"{page.url}/actions", json={"action": "pay"})
    assert again.json()["data"]["redirect_url"] == "https://app.example/billing"
    ref = str(side.events()[-1].ref)
    assert len(await side.provider.invoices(ref)) == 1, "paid twice"
    await side.browser.aclose()


async def test_the_mock_s_form_wants_its_own_token() -> None:
    side = MockSide(Clock())
    page = await side.provider.open_checkout(wish())
    reply = await side.browser.post(page.url, data={"action": "pay", "csrf": "guessed"})
    assert (reply.status_code, side.events()) == (403, [])
    await side.browser.aclose()


async def test_two_pages_make_one_subscription() -> None:
    side = MockSide(Clock())
    pages = [await side.provider.open_checkout(wish(idempotency_key=f"k{n}")) for n in (1, 2)]
    replies = [
        await side.browser.post(f"{page.url}/actions", json={"action": "pay"}) for page in pages
    ]
    assert [reply.status_code for reply in replies] == [200, 409]
    await side.browser.aclose()


async def test_a_webhook_that_was_not_taken_comes_again() -> None:
    side = MockSide(Clock())
    answers = iter([500, 500])

    async def busy(body: bytes, headers: Any) -> int:
        side.taken.append((body, dict(headers), side.clock()))
        return next(answers, 200)

    side.courier._sender = busy
    await side.begin(wish())
    assert len(side.taken) == 2
    side.clock.forward(hours=2)
    side.taken.clear()
    await side.courier.run_due()
    assert len(side.events()) == 2
    side.clock.forward(hours=2)
    await side.courier.run_due()
    assert len(side.taken) == 2
    await side.browser.aclose()


async def test_four_weeks_without_payment_end_it() -> None:
    side = MockSide(Clock())
    ref = await side.begin(wish())
    await side.renew(ref, paid=False)
    side.clock.forward(days=40)
    await side.courier.run_due()
    side.clock.forward(days=40)
    await side.courier.run_due()
    assert (await side.provider.fetch(ref)).status is Status.ENDED
    assert "customer.subscription.deleted" in [event.type for event in side.events()]
    await side.browser.aclose()


async def test_a_coupon_counts_paid_months_and_then_ends() -> None:
    side = MockSide(Clock())
    ref = await side.begin(wish(coupon=Coupon("HALF", percent=50, months=2)))
    for _ in range(2):
        await side.renew(ref, paid=True)
    totals = [invoice.total for invoice in await side.provider.invoices(ref)]
    assert totals == [4_900, 2_450, 2_450]
    await side.browser.aclose()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "anchor", "expected"),
    [
        ("2027-01-31", 31, "2027-02-28"),
        ("2027-02-28", 31, "2027-03-31"),
        ("2028-01-31", 31, "2028-02-29"),
        ("2027-12-15", 15, "2028-01-15"),
    ],
)
def test_periods_end_on_their_day_or_the_month_s_last(
    start: str, anchor: int, expected: str
) -> None:
    assert next_end(at(start), "month", anchor_day=anchor) == at(expected)


def test_a_downgrade_leaves_credit_that_the_next_bills_use() -> None:
    period = Period(at("2027-04-01"), at("2027-05-01"))
    common: dict[str, Any] = {
        "period": period,
        "old_interval": "month",
        "old_title": "Pro",
        "interval": "month",
        "currency": "USD",
        "title": "Starter",
    }
    down = prorated(old_total=34_900, total=4_900, at=at("2027-04-16"), **common)
    assert (down.due_now, down.credit) == (0, 15_000)
    up = prorated(old_total=4_900, total=34_900, at=at("2027-04-16"), balance=down.credit, **common)
    assert (up.due_now, up.credit) == (0, 0)


@pytest.mark.parametrize("day", range(0, 31, 3))
def test_a_change_and_back_at_once_costs_nothing(day: int) -> None:
    period = Period(at("2027-04-01"), at("2027-05-01"))
    moment = period.start + timedelta(days=min(day, 30), seconds=day * 977)
    shares = [period.share(amount, moment) for amount in (4_900, 14_900)]
    assert (shares[1] - shares[0]) + (shares[0] - shares[1]) == 0
    assert 0 <= shares[0] <= 4_900
