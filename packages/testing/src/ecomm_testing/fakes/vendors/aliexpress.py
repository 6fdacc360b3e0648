"""A fake of AliExpress' gateway: what drop shippers use of it, in its documented shapes.

Signatures are recomputed here by hand, lists come wrapped in one odd key, an address in camelCase
is not seen, `out_order_id` is known for 24 hours.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

from ecomm_testing.fakes.vendors.serving import Asked, FakeVendor, Json

KEY, SECRET, TOKEN = "520001", "ali-secret-of-tests", "ali-token-1"
PRODUCT = 1005006000000001
_DAY = 86_400


class FakeAliExpress(FakeVendor):
    """One buyer's account. orders: number -> order. auto_pay: whether the app may pay.
    auth_at: `rest` or `sync`, the one place where tokens are given."""

    refused = (200, {"error_response": {"code": "InvalidParameter", "msg": "not this time"}})
    expired = (200, {"error_response": {"code": "IllegalAccessToken", "msg": "token is expired"}})

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.clock = clock
        self.orders: dict[int, Json] = {}
        self.auto_pay = True
        self.auth_at = "rest"
        self.refresh_path = "/auth/token/refresh"
        self.stock = 40
        self.price = "6.40"
        self.tracked: list[Json] = []

    def operation(self, asked: Asked) -> str:
        """The method's name; the path of system interfaces."""
        return asked.params.get("method", asked.path)

    def count(self, reference: str) -> int:
        """Orders that bear a reference."""
        return sum(order["out_order_id"] == reference for order in self.orders.values())

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Check the signature, then route."""
        method = asked.params.get("method", "")
        at_rest = asked.path.startswith("/rest/")
        path = asked.path.removeprefix("/rest") if at_rest else method
        system = path.startswith("/")
        if asked.params.get("sign") != self._sign(asked, path if system else ""):
            return 200, _error("IncompleteSignature", "The request signature does not conform")
        if system:
            return self._auth(path, asked, at_rest)
        if asked.params.get("session") != TOKEN:
            return 200, _error("IllegalAccessToken", "The specified access token is invalid")
        acts: dict[str, Callable[[Asked], Json]] = {
            "aliexpress.ds.product.get": self._product,
            "aliexpress.ds.text.search": self._search,
            "aliexpress.ds.image.searchV2": self._image,
            "aliexpress.ds.freight.query": self._freight,
            "aliexpress.ds.order.create": self._create,
            "aliexpress.trade.ds.order.get": self._order,
            "aliexpress.ds.order.tracking.get": self._tracking,
        }
        if method not in acts:
            return 200, _error("InvalidApiPath", f"{method} is unknown")
        told = acts[method](asked)
        if "error_response" in told:
            return 200, told
        return 200, {f"{method.replace('.', '_')}_response": told, "request_id": "2101"}

    def _sign(self, asked: Asked, path: str) -> str:
        pairs = sorted((name, value) for name, value in asked.params.items() if name != "sign")
        text = path + "".join(name + value for name, value in pairs)
        return hmac.new(SECRET.encode(), text.encode(), hashlib.sha256).hexdigest().upper()

    def _auth(self, path: str, asked: Asked, at_rest: bool) -> tuple[int, Any]:
        known = {"/auth/token/create", self.refresh_path}
        if at_rest != (self.auth_at == "rest") or path not in known:
            return 200, {"code": "InvalidApiPath", "type": "ISV", "message": "unknown path"}
        given = asked.params.get("code") or asked.params.get("refresh_token")
        if given not in {"good-code", "refresh-1"}:
            return 200, {"code": "InvalidCode", "type": "ISV", "message": "Invalid code"}
        told = {
            "code": "0",
            "access_token": TOKEN,
            "refresh_token": "refresh-1",
            "expire_time": int((self.clock() + 30 * _DAY) * 1000),
            "user_nick": "buyer1",
            "user_id": "200042",
        }
        return 200, told if at_rest else {"auth_token_create_response": told}

    def _product(self, asked: Asked) -> Json:
        if asked.params.get("product_id") != str(PRODUCT):
            return {"rsp_code": "605", "rsp_msg": "ITEM_ID_NOT_FOUND"}
        skus = [
            {
                "sku_id": f"120000300000000{at}",
                "sku_attr": f"14:{at}#{colour};200007763:201336100",
                "sku_price": "9.80",
                "offer_sale_price": self.price,
                "currency_code": "USD",
                "sku_available_stock": self.stock,
                "sku_stock": self.stock > 0,
                "ae_sku_property_dtos": {
                    "ae_sku_property_d_t_o": [
                        {
                            "sku_property_name": "Color",
                            "sku_property_value": "Auburn",
                            "property_value_definition_name": colour,
                            "sku_image": "//ae01.alicdn.example/a.jpg",
                        },
                        {"sku_property_name": "Ships From", "sku_property_value": "CHINA"},
                    ]
                },
            }
            for at, colour in ((1, "Clay glaze"), (2, "Sage"))
        ]
        result = {
            "ae_item_base_info_dto": {
                "product_id": PRODUCT,
                "subject": "Stoneware dripper",
                "detail": "<p>Hand made</p>",
                "category_id": 200,
                "product_status_type": "onSelling",
                "currency_code": "USD",
                "avg_evaluation_rating": "4.8",
                "sales_count": "1,000+",
            },
            "ae_item_sku_info_dtos": {"ae_item_sku_info_d_t_o": skus},
            "ae_multimedia_info_dto": {
                "image_urls": "https://ae01.alicdn.example/1.jpg;https://ae01.alicdn.example/2.jpg"
            },
            "package_info_dto": {"gross_weight": "0.420"},
            "ae_store_info": {"store_name": "Clay Store", "store_country_code": "CN"},
            "ae_item_properties": {
                "ae_item_property": [{"attr_name": "Material", "attr_value": "Stoneware"}]
            },
            "manufacturer_info": {"name": "Clay Works", "address": "Jingdezhen"},
        }
        return {"result": result, "rsp_code": 200, "rsp_msg": "Call succeeds"}

    def _search(self, asked: Asked) -> Json:
        page, size = int(asked.params["pageIndex"]), int(asked.params["pageSize"])
        hits = [
            {
                "itemId": str(PRODUCT + at),
                "title": f"{asked.params['keyWord']} {at}",
                "itemMainPic": "//ae01.alicdn.example/p.jpg",
                "targetSalePrice": "6.40",
                "targetOriginalPrice": "9.80",
                "targetOriginalPriceCurrency": "USD",
                "orders": "2,500+",
                "score": "4.7",
            }
            for at in range(25)
        ][(page - 1) * size : page * size]
        products = {"selection_search_product": hits}
        return {"data": {"totalCount": 25, "products": products}, "code": "00", "msg": "success"}

    def _image(self, asked: Asked) -> Json:
        json.loads(asked.params["param0"])["image_base64"]
        hit = {
            "product_id": PRODUCT,
            "product_title": "Stoneware dripper",
            "target_sale_price": "6.40",
            "target_sale_price_currency": "USD",
        }
        return {
            "result": {"ret": True, "code": "200", "data": {"traffic_image_product_d_t_o": [hit]}}
        }

    def _freight(self, asked: Asked) -> Json:
        wanted = json.loads(asked.params["queryDeliveryReq"])
        options = [
            {
                "code": code,
                "company": name,
                "shipping_fee_cent": fee,
                "shipping_fee_currency": "USD",
                "free_shipping": False,
                "min_delivery_days": days[0],
                "max_delivery_days": days[1],
                "ship_from_country": "CN",
                "tracking": True,
            }
            for code, name, fee, days in (
                ("CAINIAO_PREMIUM", "Premium", "4.99", (5, 8)),
                ("CAINIAO_STANDARD", "Standard", "1.99", (9, 16)),
            )
        ]
        if wanted["shipToCountry"] == "KP":
            options = []
        return {"result": {"success": True, "delivery_options": {"delivery_option_d_t_o": options}}}

    def _create(self, asked: Asked) -> Json:
        wanted = json.loads(asked.params["param_place_order_request4_open_api_d_t_o"])
        payment = json.loads(asked.params["ds_extend_request"])["payment"]
        reference, address = wanted["out_order_id"], wanted["logistics_address"]
        if not address.get("mobile_no") or not address.get("contact_person"):
            code = "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL"
            return _refused_order(code, "Please enter mobile phone number")
        recent = [
            order
            for order in self.orders.values()
            if order["out_order_id"] == reference and self.clock() - order["at"] < _DAY
        ]
        if recent:
            return _refused_order("REPEATED_ORDER_ERROR", "the order was placed before")
        number = 8210000000000000 + len(self.orders) + 1
        pays = payment["try_to_pay"] == "true"
        paid = pays and self.auto_pay
        self.orders[number] = {
            "out_order_id": reference,
            "at": self.clock(),
            "order_status": "WAIT_SELLER_SEND_GOODS" if paid else "PLACE_ORDER_SUCCESS",
            "items": wanted["product_items"],
        }
        result: Json = {"is_success": True, "order_list": {"number": [number]}}
        if pays and not paid:
            result["error_msg"] = "OrderCreated, autoPay fail:APIPayFail"
        return {"result": result}

    def _order(self, asked: Asked) -> Json:
        number = int(json.loads(asked.params["single_order_query"])["order_id"])
        order = self.orders.get(number)
        if order is None:
            told = _error("15", "Remote service error")
            told["error_response"]["sub_code"] = "isv.insufficient-permission"
            return told
        lines = [
            {
                "product_id": item["product_id"],
                "sku_id": "1200003000000001",
                "product_count": item["product_count"],
                "product_price": {"amount": self.price, "currency_code": "USD"},
            }
            for item in order["items"]
        ]
        return {
            "result": {
                "order_status": order["order_status"],
                "gmt_create": "2026-09-18 03:00:00",
                "user_order_amount": {"amount": "14.79", "currency_code": "USD"},
                "logistics_amount": {"amount": "1.99", "currency_code": "USD"},
                "child_order_list": {"aeop_child_order_info": lines},
                "logistics_info_list": {"aeop_order_logistics_info": []},
            }
        }

    def _tracking(self, asked: Asked) -> Json:
        del asked
        if not self.tracked:
            return {"result": {"ret": False, "code": "1001", "msg": "TRACKING DATA NOT FOUND"}}
        lines = {"tracking_detail": self.tracked}
        return {"result": {"ret": True, "data": {"tracking_detail_line_list": lines}}}


def _error(code: str, message: str) -> Json:
    return {"error_response": {"code": code, "msg": message, "request_id": "2101"}}


def _refused_order(code: str, message: str) -> Json:
    return {"result": {"is_success": False, "error_code": code, "error_msg": message}}
