"""A fake of one WooCommerce shop: REST API v3 below `/wp-json/wc/v3`, paged by `per_page` and
`page` or `offset` with `X-WP-Total` and `Link`, its stock, its webhooks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Mapping

from ecomm_testing.fakes.channels.woocommerce_shapes import at, category, customer, order
from ecomm_testing.fakes.channels.woocommerce_write import Refused, Writing
from ecomm_testing.fakes.channels.world import PICTURES, Record, World, build, picture, units
from ecomm_testing.fakes.vendors.serving import Answered, Asked, FakeVendor, Json

KEY, SECRET = "ck_0123456789abcdef0123", "cs_fedcba98765432109876"
HOOK_SECRET = "a long secret for messages"
MAX_PAGE = 100
_API = "/wp-json/wc/v3/"
_STATUSES = {"active": "publish", "draft": "draft", "archived": "private", "trash": "trash"}
_ORDERS = {"date", "id", "include", "title", "slug", "name", "modified", "registered_date"}


class FakeWooCommerce(Writing, FakeVendor):
    """One shop, its products as the world's and two kinds more that nobody can take over."""

    expired = (401, {"code": "woocommerce_rest_cannot_view", "message": "Sorry, no."})

    def __init__(self, world: World | None = None, *, odd: bool = True) -> None:
        super().__init__()
        self.world = world or build()
        self.hooks: list[Json] = []
        self.writes: list[Json] = []
        self.publications: list[Json] = []
        """Each product that was made by the API."""
        self.odd: list[Json] = [_odd(900_001, "grouped", "9.90"), _odd(900_002, "simple", "")]
        if not odd:
            self.odd = []
        self.deleted: set[int] = set()
        self.origin = ""

    def webhook(self, topic: str, body: Json, delivery: str) -> tuple[bytes, dict[str, str]]:
        """A signed message, as WooCommerce sends it."""
        raw = json.dumps(body).encode()
        digest = hmac.digest(HOOK_SECRET.encode(), raw, hashlib.sha256)
        resource, _, event = topic.partition(".")
        return raw, {
            "X-WC-Webhook-Topic": topic,
            "X-WC-Webhook-Resource": resource,
            "X-WC-Webhook-Event": event,
            "X-WC-Webhook-Signature": base64.b64encode(digest).decode(),
            "X-WC-Webhook-ID": "7",
            "X-WC-Webhook-Delivery-ID": delivery,
            "Content-Type": "application/json",
        }

    def operation(self, asked: Asked) -> str:
        """Its method and path."""
        return f"{asked.method} {asked.path}"

    def answer(self, asked: Asked) -> Answered:
        """Pictures and the site's index for anybody, the API for whoever has the key."""
        self.origin = f"http://{asked.headers.get('host', 'shop.example')}"
        if asked.path.startswith("/wp-content/"):
            number = int(re.sub(r"\D", "", asked.path) or 0)
            return 200, picture(number % PICTURES), {"content-type": "image/png"}
        if asked.path == "/wp-json/":
            return 200, {"name": "Nordlicht &amp; Friends", "url": self.origin}
        if not asked.path.startswith(_API):
            return 404, {"code": "rest_no_route", "message": "No route was found"}
        token = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {token}":
            return self.expired
        try:
            return self._route(asked, asked.path.removeprefix(_API).strip("/").split("/"))
        except Refused as error:
            return 400, error.body

    def _route(  # noqa: PLR0911, PLR0912 - one line for each route
        self, asked: Asked, parts: list[str]
    ) -> Answered:
        match parts:
            case ["settings", "general", "woocommerce_currency"]:
                return 200, {"id": "woocommerce_currency", "value": self.world.currency}
            case ["settings", "products", "woocommerce_weight_unit"]:
                return 200, {"id": "woocommerce_weight_unit", "value": "kg"}
            case ["products"] if asked.method == "POST":
                return 201, self._product(self.make_product(asked.payload))
            case ["products"]:
                return _listed(asked, self._products(asked.params), self._filter)
            case ["products", "categories"]:
                return _listed(asked, [category(one) for one in self.world.groups])
            case ["products", number]:
                return self._single(asked, number)
            case ["products", number, "variations"]:
                found = self._found(number)
                rows = (
                    [] if found is None else [self._variation(v, found) for v in found["variants"]]
                )
                return _listed(asked, rows) if found else _gone()
            case ["products", number, "variations", "batch"]:
                found = self._found(number)
                return self.batch(found, asked.payload) if found else _gone()
            case ["products", number, "variations", child]:
                return self._set(asked, number, child)
            case ["customers"]:
                return _listed(asked, [customer(one) for one in self.world.customers])
            case ["orders"]:
                return _listed(asked, [order(one) for one in self.world.orders], _changed)
            case ["orders", number]:
                orders = [one for one in self.world.orders if str(one["id"]) == number]
                return (200, order(orders[0])) if orders else _gone()
            case ["webhooks", *rest]:
                return self._hook(asked, rest)
        return 404, {"code": "rest_no_route", "message": "No route was found"}

    def _products(self, params: Mapping[str, str]) -> list[Json]:
        binned = {one["id"] for one in self.world.products if one["status"] == "trash"}
        gone = self.deleted | binned  # which is still given to whoever asks for it by its number
        there = [one for one in self.world.products if one["id"] not in gone]
        shown = [self._product(one) for one in there]
        if "sku" in params:  # which finds variations, too
            shown += [
                {**self._variation(v, one), "type": "variation", "parent_id": one["id"]}
                for one in there
                if one["options"]
                for v in one["variants"]
            ]
        return [*shown, *self.odd]

    def _filter(self, params: Mapping[str, str], one: Json) -> bool:
        if "slug" in params and one["slug"] != params["slug"]:
            return False
        if "sku" in params:
            wanted = [params["sku"], *params["sku"].split(",")]
            return one.get("sku", "").lower() in {sku.lower() for sku in wanted}
        if "include" in params and str(one["id"]) not in params["include"].split(","):
            return False
        inside = {str(category["id"]) for category in one.get("categories", [])}
        return "category" not in params or params["category"] in inside

    def _found(self, number: str) -> Record | None:
        rows = [one for one in self.world.products if str(one["id"]) == number]
        return rows[0] if rows and rows[0]["id"] not in self.deleted else None

    def _single(self, asked: Asked, number: str) -> Answered:
        found = self._found(number)
        if found is None:
            return _gone()
        if asked.method == "PUT" and set(asked.payload) == {"stock_quantity"}:
            self._write(found["variants"][0], asked.payload)
        elif asked.method == "PUT":
            self.change_product(found, asked.payload)
        return 200, self._product(found)

    def _set(self, asked: Asked, number: str, child: str) -> Answered:
        product = self._found(number)
        rows = [one for one in product["variants"] if str(one["id"]) == child] if product else []
        if not rows or product is None:
            return _gone()
        if asked.method == "PUT":
            self._write(rows[0], asked.payload)
        return 200, self._variation(rows[0], product)

    def _write(self, variant: Record, payload: Json) -> None:
        variant["stock"] = int(payload["stock_quantity"])
        self.writes.append({"id": variant["id"], "quantity": variant["stock"]})

    def _hook(self, asked: Asked, rest: list[str]) -> Answered:
        if rest:
            self.hooks[int(rest[0]) - 1] |= asked.payload
            return 200, self.hooks[int(rest[0]) - 1]
        if asked.method == "POST":
            self.hooks.append({"id": len(self.hooks) + 1, **asked.payload})
            return 201, self.hooks[-1]
        return _listed(
            asked, [{k: v for k, v in one.items() if k != "secret"} for one in self.hooks]
        )

    def _product(self, one: Record) -> Json:
        variable = bool(one["options"])
        first = one["variants"][0] if one["variants"] else {"grams": 0, "price": 0}
        shown: Json = {
            "id": one["id"],
            "name": one["title"].replace("&", "&amp;"),
            "slug": one["handle"],
            "permalink": f"{self.origin}/product/{one['handle']}/",
            "date_created_gmt": at(one["created_at"]),
            "date_modified_gmt": at(one["updated_at"]),
            "type": "variable" if variable else "simple",
            "status": _STATUSES[one["status"]],
            "catalog_visibility": "visible",
            "description": one["description"],
            "short_description": "",
            "sku": "" if variable else first["sku"],
            "weight": f"{(first['grams'] or 0) / 1000}",
            "categories": [
                {"id": group["id"], "name": group["title"], "slug": group["handle"]}
                for group in self.world.groups
                if one["id"] in group["product_ids"]
            ],
            "brands": [{"id": 1, "name": one["vendor"]}],
            "tags": [{"id": 1, "name": tag} for tag in one["tags"]],
            "attributes": [
                {"id": 0, "name": name, "position": n, "variation": True, "options": list(values)}
                for n, (name, values) in enumerate(one["options"])
            ],
            "images": [
                {
                    "id": n,
                    "src": f"{self.origin}/wp-content/uploads/{name}.png",
                    "alt": f"{one['title']}, picture {n}",
                }
                for n, name in enumerate(one["pictures"], 1)
            ],
            "meta_data": [
                {"id": 1, "key": "rank_math_title", "value": one["seo_title"]},
                {"id": 2, "key": "rank_math_description", "value": one["seo_description"]},
                *(
                    {"id": 3 + n, "key": key, "value": value}
                    for n, (key, value) in enumerate(one.get("marks", {}).items())
                ),
            ],
        }
        if variable:
            return shown | {"price": _price(self.world, first), "regular_price": ""} | _no_stock()
        return shown | self._sold(first)

    def _variation(self, one: Record, product: Record) -> Json:
        names = [name for name, _ in product["options"]]
        return {
            "id": one["id"],
            "sku": one["sku"],
            "weight": f"{(one['grams'] or 0) / 1000}",
            "attributes": [
                {"id": 0, "name": name, "option": value}
                for name, value in zip(names, one["values"], strict=True)
            ],
            "image": None,
            **self._sold(one),
        }

    def _sold(self, one: Record) -> Json:
        regular = one["price"] if one["compare_at"] is None else one["compare_at"]
        sale = "" if one["compare_at"] is None else _price(self.world, one)
        return {
            "price": _price(self.world, one),
            "regular_price": units(regular, self.world.currency),
            "sale_price": sale,
            "global_unique_id": one["barcode"],
            "manage_stock": one["tracked"],
            "stock_quantity": one["stock"] if one["tracked"] else None,
            "stock_status": "instock",
            "backorders": "notify" if one["backorder"] else "no",
        }


def _odd(number: int, kind: str, price: str) -> Json:
    return {
        "id": number,
        "name": f"Odd {kind} {number}",
        "slug": f"odd-{number}",
        "permalink": f"https://shop.example/product/odd-{number}/",
        "type": kind,
        "status": "publish",
        "price": price,
        "regular_price": price,
        **_no_stock(),
    }


def _no_stock() -> Json:
    return {
        "manage_stock": False,
        "stock_quantity": None,
        "stock_status": "instock",
        "backorders": "no",
    }


def _price(world: World, one: Record) -> str:
    return units(one["price"], world.currency)


def _listed(
    asked: Asked,
    rows: list[Json],
    passes: Callable[[Mapping[str, str], Json], bool] | None = None,
) -> Answered:
    params = asked.params
    size, order = int(params.get("per_page", "10")), params.get("order", "desc")
    if not 1 <= size <= MAX_PAGE:
        return 400, _invalid("per_page", "per_page must be between 1 (inclusive) and 100")
    if params.get("orderby", "date") not in _ORDERS:
        return 400, _invalid("orderby", "orderby is not one of date, id, include, title, slug")
    found = [one for one in rows if passes is None or passes(params, one)]
    found.sort(key=lambda one: int(one["id"]), reverse=order == "desc")
    begin = int(params.get("offset", (int(params.get("page", "1")) - 1) * size))
    shown = found[begin : begin + size]
    fields = params.get("_fields")
    if fields:
        shown = [{name: one[name] for name in fields.split(",")} for one in shown]
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(-(-len(found) // size))}
    if begin + size < len(found):
        headers["Link"] = f'<https://shop.example{asked.path}?page=2>; rel="next"'
    return 200, shown, headers


def _invalid(name: str, words: str) -> Json:
    return {"code": "rest_invalid_param", "message": f"Invalid parameter(s): {name}", "data": words}


def _gone() -> Answered:
    return 404, {"code": "woocommerce_rest_invalid_id", "message": "Invalid ID.", "data": {}}


def _changed(params: Mapping[str, str], one: Json) -> bool:
    since = params.get("modified_after")
    return since is None or one["date_modified_gmt"] >= since
