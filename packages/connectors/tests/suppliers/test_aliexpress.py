"""What is AliExpress' own: its signatures, its tokens, its two meanings of success."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from ecomm_connectors.suppliers.aliexpress import AliExpressAdapter
from ecomm_connectors.suppliers.aliexpress.goods import counted
from ecomm_connectors.suppliers.aliexpress.signing import sign_md5, sign_sha256
from ecomm_connectors.suppliers.errors import Refusal, SupplierRefused, SupplierUnavailable
from ecomm_connectors.suppliers.orders import SupplierOrderStatus
from ecomm_connectors.suppliers.port import HintKind
from ecomm_core.http import InternalClient
from ecomm_testing.fakes.vendors import FakeAliExpress
from ecomm_testing.fakes.vendors.aliexpress import KEY, SECRET, TOKEN

from .desks import Desk

Fake = tuple[FakeAliExpress, str]


def test_both_signatures_are_what_was_recomputed() -> None:
    """The platform's example with its path, and the older scheme's."""
    params = {
        "access_token": "test",
        "app_key": "123456",
        "order_id": "1234",
        "sign_method": "sha256",
        "timestamp": "1517820392000",
    }
    assert sign_sha256("helloworld", params, "/order/get") == (
        "4190D32361CFB9581350222F345CB77F3B19F0E31D162316848A2C1FFD5FAB4A"
    )
    assert sign_sha256("helloworld", params) != sign_sha256("helloworld", params, "/order/get")
    older = {"foo": "1", "bar": "2", "foo_bar": "3", "foobar": "4"}
    assert sign_md5("testsecret", older) == "54C22189FE38F1B7E6E4D701FB82851E"


@pytest.mark.parametrize("auth_at", ["rest", "sync"])
@pytest.mark.parametrize("refresh", ["/auth/token/refresh", "/auth/token/security/refresh"])
async def test_tokens_are_got_and_renewed_wherever_the_gateway_gives_them(
    aliexpress: Fake, auth_at: str, refresh: str
) -> None:
    fake, url = aliexpress
    fake.auth_at, fake.refresh_path = auth_at, refresh
    async with InternalClient([url]) as http:
        adapter = AliExpressAdapter(http, base_url=url)
        typed = {"app_key": KEY, "app_secret": SECRET, "code": "good-code"}
        opened = await adapter.open(typed)
        assert opened.values["access_token"] == TOKEN
        assert "code" not in opened.values
        assert opened.expires_at is not None
        assert opened.expires_at > datetime.now(UTC) + timedelta(days=29)
        renewed = await adapter.renew(opened)
        assert renewed.values["refresh_token"] == "refresh-1"
        assert (await adapter.connect(renewed).account()).account_ref == "200042"
        for wrong in ({**typed, "code": "used"}, {**typed, "app_secret": "x"}, {"app_key": KEY}):
            with pytest.raises(SupplierRefused) as refused:
                await adapter.open(wrong)
            assert refused.value.reason is Refusal.CREDENTIALS


async def test_success_with_auto_pay_failed_is_an_unpaid_order(
    aliexpress: Fake, aliexpress_desk: Desk
) -> None:
    """`is_success: true` speaks of the order alone."""
    fake, _ = aliexpress
    fake.auto_pay = False
    placed = await aliexpress_desk.supplier.place_order(aliexpress_desk.order())
    assert placed.status is SupplierOrderStatus.UNPAID
    assert "autoPay fail" in (placed.reason or "")
    assert placed.payment_url
    with pytest.raises(SupplierRefused) as refused:
        await aliexpress_desk.supplier.pay_order(placed.supplier_ref)
    assert refused.value.reason is Refusal.PERMISSION


async def test_a_repeated_reference_is_unknown_and_not_refused(
    aliexpress: Fake, aliexpress_desk: Desk
) -> None:
    """`REPEATED_ORDER_ERROR` says that there is an order: "refused" would hide it."""
    fake, _ = aliexpress
    request = aliexpress_desk.order()
    await aliexpress_desk.supplier.place_order(request)
    with pytest.raises(SupplierUnavailable) as unavailable:
        await aliexpress_desk.supplier.place_order(request)
    assert unavailable.value.untouched is False
    assert fake.count(request.reference) == 1


async def test_the_address_is_sent_in_the_names_it_sees(
    aliexpress: Fake, aliexpress_desk: Desk
) -> None:
    fake, _ = aliexpress
    await aliexpress_desk.supplier.place_order(aliexpress_desk.order())
    asked = next(one for one in fake.requests if "order.create" in one.params.get("method", ""))
    sent = json.loads(asked.params["param_place_order_request4_open_api_d_t_o"])
    assert sent["logistics_address"]["mobile_no"] == "301234567"
    assert sent["logistics_address"]["phone_country"] == "+49"
    assert sent["product_items"][0]["sku_attr"] == aliexpress_desk.line.order_key
    request = aliexpress_desk.order()
    bare = type(request.address)("Ada", "Torstr. 12", "", "Berlin", "", "10119", "DE")
    with pytest.raises(SupplierRefused) as refused:
        await aliexpress_desk.supplier.place_order(aliexpress_desk.order(address=bare))
    assert refused.value.reason is Refusal.ADDRESS


async def test_what_has_no_call_is_refused_as_unsupported(aliexpress_desk: Desk) -> None:
    supplier = aliexpress_desk.supplier
    placed = await supplier.place_order(aliexpress_desk.order())
    for call in (
        lambda: supplier.cancel_order(placed.supplier_ref),
        lambda: supplier.subscribe("https://shop.example/hook", []),
        lambda: supplier.fetch_dispute("1"),
    ):
        with pytest.raises(SupplierRefused) as refused:
            await call()
        assert refused.value.reason is Refusal.UNSUPPORTED


async def test_parcels_come_oldest_event_first(aliexpress: Fake, aliexpress_desk: Desk) -> None:
    fake, _ = aliexpress
    placed = await aliexpress_desk.supplier.place_order(aliexpress_desk.order())
    fake.tracked = [
        {
            "mail_no": "LP00123",
            "carrier_name": "Selection Standard",
            "detail_node_list": {
                "detail_node": [
                    {"time_stamp": 1770194210868, "tracking_name": "Delivered"},
                    {"time_stamp": "1770192487065", "tracking_detail_desc": "In transit"},
                ]
            },
        }
    ]
    next(iter(fake.orders.values()))["order_status"] = "WAIT_BUYER_ACCEPT_GOODS"
    state = await aliexpress_desk.supplier.fetch_order(placed.supplier_ref)
    assert state.status is SupplierOrderStatus.SHIPPED
    assert [event.code for event in state.parcels[0].events] == ["in_transit", "delivered"]


async def test_two_numbers_are_one_order(aliexpress_desk: Desk) -> None:
    """Goods of two sellers become two numbers there: the order is as far as its last part."""
    supplier = aliexpress_desk.supplier
    one = await supplier.place_order(aliexpress_desk.order())
    other = await supplier.place_order(aliexpress_desk.order(pay=False))
    both = await supplier.fetch_order(f"{one.supplier_ref},{other.supplier_ref}")
    assert both.status is SupplierOrderStatus.UNPAID
    assert both.goods == 2560
    assert both.total == 2 * 1479


def test_a_push_is_a_hint_under_the_app_s_signature(aliexpress_desk: Desk) -> None:
    said = {
        "data": {"buyerId": 1, "orderId": 1105933950463697, "orderStatus": "OrderShipped"},
        "message_type": 53,
        "timestamp": 1719389200,
    }
    body = json.dumps(said).encode()
    mac = hmac.new(SECRET.encode(), KEY.encode() + body, hashlib.sha256).hexdigest()
    now = datetime.now(UTC)
    (hint,) = aliexpress_desk.supplier.parse_webhook(body, {"Authorization": mac}, now)
    assert (hint.kind, hint.supplier_ref) == (HintKind.ORDER, "1105933950463697")
    again = aliexpress_desk.supplier.parse_webhook(body, {"authorization": mac}, now)
    assert again == (hint,)


def test_addresses_of_products_are_recognised(aliexpress_desk: Desk) -> None:
    adapter = aliexpress_desk.adapter
    assert adapter.product_of("https://de.aliexpress.com/item/1005006000000001.html?x=1") == (
        "1005006000000001"
    )
    for other in ("https://aliexpress.com.evil.test/item/1005006000000001.html", "x", ""):
        assert adapter.product_of(other) is None


def test_sold_counts_are_read_from_words() -> None:
    said = ("1,000+", "2.5k sold", "37", "", "many", None)
    assert [counted(one) for one in said] == [1000, 2500, 37, None, None, None]
