"""How the fake Shopify takes `productSet`: all or nothing, lists as they are given, its refusals as
`userErrors` with the documented codes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from ecomm_core.money import minor_digits
from ecomm_testing.fakes.channels.shopify_root import Fields, Info
from ecomm_testing.fakes.channels.shopify_shapes import LOCATION, gid
from ecomm_testing.fakes.channels.world import Record
from ecomm_testing.fakes.vendors.serving import Json

MAX_OPTIONS = 3


class Root(Fields):
    """The fields of Query and Mutation."""

    def productSet(  # noqa: N802 - Shopify's
        self,
        _info: Info,
        input: Json,  # noqa: A002 - Shopify's
        identifier: Json | None = None,
        synchronous: bool = True,
    ) -> Json:
        if not synchronous:
            return _refused("GENERIC_ERROR", [], "This fake works at once only.")
        if "write_products" not in self.fake.scopes:
            return _refused("NOT_ALLOWED", [], "Access denied for productSet field.")
        found = self._identified(identifier) if identifier else None
        if found is None and identifier and "id" in identifier:
            return _refused("PRODUCT_DOES_NOT_EXIST", ["identifier"], "Product does not exist")
        for fault in self._faults(input, found, identifier):
            return _refused(*fault)
        made = found is None
        product = self._made(input) if found is None else found
        self._fill(product, input)
        self.fake.publications.append({"id": product["id"], "made": made})
        return {"product": self._product(product), "userErrors": []}

    def _faults(
        self, given: Json, found: Record | None, identifier: Json | None
    ) -> Iterator[tuple[str, list[str], str]]:
        handle = given.get("handle")
        if found is None and not str(given.get("title") or "").strip():
            yield ("BLANK", ["input", "title"], "Title can't be blank")
        if identifier and "handle" in identifier and handle not in {None, identifier["handle"]}:
            words = "The identifier value does not match the value of the corresponding field"
            yield ("ID_NOT_ALLOWED", ["identifier"], words)
        taken = [one for one in self.world.products if one["handle"] == handle]
        if handle is not None and taken and taken[0] is not found:
            words = f"Handle '{handle}' already in use. Please provide a new handle."
            yield ("HANDLE_NOT_UNIQUE", ["input", "handle"], words)
        if len(given.get("productOptions") or []) > MAX_OPTIONS:
            words = f"Can only specify a maximum of {MAX_OPTIONS} options"
            yield ("OPTIONS_OVER_LIMIT", ["input", "productOptions"], words)
        seen = set()
        mine = {gid("ProductVariant", one) for one in found["variants"]} if found else set()
        for place, one in enumerate(given.get("variants") or []):
            at = ["input", "variants", str(place)]
            if "id" in one and one["id"] not in mine:
                yield ("PRODUCT_VARIANT_DOES_NOT_EXIST", at, "Variant does not exist")
            if "id" in one and one.get("inventoryQuantities"):
                yield ("INVALID_INPUT", at, "Set quantities by inventorySetQuantities")
            chosen = tuple(value["name"] for value in one["optionValues"])
            if chosen in seen:
                words = f"The variant '{' / '.join(chosen)}' already exists."
                yield ("VARIANT_ALREADY_EXISTS", at, words)
            seen.add(chosen)
            if self._minor(one.get("price")) is None:
                yield ("INVALID_VARIANT", [*at, "price"], "Price is not a number")
            for stock in one.get("inventoryQuantities") or []:
                if stock["locationId"] != LOCATION or stock["name"] != "available":
                    yield ("INVALID_INPUT", at, "Location or name is not known")

    def _made(self, given: Json) -> Record:
        now = datetime.now(UTC)
        product: Record = {
            "id": max(one["id"] for one in self.world.products) + 1 if self.world.products else 1,
            "handle": given.get("handle") or str(given["title"]).lower().replace(" ", "-"),
            "title": "",
            "description": "",
            "vendor": "Nordlicht",
            "type": "",
            "tags": [],
            "status": "active",
            "seo_title": "",
            "seo_description": "",
            "options": [],
            "pictures": [],
            "variants": [],
            "created_at": now,
            "updated_at": now,
            "marks": {},
        }
        self.world.products.append(product)
        return product

    def _fill(self, product: Record, given: Json) -> None:
        names = {
            "title": "title",
            "handle": "handle",
            "description": "descriptionHtml",
            "vendor": "vendor",
            "type": "productType",
            "tags": "tags",
        }
        product |= {ours: given[theirs] for ours, theirs in names.items() if theirs in given}
        if "status" in given:
            product["status"] = str(given["status"]).lower()
        seo = given.get("seo") or {}
        product["seo_title"] = seo.get("title") or ""
        product["seo_description"] = seo.get("description") or ""
        product.setdefault("marks", {})
        for one in given.get("metafields") or []:
            product["marks"][f"{one['namespace']}.{one['key']}"] = one["value"]
        if "files" in given:
            product["sources"] = [one["originalSource"] for one in given["files"]]
            product["pictures"] = [f"{product['id']}-{n}" for n in range(len(given["files"]))]
        if "productOptions" in given:
            product["options"] = [
                (one["name"], tuple(value["name"] for value in one["values"]))
                for one in given["productOptions"]
                if one["name"] != "Title"
            ]
        if "variants" in given:
            before = {gid("ProductVariant", one): one for one in product["variants"]}
            fresh = max([product["id"] * 1000, *(one["id"] for one in product["variants"])])
            product["variants"] = [
                self._one(one, before.get(one.get("id")), fresh + place, product)
                for place, one in enumerate(given["variants"], 1)
            ]
        product["updated_at"] = datetime.now(UTC)

    def _one(self, given: Json, before: Record | None, number: int, product: Record) -> Record:
        item = given.get("inventoryItem") or {}
        weight = (item.get("measurement") or {}).get("weight")
        values = tuple(one["name"] for one in given["optionValues"]) if product["options"] else ()
        counted = given.get("inventoryQuantities") or []
        one = before if before is not None else {"id": number, "cost": None, "stock": 0}
        one |= {
            "values": values,
            "price": self._minor(given["price"]),
            "compare_at": self._minor(given.get("compareAtPrice")),
            "sku": given.get("sku") or "",
            "barcode": given.get("barcode") or "",
            "grams": int(weight["value"]) if weight else None,
            "tracked": bool(item.get("tracked")),
            "backorder": given.get("inventoryPolicy") == "CONTINUE",
        }
        if counted:
            one["stock"] = counted[0]["quantity"]
        return one

    def _minor(self, told: Any) -> int | None:
        if told is None:
            return None
        try:
            amount = Decimal(str(told)) * 10 ** minor_digits(self.world.currency)
        except InvalidOperation:
            return None
        return int(amount) if amount >= 0 and amount == int(amount) else None


def _refused(code: str, field: list[str], words: str) -> Json:
    return {"product": None, "userErrors": [{"code": code, "field": field, "message": words}]}
