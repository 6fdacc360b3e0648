"""What every supplier's adapter promises, on good days and on bad ones. See the port."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from ecomm_connectors.suppliers.aliexpress import AliExpressAdapter
from ecomm_connectors.suppliers.cj import CjAdapter
from ecomm_connectors.suppliers.errors import (
    InvalidSignature,
    Refusal,
    SupplierError,
    SupplierRefused,
    SupplierUnavailable,
)
from ecomm_connectors.suppliers.feed import FeedAdapter
from ecomm_connectors.suppliers.goods import Availability, LaneLine
from ecomm_connectors.suppliers.orders import OrderRequest, SupplierOrderStatus
from ecomm_connectors.suppliers.port import Adapter, Capability, Credentials, Supplier
from ecomm_connectors.suppliers.simulated import SimulatedAdapter
from ecomm_core.http import InternalClient

from .conftest import ALI_LINE, CJ_LINE, SIM_LINE
from .desks import ADDRESS, Desk

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
DONE_ALL_THE_SAME = ["timeout_after", "error_after", "truncate", "garbage"]
NOTHING_DONE = ["unavailable", "timeout"]


@asynccontextmanager
async def impatient(desk: Desk) -> AsyncIterator[Supplier]:
    """The same account through a client that waits two seconds, not sixty."""
    base = str(desk.adapter._base_url)  # type: ignore[attr-defined] # the tests' own look inside
    origin = "/".join(base.split("/")[:3])
    async with InternalClient([origin], total_timeout=2.0) as http:
        made: Adapter = SimulatedAdapter(base, http)
        if desk.name == "aliexpress":
            made = AliExpressAdapter(http, base_url=base)
        if desk.name == "cj":
            made = CjAdapter(http, base_url=base, per_second=10_000)
        yield made.connect(desk.credentials)


async def test_an_adapter_is_what_the_port_says(desk: Desk) -> None:
    assert isinstance(desk.adapter, Adapter)
    assert isinstance(desk.supplier, Supplier)
    assert desk.adapter.name == desk.name
    assert desk.adapter.simulated == (desk.name == "simulated")
    assert (Capability.ORDER in desk.adapter.capabilities) == desk.sells
    assert (await desk.supplier.account()).currency in {"USD", "EUR"}


async def test_a_product_is_read_and_its_stock_agrees(desk: Desk) -> None:
    offer = await desk.supplier.fetch_product(desk.product, destination="DE")
    assert offer.title
    one = next(one for one in offer.variants if one.external_sku == desk.line.external_sku)
    assert one.order_key == desk.line.order_key
    assert one.cost is not None
    assert one.cost <= desk.line.max_unit_cost
    assert one.availability is Availability.IN_STOCK
    skus = [each.external_sku for each in offer.variants]
    assert len(set(skus)) == len(skus)
    assert all(set(each.options) <= set(offer.option_names) for each in offer.variants)
    json.dumps(dict(offer.raw))
    readings = await desk.supplier.read_stock([desk.product, "404"], destination="DE")
    by_sku = {reading.external_sku: reading for reading in readings}
    assert by_sku[desk.line.external_sku].cost == one.cost
    assert by_sku[""].external_id == "404"
    assert by_sku[""].availability is Availability.GONE
    with pytest.raises(SupplierRefused) as refused:
        await desk.supplier.fetch_product("404", destination="DE")
    assert refused.value.reason is Refusal.NOT_FOUND


async def test_hits_are_paged_without_repeating(desk: Desk) -> None:
    word = {"simulated": "", "aliexpress": "mug", "cj": "mug", "feed": "mug"}[desk.name]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(20):
        page = await desk.supplier.search(word, destination="DE", cursor=cursor)
        seen += [one.external_id for one in page.products]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert cursor is None
    assert seen
    assert len(seen) == len(set(seen)) == page.total


async def test_lanes_are_cheapest_first_and_none_is_no_error(selling_desk: Desk) -> None:
    line = selling_desk.line
    asked = [LaneLine(line.external_id, line.external_sku, line.order_key, 2)]
    quote = selling_desk.supplier.quote_lanes
    lanes = await quote(asked, warehouse=selling_desk.warehouse, destination="DE")
    totals = [lane.cost + (lane.duty or 0) for lane in lanes]
    assert len(lanes) >= 2
    assert totals == sorted(totals)
    assert selling_desk.method in {lane.method for lane in lanes}
    assert await quote(asked, warehouse=selling_desk.warehouse, destination="KP") == ()


async def test_an_order_is_placed_once_and_read_again(selling_desk: Desk) -> None:
    request = selling_desk.order()
    placed = await selling_desk.supplier.place_order(request)
    assert placed.status is SupplierOrderStatus.PAID
    assert placed.reference == request.reference
    assert await selling_desk.orders(request.reference) == 1
    read = await selling_desk.supplier.fetch_order(placed.supplier_ref)
    assert read.supplier_ref == placed.supplier_ref
    assert read.status is SupplierOrderStatus.PAID
    assert read.reference in {request.reference, ""}
    assert (read.goods, read.currency) == (1280, "USD")
    paid = await selling_desk.supplier.pay_order(placed.supplier_ref)
    assert paid.status is SupplierOrderStatus.PAID
    assert paid.total == read.total
    with pytest.raises(SupplierRefused) as refused:
        await selling_desk.supplier.fetch_order("999999")
    assert refused.value.reason is Refusal.NOT_FOUND


async def test_more_than_we_pay_is_not_bought(selling_desk: Desk) -> None:
    """`max_unit_cost` holds, whether the supplier knows such a limit or the adapter compares."""
    line = selling_desk.line
    dear = type(line)(line.external_id, line.external_sku, line.order_key, 2, 639)
    gone = type(line)(line.external_id, f"{line.external_sku}9", f"{line.order_key}9", 2, 700)
    many = type(line)(line.external_id, line.external_sku, line.order_key, 900, 700)
    for wrong, reason in (
        (dear, Refusal.PRICE_CHANGED),
        (gone, Refusal.OPTION_GONE),
        (many, Refusal.OUT_OF_STOCK),
    ):
        request = selling_desk.order(lines=(wrong,))
        with pytest.raises(SupplierRefused) as refused:
            await selling_desk.supplier.place_order(request)
        assert refused.value.reason is reason
        assert await selling_desk.orders(request.reference) == 0


@pytest.mark.parametrize("kind", DONE_ALL_THE_SAME)
async def test_an_order_that_was_made_without_an_answer_is_found(
    selling_desk: Desk, kind: str
) -> None:
    """R10.2: the outcome is unknown, a look-up by our reference tells it, and one order stays."""
    request = selling_desk.order()
    await selling_desk.fault(kind, "place")
    async with impatient(selling_desk) as supplier:
        with pytest.raises(SupplierUnavailable) as unavailable:
            await supplier.place_order(request)
    assert unavailable.value.untouched is False
    assert await selling_desk.orders(request.reference) == 1
    if selling_desk.finds:
        found = await selling_desk.supplier.find_order(request.reference, since=LONG_AGO)
        assert found is not None
        assert found.reference == request.reference
    else:
        # It cannot be certain, and says so rather than None.
        with pytest.raises(SupplierRefused) as refused:
            await selling_desk.supplier.find_order(request.reference, since=LONG_AGO)
        assert refused.value.reason is Refusal.UNSUPPORTED
    assert await selling_desk.orders(request.reference) == 1


@pytest.mark.parametrize("kind", NOTHING_DONE)
async def test_an_order_that_was_not_made_is_certainly_none(selling_desk: Desk, kind: str) -> None:
    request = selling_desk.order()
    await selling_desk.fault(kind, "place")
    async with impatient(selling_desk) as supplier:
        with pytest.raises(SupplierUnavailable) as unavailable:
            await supplier.place_order(request)
    assert unavailable.value.untouched is False
    if selling_desk.finds:
        assert await selling_desk.supplier.find_order(request.reference, since=LONG_AGO) is None
    assert await selling_desk.orders(request.reference) == 0
    assert (await selling_desk.supplier.place_order(request)).supplier_ref
    assert await selling_desk.orders(request.reference) == 1


async def test_a_look_up_without_an_answer_is_not_none(selling_desk: Desk) -> None:
    """A look-up that fails says nothing: taken for "none", it would buy a second time."""
    if not selling_desk.finds:
        pytest.skip("has no look-up")
    request = selling_desk.order()
    await selling_desk.supplier.place_order(request)
    for kind in ("unavailable", "truncate", "garbage", "rate_limit"):
        await selling_desk.fault(kind, "find", seconds=3)
        with pytest.raises(SupplierUnavailable):
            await selling_desk.supplier.find_order(request.reference, since=LONG_AGO)


async def test_a_limit_says_that_nothing_was_done_and_when_to_come_back(desk: Desk) -> None:
    await desk.fault("rate_limit", "any", seconds=7)
    with pytest.raises(SupplierUnavailable) as unavailable:
        await desk.supplier.fetch_product(desk.product, destination="DE")
    assert unavailable.value.untouched is True
    assert unavailable.value.retry_after == 7


async def test_nobody_there_says_that_nothing_was_done(desk: Desk) -> None:
    nowhere = "http://127.0.0.1:9"
    async with InternalClient([nowhere]) as http:
        adapters: list[Adapter] = [
            SimulatedAdapter(nowhere, http),
            AliExpressAdapter(http, base_url=nowhere),
            CjAdapter(http, base_url=nowhere, per_second=10_000),
            FeedAdapter(http),
        ]
        adapter = next(one for one in adapters if one.name == desk.name)
        supplier = adapter.connect(Credentials({**desk.credentials.values, "url": nowhere}))
        with pytest.raises(SupplierUnavailable) as unavailable:
            await supplier.fetch_product(desk.product, destination="DE")
    assert unavailable.value.untouched is True


@pytest.mark.parametrize("kind", ["truncate", "garbage", "error_after", "unavailable"])
async def test_a_reading_that_fails_is_unavailable_never_gone(desk: Desk, kind: str) -> None:
    await desk.fault(kind, "any")
    with pytest.raises(SupplierUnavailable):
        await desk.supplier.read_stock([desk.product], destination="DE")


async def test_an_error_with_a_good_status_is_an_error(selling_desk: Desk) -> None:
    request = selling_desk.order()
    await selling_desk.fault("refused_ok", "place")
    with pytest.raises(SupplierRefused) as refused:
        await selling_desk.supplier.place_order(request)
    assert refused.value.message
    assert await selling_desk.orders(request.reference) == 0


async def test_an_ended_token_is_a_matter_of_credentials(desk: Desk) -> None:
    await desk.fault("expired", "any")
    with pytest.raises(SupplierRefused) as refused:
        await desk.supplier.fetch_product(desk.product, destination="DE")
    assert refused.value.reason is Refusal.CREDENTIALS


async def test_buying_again_without_a_look_buys_twice(simulated_desk: Desk) -> None:
    """R10.2, the other way round: what the look-up is for. A caller that takes a timeout for a no
    ends with two orders and pays both; the one that looks first ends with one."""
    patient = simulated_desk.supplier

    async def naive(hasty: Supplier, request: OrderRequest) -> None:
        try:
            await hasty.place_order(request)
        except SupplierUnavailable:
            await patient.place_order(request)

    async def careful(hasty: Supplier, request: OrderRequest) -> None:
        try:
            await hasty.place_order(request)
        except SupplierUnavailable as error:
            found = await patient.find_order(request.reference, since=LONG_AGO)
            if error.untouched or found is None:
                await patient.place_order(request)

    for act, bought in ((naive, 2), (careful, 1)):
        request = simulated_desk.order()
        await simulated_desk.fault("timeout_after", "place")
        async with impatient(simulated_desk) as hasty:
            await act(hasty, request)
        assert await simulated_desk.orders(request.reference) == bought


async def test_a_stranger_s_webhook_is_not_believed(desk: Desk) -> None:
    now = datetime.now(UTC)
    bodies = (b"", b"{}", b"\xff\x00", b"[1]", b'{"messageId":"1","type":"ORDER"}')
    forged: tuple[Mapping[str, str], ...] = (
        {},
        {"sign": "x", "Authorization": "0" * 64, "X-Simulated-Signature": "t=1,v1=" + "0" * 64},
        {"sign": "é", "authorization": "é", "x-simulated-signature": "é" * 5000},
    )
    for body in bodies:
        for headers in forged:
            with pytest.raises(InvalidSignature):
                desk.supplier.parse_webhook(body, headers, now)


ODD: list[Any] = [
    None,
    [],
    {},
    "text",
    12,
    {"ok": True, "data": None},
    {"ok": True, "data": [1, 2]},
    {"ok": True, "data": {"id": {}, "status": [], "variants": {"a": 1}, "orders": [None]}},
    {"ok": False, "error": {"code": 5, "message": ["x"]}},
    {"code": 200, "result": True, "data": [None, 7, {"orderId": None}]},
    {"code": 200, "result": True, "data": {"pid": [], "orderId": {}, "list": [3], "content": 4}},
    {"code": "x", "result": False, "message": {"a": "b"}},
    {"error_response": "nothing"},
    {"error_response": {"code": {}, "sub_code": [], "msg": 5}},
    {"aliexpress_ds_product_get_response": {"result": {"ae_item_sku_info_dtos": [5, {}]}}},
    {"aliexpress_ds_order_create_response": {"result": {"is_success": True}}},
    {"aliexpress_trade_ds_order_get_response": {"result": {"order_status": 7}}},
    {"x_response": {"result": {"ae_item_base_info_dto": {"product_id": 1e400}}}},
]


@pytest.mark.parametrize("name", ["simulated", "aliexpress", "cj", "feed"])
async def test_no_other_exception_leaves_an_adapter(name: str) -> None:
    """Whatever a supplier sends, callers meet the port's errors or its types."""

    class Odd:
        body = b""

        async def request(self, method: str, url: str, **more: object) -> Any:
            return SimpleNamespace(status=200, headers={}, body=self.body)

    http = Odd()
    adapters: dict[str, Adapter] = {
        "simulated": SimulatedAdapter("http://s.test", http),
        "aliexpress": AliExpressAdapter(http),
        "cj": CjAdapter(http, per_second=100_000),
        "feed": FeedAdapter(http),
    }
    values = {"url": "https://s.test/f.csv", "access_token": "t", "api_key": "k"}
    supplier = adapters[name].connect(Credentials(values))
    line = {"simulated": SIM_LINE, "aliexpress": ALI_LINE, "cj": CJ_LINE, "feed": SIM_LINE}[name]
    request = OrderRequest("PO-1", (line,), ADDRESS, "USD", "CN", "X")
    lane = LaneLine(line.external_id, line.external_sku, line.order_key, 1)
    raw = [b"", b"{", b"\xff\xfe", b"[" * 5000, b"<a><item><b/></item>", b"id,title\n\n"]
    for body in raw + [json.dumps(one).encode() for one in ODD]:
        http.body = body
        for call in (
            supplier.account,
            lambda: supplier.search("x", destination="DE"),
            lambda: supplier.best_sellers(category=None, destination="DE"),
            lambda: supplier.fetch_product("1", destination="DE"),
            lambda: supplier.read_stock(["1"], destination="DE"),
            lambda: supplier.quote_lanes([lane], warehouse="CN", destination="DE"),
            lambda: supplier.place_order(request),
            lambda: supplier.find_order("PO-1", since=LONG_AGO),
            lambda: supplier.fetch_order("1"),
            lambda: supplier.pay_order("1"),
            lambda: supplier.cancel_order("1"),
            lambda: supplier.find_dispute("D-1", "1"),
            lambda: supplier.fetch_dispute("1/2"),
            lambda: supplier.withdraw_dispute("1/2"),
        ):
            try:
                told = await call()
            except SupplierError:
                continue
            assert told is None or not isinstance(told, dict)
