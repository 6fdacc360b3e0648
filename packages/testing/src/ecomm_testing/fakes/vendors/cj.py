"""A fake of CJ's API v2: what drop shippers use of it, in its documented shapes. Errors come with
200 and `result: false`, as CJ's do; an order number that it has seen is not refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ecomm_testing.fakes.vendors.serving import Asked, FakeVendor, Json

API_KEY, TOKEN, OPEN_ID = "CJ1@api@key", "cj-token-1", "14623"
PID, VID = "04A22450-67F0-4617-A132-E7AE7F8963B0", "92511400-C758-4474-93CA-66D442F5F787"


class FakeCj(FakeVendor):
    """One account. orders: CJ's id -> order. knows_numbers: whether `getOrderDetail` takes our
    number in place of its own."""

    refused = (200, {"code": 1600300, "result": False, "message": "not this time", "data": None})
    expired = (200, {"code": 1600001, "result": False, "message": "Invalid access token"})

    def __init__(self) -> None:
        super().__init__()
        self.orders: dict[str, Json] = {}
        self.disputes: list[Json] = []
        self.webhooks: Json = {}
        self.balance = 500.0
        self.stock = 40
        self.price = 6.4
        self.knows_numbers = True
        self.routes: list[Json] = []

    def operation(self, asked: Asked) -> str:
        """The path behind the version."""
        return asked.path

    def count(self, reference: str) -> int:
        """Orders that bear a number of ours."""
        return sum(order["orderNum"] == reference for order in self.orders.values())

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Check the token, then route."""
        path = asked.path.removeprefix("/api2.0/v1/")
        if path.startswith("authentication/"):
            given = asked.payload.get("apiKey") or asked.payload.get("refreshToken")
            return 200, self._token() if given in {API_KEY, "cj-refresh-1"} else self.expired[1]
        if asked.headers.get("cj-access-token") != TOKEN:
            return 200, self.expired[1]
        acts: dict[str, Callable[[Asked], Json]] = {
            "product/listV2": self._list,
            "product/query": self._product,
            "product/stock/getInventoryByPid": self._inventory,
            "product/stock/queryByVid": self._by_vid,
            "logistic/freightCalculate": self._freight,
            "logistic/trackInfo": lambda _: _good(self.routes),
            "shopping/order/createOrderV2": self._create,
            "shopping/order/confirmOrder": self._confirm,
            "shopping/order/getOrderDetail": self._detail,
            "shopping/order/list": self._orders,
            "shopping/order/deleteOrder": self._delete,
            "shopping/pay/getBalance": lambda _: _good({"amount": self.balance}),
            "shopping/pay/payBalanceV2": self._pay,
            "disputes/disputeConfirmInfo": self._reasons,
            "disputes/create": self._dispute,
            "disputes/getDisputeList": self._disputes,
            "disputes/cancel": self._withdraw,
            "webhook/set": self._webhook,
            "webhook/product/subscribe": self._webhook,
        }
        if path not in acts:
            return 200, _bad(1600101, "Interface not found")
        return 200, acts[path](asked)

    def _token(self) -> Json:
        return _good(
            {
                "openId": int(OPEN_ID),
                "accessToken": TOKEN,
                "accessTokenExpiryDate": "2030-08-18T09:16:33+08:00",
                "refreshToken": "cj-refresh-1",
            }
        )

    def _list(self, asked: Asked) -> Json:
        page, size = int(asked.params["page"]), int(asked.params["size"])
        rows = [
            {
                "id": f"{PID[:-2]}{at:02}",
                "nameEn": f"Dripper {at}",
                "sellPrice": "6.40 -- 9.10",
                "bigImage": "https://cf.cj.example/p.jpg",
                "listedNum": 900 - at,
            }
            for at in range(25)
        ][(page - 1) * size : page * size]
        return _good({"totalRecords": 25, "content": [{"productList": rows}]})

    def _product(self, asked: Asked) -> Json:
        if asked.params["pid"] != PID:
            return _bad(1602001, "Product not found")
        variants = [
            {
                "vid": vid,
                "variantKey": colour,
                "variantSku": f"CJ-{colour}",
                "variantSellPrice": self.price,
                "variantSugSellPrice": "9.10",
                "variantWeight": 420,
                "variantImage": "https://cf.cj.example/v.jpg",
            }
            for vid, colour in ((VID, "Clay"), (f"{VID[:-1]}8", "Sage"))
        ]
        return _good(
            {
                "pid": PID,
                "productNameEn": "Stoneware dripper",
                "productKeyEn": "Color",
                "bigImage": "https://cf.cj.example/1.jpg",
                "productImage": '["https://cf.cj.example/1.jpg","https://cf.cj.example/2.jpg"]',
                "description": "<p>Hand made</p>",
                "categoryName": "Home / Kitchen",
                "materialNameEn": '["Stoneware"]',
                "entryCode": "6912002310",
                "listedNum": 900,
                "variants": variants,
            }
        )

    def _inventory(self, asked: Asked) -> Json:
        del asked
        row = {"countryCode": "CN", "totalInventory": self.stock}
        return _good({"variantInventories": [{"vid": VID, "inventory": [row]}]})

    def _by_vid(self, asked: Asked) -> Json:
        return _good([{"vid": asked.params["vid"], "countryCode": "CN", "storageNum": self.stock}])

    def _freight(self, asked: Asked) -> Json:
        if asked.payload["endCountryCode"] == "KP":
            return _good([])
        rows = [
            {
                "logisticName": "PostNL",
                "logisticPrice": 4.71,
                "logisticAging": "8-12",
                "taxesFee": 3.25,
                "clearanceOperationFee": 0.4,
            },
            {
                "logisticName": "CJPacket Ordinary",
                "logisticPrice": 3.1,
                "logisticAging": "12-20",
                "taxesFee": 3.25,
                "clearanceOperationFee": 0.4,
            },
        ]
        return _good(rows)

    def _create(self, asked: Asked) -> Json:
        body = asked.payload
        if not body.get("shippingCustomerName") or not body.get("shippingProvince"):
            return _bad(1603002, "shippingProvince must not be empty")
        order_id = f"CJ{len(self.orders) + 1:012}"
        goods = sum(one["quantity"] * self.price for one in body["products"])
        order = {
            "orderId": order_id,
            "orderNum": body["orderNumber"],
            "shipmentOrderId": f"SH{order_id}",
            "orderStatus": "CREATED",
            "productAmount": round(goods, 2),
            "postageAmount": 4.71,
            "orderAmount": round(goods + 4.71, 2),
            "fromCountryCode": body["fromCountryCode"],
            "logisticName": body["logisticName"],
            "productList": [
                {"vid": one["vid"], "quantity": one["quantity"], "sellPrice": self.price}
                for one in body["products"]
            ],
            "createDate": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        }
        self.orders[order_id] = order
        if body["payType"] == 2:
            if self.balance < order["orderAmount"]:
                order["orderStatus"] = "UNPAID"
                return _bad(1604000, "Balance is insufficient")
            self.balance -= order["orderAmount"]
            order["orderStatus"] = "UNSHIPPED"
        return _good(order)

    def _confirm(self, asked: Asked) -> Json:
        self.orders[asked.payload["orderId"]]["orderStatus"] = "UNPAID"
        return _good(asked.payload["orderId"])

    def _detail(self, asked: Asked) -> Json:
        wanted = asked.params["orderId"]
        for order in self.orders.values():
            if wanted == order["orderId"] or (self.knows_numbers and wanted == order["orderNum"]):
                return _good(order)
        return _bad(1600100, "order not found")

    def _orders(self, asked: Asked) -> Json:
        page, size = int(asked.params["pageNum"]), int(asked.params["pageSize"])
        newest = list(self.orders.values())[::-1]
        rows = newest[(page - 1) * size : page * size]
        return _good({"total": len(newest), "list": rows})

    def _delete(self, asked: Asked) -> Json:
        self.orders[asked.params["orderId"]]["orderStatus"] = "CANCELLED"
        return _good(asked.params["orderId"])

    def _pay(self, asked: Asked) -> Json:
        wanted = asked.payload["shipmentOrderId"]
        order = next(one for one in self.orders.values() if one["shipmentOrderId"] == wanted)
        if order["orderStatus"] != "UNPAID":
            return _bad(1604002, "The order cannot be paid")
        if self.balance < order["orderAmount"]:
            return _bad(1604000, "Balance is insufficient")
        self.balance -= order["orderAmount"]
        order["orderStatus"] = "UNSHIPPED"
        return _good(None)

    def _reasons(self, asked: Asked) -> Json:
        del asked
        reasons = [
            {"disputeReasonId": 1, "reasonName": "Unfulfilled order"},
            {"disputeReasonId": 3, "reasonName": "Products damaged"},
        ]
        return _good({"disputeReasonList": reasons})

    def _dispute(self, asked: Asked) -> Json:
        body = asked.payload
        row = {
            "id": f"D{len(self.disputes) + 1}",
            "businessDisputeId": body["businessDisputeId"],
            "orderId": body["orderId"],
            "status": "awaiting reply",
            "money": sum(float(one["price"]) for one in body["productInfoList"]),
            "reason": body["disputeReasonId"],
        }
        self.disputes.append(row)
        return _good("true")

    def _disputes(self, asked: Asked) -> Json:
        rows = [one for one in self.disputes if one["orderId"] == asked.params["orderId"]]
        return _good({"total": len(rows), "list": rows})

    def _withdraw(self, asked: Asked) -> Json:
        for one in self.disputes:
            if (one["orderId"], one["id"]) == (
                asked.payload["orderId"],
                asked.payload["disputeId"],
            ):
                one["status"] = "cancelled"
                return _good("true")
        return _bad(1600100, "Param error")

    def _webhook(self, asked: Asked) -> Json:
        self.webhooks |= asked.payload
        return _good("true")


def _good(data: Any) -> Json:
    return {"code": 200, "result": True, "message": "Success", "data": data, "requestId": "r"}


def _bad(code: int, message: str) -> Json:
    return {"code": code, "result": False, "message": message, "data": None, "requestId": "r"}
