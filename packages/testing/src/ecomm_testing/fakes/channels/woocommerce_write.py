"""How the fake WooCommerce takes products and variations: field by field, a taken address changed
without a word, a SKU once in the whole shop. A field that it does not know is refused: WooCommerce
would leave it out without a word, and nobody would find out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ecomm_core.money import minor_digits
from ecomm_testing.fakes.channels.world import Record, World
from ecomm_testing.fakes.vendors.serving import Answered, Json

MAX_BATCH = 100
_SOLD = frozenset(
    {
        "sku",
        "regular_price",
        "sale_price",
        "global_unique_id",
        "manage_stock",
        "stock_quantity",
        "backorders",
        "weight",
    }
)
_PRODUCT = _SOLD | {
    "name",
    "type",
    "slug",
    "status",
    "description",
    "meta_data",
    "attributes",
    "images",
}
_VARIATION = _SOLD | {"id", "attributes"}
_ATTRIBUTE = frozenset({"name", "position", "visible", "variation", "options"})
_STATUSES = {"publish": "active", "draft": "draft", "private": "archived"}


class Refused(Exception):
    """What WooCommerce answers with a status of 400."""

    def __init__(self, code: str, message: str, **data: Any) -> None:
        super().__init__(message)
        self.body: Json = {"code": code, "message": message, "data": {"status": 400, **data}}


class Writing:
    """Products made and changed."""

    world: World
    deleted: set[int]
    publications: list[Json]

    def make_product(self, given: Json) -> Record:
        """POST products."""
        _known(given, _PRODUCT)
        now = datetime.now(UTC)
        number = max((one["id"] for one in self.world.products), default=1000) + 1
        product: Record = {
            "id": number,
            "handle": "",
            "title": "",
            "description": "",
            "vendor": "",
            "type": "",
            "tags": [],
            "status": "active",
            "seo_title": "",
            "seo_description": "",
            "options": [],
            "pictures": [],
            "variants": [_empty(number * 1000)],
            "marks": {},
            "created_at": now,
            "updated_at": now,
        }
        slug = str(given.get("slug") or given.get("name", "")).lower().replace(" ", "-")
        taken = {one["handle"] for one in self.world.products}
        place = 2
        free = slug
        while free in taken:
            free, place = f"{slug}-{place}", place + 1
        product["handle"] = free
        self.change_product(product, {k: v for k, v in given.items() if k != "slug"})
        self.world.products.append(product)
        self.publications.append({"id": number, "made": True})
        return product

    def change_product(self, product: Record, given: Json) -> None:
        """PUT products/<id>."""
        _known(given, _PRODUCT)
        if "name" in given:
            product["title"] = given["name"]
        if "description" in given:
            product["description"] = given["description"]
        if "status" in given:
            product["status"] = _STATUSES[given["status"]]
        product.setdefault("marks", {})
        for one in given.get("meta_data", []):
            product["marks"][one["key"]] = one["value"]
        if "images" in given:
            for one in given["images"]:
                if not str(one.get("src", "")).startswith("http"):
                    words = f"Error getting remote image {one.get('src')}. A valid URL was not"
                    raise Refused("woocommerce_product_image_upload_error", words)
            product["sources"] = [one["src"] for one in given["images"]]
            product["pictures"] = [f"{product['id']}-{n}" for n in range(len(given["images"]))]
        if "attributes" in given:
            for one in given["attributes"]:
                _known(one, _ATTRIBUTE)
            variable = [one for one in given["attributes"] if one["variation"]]
            if bool(variable) != bool(product["options"]):
                product["variants"] = [] if variable else [_empty(product["id"] * 1000)]
            product["options"] = [(one["name"], tuple(one["options"])) for one in variable]
        if given.get("type") == "variable" and not product["options"]:
            raise Refused("rest_invalid_param", "A variable product needs attributes.")
        if not product["options"]:
            self._put(product["variants"][0], given)
        product["updated_at"] = datetime.now(UTC)

    def batch(self, product: Record, given: Json) -> Answered:
        """POST products/<id>/variations/batch: answered one by one."""
        _known(given, frozenset({"create", "update", "delete"}))
        if sum(len(rows) for rows in given.values()) > MAX_BATCH:
            return 413, {"code": "woocommerce_rest_request_entity_too_large", "message": "Unable"}
        told: Json = {}
        for number in given.get("delete", []):
            rows = [one for one in product["variants"] if one["id"] == number]
            product["variants"] = [one for one in product["variants"] if one["id"] != number]
            told.setdefault("delete", []).append(
                {"id": number} if rows else _fault(number, "Invalid ID.")
            )
        for what in ("update", "create"):
            for one in given.get(what, []):
                told.setdefault(what, []).append(self._one(product, one, new=what == "create"))
        product["updated_at"] = datetime.now(UTC)
        return 200, told

    def _one(self, product: Record, given: Json, *, new: bool) -> Json:
        try:
            _known(given, _VARIATION)
            rows = [one for one in product["variants"] if one["id"] == given.get("id")]
            if not new and not rows:
                raise Refused("woocommerce_rest_product_variation_invalid_id", "Invalid ID.")
            fresh = max([product["id"] * 1000, *(one["id"] for one in product["variants"])]) + 1
            one = _empty(fresh) if new else rows[0]
            self._put(one, given)
            chosen = {each["name"]: each["option"] for each in given["attributes"]}
            one["values"] = tuple(chosen[name] for name, _ in product["options"])
        except Refused as error:
            return {"id": given.get("id", 0), "error": error.body}
        if new:
            product["variants"].append(one)
        return {"id": one["id"]}

    def _put(self, one: Record, given: Json) -> None:
        sku = given.get("sku")
        if sku:
            for other in self._everywhere():
                if other is not one and other["sku"].lower() == sku.lower():
                    words = "Invalid or duplicated SKU."
                    raise Refused(
                        "product_invalid_sku", words, resource_id=other["id"], unique_sku=f"{sku}-1"
                    )
        if "regular_price" in given:
            regular, sale = self._minor(given["regular_price"]), given.get("sale_price")
            now = self._minor(sale) if sale else regular
            one |= {"price": now, "compare_at": regular if sale else None}
        if sku is not None:
            one["sku"] = sku
        for theirs, ours in (("global_unique_id", "barcode"), ("manage_stock", "tracked")):
            if theirs in given:
                one[ours] = given[theirs]
        if "stock_quantity" in given:
            one["stock"] = int(given["stock_quantity"])
        if "backorders" in given:
            one["backorder"] = given["backorders"] == "notify"
        if "weight" in given:
            one["grams"] = int(Decimal(given["weight"]) * 1000)

    def _everywhere(self) -> Iterator[Record]:
        for product in self.world.products:
            if product["id"] not in self.deleted and product["status"] != "trash":
                yield from product["variants"]

    def _minor(self, told: Any) -> int:
        if not isinstance(told, str) or not re.fullmatch(r"\d+(\.\d+)?", told):
            raise Refused("rest_invalid_param", "Invalid parameter(s): regular_price")
        try:
            return int(Decimal(told) * 10 ** minor_digits(self.world.currency))
        except InvalidOperation as error:
            raise Refused("rest_invalid_param", "Invalid parameter(s): regular_price") from error


def _empty(number: int) -> Record:
    return {
        "id": number,
        "values": (),
        "price": 0,
        "compare_at": None,
        "cost": None,
        "sku": "",
        "barcode": "",
        "grams": None,
        "tracked": False,
        "stock": 0,
        "backorder": False,
    }


def _known(given: Json, fields: frozenset[str]) -> None:
    odd = sorted(set(given) - fields)
    if odd:
        raise Refused("rest_invalid_param", f"Invalid parameter(s): {', '.join(odd)}")


def _fault(number: int, words: str) -> Json:
    return {"id": number, "error": {"code": "woocommerce_rest_invalid_id", "message": words}}
