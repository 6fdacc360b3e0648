"""What is CJ's own: its tokens, its limits, orders made without being paid, its webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime

import pytest

from ecomm_connectors.suppliers.cj import CjAdapter
from ecomm_connectors.suppliers.cj.budget import Budget
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import DisputeRequest, SupplierOrderStatus
from ecomm_connectors.suppliers.port import Credentials, HintKind, SupplierHint
from ecomm_core.http import InternalClient
from ecomm_testing.fakes.vendors import FakeCj
from ecomm_testing.fakes.vendors.cj import API_KEY, OPEN_ID, PID, TOKEN, VID

from .desks import Desk

Fake = tuple[FakeCj, str]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


async def test_tokens_are_got_for_the_key_and_renewed(cj: Fake) -> None:
    _, url = cj
    async with InternalClient([url.removesuffix("/api2.0/v1")]) as http:
        adapter = CjAdapter(http, base_url=url, per_second=10_000)
        opened = await adapter.open({"api_key": API_KEY})
        assert opened.values["access_token"] == TOKEN
        assert opened.values["open_id"] == OPEN_ID
        assert opened.expires_at == datetime(2030, 8, 18, 1, 16, 33, tzinfo=UTC)
        assert (await adapter.renew(opened)).values["refresh_token"] == "cj-refresh-1"
        account = await adapter.connect(opened).account()
        assert (account.balance, account.currency) == (50_000, "USD")
        for wrong in ({"api_key": "x"}, {}):
            with pytest.raises(SupplierRefused) as refused:
                await adapter.open(wrong)
            assert refused.value.reason is Refusal.CREDENTIALS


async def test_the_budget_waits_a_little_and_then_says_no_untouched() -> None:
    """A second's requests are spread; what would wait longer than three seconds is not sent; a
    day's points are not overdrawn, and are new on the next."""
    now = [1_760_000_000.0]
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    budget = Budget(per_second=1, points=100, clock=lambda: now[0], sleep=sleep)
    for _ in range(4):
        await budget.take(10)
    assert slept == [1.0, 2.0, 3.0]
    with pytest.raises(SupplierUnavailable) as crowded:
        await budget.take(10)
    assert crowded.value.untouched is True
    assert crowded.value.retry_after == 4.0
    now[0] += 60
    await budget.take(60)
    with pytest.raises(SupplierUnavailable) as spent:
        await budget.take(10)
    assert spent.value.untouched is True
    assert 0 < (spent.value.retry_after or 0) <= 86_400
    now[0] += 86_400
    await budget.take(10)


async def test_an_account_s_points_are_honoured_before_the_call(cj: Fake) -> None:
    fake, url = cj
    async with InternalClient([url.removesuffix("/api2.0/v1")]) as http:
        adapter = CjAdapter(http, base_url=url, per_second=0.01)
        supplier = adapter.connect(Credentials({"access_token": TOKEN, "open_id": OPEN_ID}))
        await supplier.account()
        sent = len(fake.requests)
        with pytest.raises(SupplierUnavailable) as limited:
            await supplier.account()
        assert limited.value.untouched is True
        assert len(fake.requests) == sent


async def test_an_order_without_balance_is_unknown_and_found_unpaid(
    cj: Fake, cj_desk: Desk
) -> None:
    """CJ answers a lack of balance for an order that it made: "refused" would lose it."""
    fake, _ = cj
    fake.balance = 1.0
    request = cj_desk.order()
    with pytest.raises(SupplierUnavailable) as unavailable:
        await cj_desk.supplier.place_order(request)
    assert unavailable.value.untouched is False
    found = await cj_desk.supplier.find_order(request.reference, since=LONG_AGO)
    assert found is not None
    assert found.status is SupplierOrderStatus.UNPAID
    with pytest.raises(SupplierRefused) as refused:
        await cj_desk.supplier.pay_order(found.supplier_ref)
    assert refused.value.reason is Refusal.FUNDS
    fake.balance = 100.0
    assert (await cj_desk.supplier.pay_order(found.supplier_ref)).status == "paid"
    assert round(fake.balance, 2) == 82.49


async def test_an_unpaid_order_is_confirmed_before_it_is_paid_or_deleted(
    cj: Fake, cj_desk: Desk
) -> None:
    fake, _ = cj
    kept = await cj_desk.supplier.place_order(cj_desk.order(pay=False))
    dropped = await cj_desk.supplier.place_order(cj_desk.order(pay=False))
    assert kept.status is SupplierOrderStatus.UNPAID
    assert (await cj_desk.supplier.pay_order(kept.supplier_ref)).status == "paid"
    assert "confirmOrder" in [one.path.rpartition("/")[2] for one in fake.requests]
    assert (await cj_desk.supplier.cancel_order(dropped.supplier_ref)).status == "cancelled"
    assert fake.orders[dropped.supplier_ref]["orderStatus"] == "CANCELLED"
    with pytest.raises(SupplierRefused) as refused:
        await cj_desk.supplier.cancel_order(kept.supplier_ref)
    assert refused.value.reason is Refusal.NOT_CANCELLABLE


async def test_a_number_that_detail_does_not_take_is_looked_for_in_the_list(
    cj: Fake, cj_desk: Desk
) -> None:
    fake, _ = cj
    fake.knows_numbers, fake.balance = False, 10_000.0
    request = cj_desk.order()
    await cj_desk.supplier.place_order(request)
    for _ in range(60):
        await cj_desk.supplier.place_order(cj_desk.order())
    found = await cj_desk.supplier.find_order(request.reference, since=LONG_AGO)
    assert found is not None
    assert found.reference == request.reference
    assert await cj_desk.supplier.find_order("PO-none", since=LONG_AGO) is None


async def test_a_list_too_long_to_read_is_not_none(cj: Fake, cj_desk: Desk) -> None:
    """Certain only when the whole list since then was read."""
    fake, _ = cj
    fake.knows_numbers = False
    row = {"orderStatus": "UNSHIPPED", "createDate": "2026-11-01 10:00:00"}
    for at in range(501):
        fake.orders[f"CJ{at}"] = {**row, "orderId": f"CJ{at}", "orderNum": f"other-{at}"}
    with pytest.raises(SupplierUnavailable):
        await cj_desk.supplier.find_order("PO-none", since=LONG_AGO)
    later = datetime(2026, 11, 20, tzinfo=UTC)
    assert await cj_desk.supplier.find_order("PO-none", since=later) is None


async def test_taxes_and_clearance_are_the_lane_s_duty(cj_desk: Desk) -> None:
    from ecomm_connectors.suppliers.goods import LaneLine

    line = LaneLine(PID, f"{VID}:CN", VID, 1)
    lanes = await cj_desk.supplier.quote_lanes([line], warehouse="CN", destination="DE")
    assert [(one.method, one.cost, one.duty) for one in lanes] == [
        ("CJPacket Ordinary", 310, 365),
        ("PostNL", 471, 365),
    ]
    assert (lanes[0].min_days, lanes[0].max_days) == (12, 20)


async def test_a_dispute_bears_our_reference_and_its_reason(cj: Fake, cj_desk: Desk) -> None:
    fake, _ = cj
    placed = await cj_desk.supplier.place_order(cj_desk.order())
    assert await cj_desk.supplier.find_dispute("DP-1", placed.supplier_ref) is None
    request = DisputeRequest(
        reference="DP-1",
        supplier_ref=placed.supplier_ref,
        lines={f"{VID}:CN": 1},
        amount=640,
        currency="USD",
        reason="damaged",
        message="In pieces.",
    )
    opened = await cj_desk.supplier.open_dispute(request)
    assert (opened.status, opened.reference) == ("open", "DP-1")
    assert fake.disputes[0]["reason"] == 3
    fake.disputes[0]["status"] = "completed"
    decided = await cj_desk.supplier.fetch_dispute(opened.dispute_ref)
    assert (decided.status, decided.refunded) == ("accepted", 640)
    fake.disputes[0]["businessDisputeId"] = ""
    with pytest.raises(SupplierUnavailable):
        await cj_desk.supplier.find_dispute("DP-1", placed.supplier_ref)


async def test_a_dispute_is_taken_back_once(cj: Fake, cj_desk: Desk) -> None:
    """An open one is withdrawn; one that is decided stays as it is, and CJ is not asked."""
    fake, _ = cj
    placed = await cj_desk.supplier.place_order(cj_desk.order())
    request = DisputeRequest(
        "DP-1", placed.supplier_ref, {f"{VID}:CN": 1}, 640, "USD", "damaged", "In pieces."
    )
    opened = await cj_desk.supplier.open_dispute(request)
    for _ in range(2):
        told = await cj_desk.supplier.withdraw_dispute(opened.dispute_ref)
        assert (told.status, told.refunded) == ("withdrawn", 0)
    fake.disputes[0]["status"] = "completed"
    assert (await cj_desk.supplier.withdraw_dispute(opened.dispute_ref)).status == "accepted"
    assert fake.disputes[0]["status"] == "completed"


def test_webhooks_are_signed_with_the_open_id(cj_desk: Desk) -> None:
    def hints(said: object) -> tuple[SupplierHint, ...]:
        body = json.dumps(said).encode()
        mac = hmac.new(OPEN_ID.encode(), body, hashlib.sha256).digest()
        headers = {"Sign": base64.b64encode(mac).decode()}
        return cj_desk.supplier.parse_webhook(body, headers, datetime.now(UTC))

    order = {"messageId": "m1", "type": "ORDER", "params": {"orderNumber": "PO-1"}}
    (hint,) = hints(order)
    assert (hint.event_id, hint.kind, hint.reference) == ("m1", HintKind.ORDER, "PO-1")
    stock = {"messageId": "m2", "type": "STOCK", "params": {VID: [{"storageNum": 3}]}}
    (hint,) = hints(stock)
    assert (hint.kind, hint.order_key) == (HintKind.STOCK, VID)
    assert hints({"messageId": "m3", "type": "NEWS", "params": {}}) == ()


async def test_subscribing_names_the_address_and_the_products(cj: Fake, cj_desk: Desk) -> None:
    fake, _ = cj
    await cj_desk.supplier.subscribe("https://shop.example/hook", [PID])
    assert fake.webhooks["stock"]["callbackUrls"] == ["https://shop.example/hook"]
    assert fake.webhooks["pids"] == [PID]


def test_addresses_of_products_are_recognised(cj_desk: Desk) -> None:
    address = f"https://cjdropshipping.com/product/stoneware-dripper-p-{PID}.html"
    assert cj_desk.adapter.product_of(address) == PID
    assert cj_desk.adapter.product_of("https://evil.test/product/x-p-1234567.html") is None
