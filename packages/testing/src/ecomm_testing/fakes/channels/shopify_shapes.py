"""How the fake of Shopify shows its records: the shapes of the schema's types."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any

from graphql import GraphQLError

from ecomm_testing.fakes.channels.world import Record, World, units
from ecomm_testing.fakes.vendors.serving import Json

LOCATION = "gid://shopify/Location/1"


class Shapes:
    """Records of a world as types. origin: where the pictures are."""

    world: World
    origin: str

    def _product(self, one: Record) -> Json:
        options = one["options"] or [("Title", ("Default Title",))]
        return {
            "id": gid("Product", one),
            "handle": one["handle"],
            "title": one["title"],
            "descriptionHtml": one["description"],
            "vendor": one["vendor"],
            "productType": one["type"],
            "tags": one["tags"],
            "status": one["status"].upper(),
            "createdAt": _at(one["created_at"]),
            "updatedAt": _at(one["updated_at"]),
            "onlineStoreUrl": f"https://nordlicht.example/products/{one['handle']}"
            if one["status"] == "active"
            else None,
            "seo": {
                "title": one["seo_title"] or None,
                "description": one["seo_description"] or None,
            },
            "options": [
                {"name": name, "position": n, "optionValues": [{"name": v} for v in values]}
                for n, (name, values) in enumerate(options, 1)
            ],
            "metafield": lambda _info, key, namespace=None: (
                {"id": "gid://shopify/Metafield/1", "namespace": namespace, "key": key}
                | {"value": one["marks"][f"{namespace}.{key}"]}
                if f"{namespace}.{key}" in one.get("marks", {})
                else None
            ),
            "media": lambda _info, **given: connection(
                [{"id": n, "name": name} for n, name in enumerate(one["pictures"], 1)],
                lambda picture: {
                    "__typename": "MediaImage",
                    "id": f"gid://shopify/MediaImage/{picture['id']}",
                    "alt": f"{one['title']}, picture {picture['id']}",
                    "image": {"url": f"{self.origin}/cdn/{picture['name']}.png"},
                },
                **given,
            ),
        }

    def _item(self, one: Record) -> Json:
        cost_of = one["cost"]
        return {
            "__typename": "InventoryItem",
            "id": f"gid://shopify/InventoryItem/{one['id']}",
            "tracked": one["tracked"],
            "unitCost": None
            if cost_of is None
            else {
                "amount": units(cost_of, self.world.currency),
                "currencyCode": self.world.currency,
            },
            "measurement": {"weight": {"value": (one["grams"] or 0) / 1000, "unit": "KILOGRAMS"}},
            "inventoryLevel": lambda _info, locationId: (  # noqa: N803 - Shopify's
                {
                    "quantities": lambda _info, names: [
                        {"name": name, "quantity": one["stock"]} for name in names
                    ]
                }
                if locationId == LOCATION
                else None
            ),
        }

    def _variant(self, row: Record) -> Json:
        one, product = row["it"], row["of"]
        names = [name for name, _ in product["options"]] or ["Title"]
        values = one["values"] or ("Default Title",)
        currency = self.world.currency
        return {
            "id": gid("ProductVariant", one),
            "sku": one["sku"],
            "barcode": one["barcode"] or None,
            "price": units(one["price"], currency),
            "compareAtPrice": None
            if one["compare_at"] is None
            else units(one["compare_at"], currency),
            "position": row["at"] + 1,
            "inventoryPolicy": "CONTINUE" if one["backorder"] else "DENY",
            "inventoryQuantity": one["stock"],
            "selectedOptions": [
                {"name": name, "value": value} for name, value in zip(names, values, strict=True)
            ],
            "product": lambda _info: self._product(product),
            "inventoryItem": self._item(one),
        }

    def _collection(self, one: Record) -> Json:
        by_id = {product["id"]: product for product in self.world.products}
        inside = [by_id[key] for key in one["product_ids"] if key in by_id]
        return {
            "id": gid("Collection", one),
            "handle": one["handle"],
            "title": one["title"],
            "descriptionHtml": one["description"],
            "seo": {"title": None, "description": None},
            "products": lambda _info, **given: connection(inside, self._product, **given),
        }

    def _customer(self, one: Record) -> Json:
        first, _, last = one["name"].partition(" ")
        state = "SUBSCRIBED" if one["marketing"] else "NOT_SUBSCRIBED"
        mail = {
            "emailAddress": one["email"],
            "marketingState": state,
            "marketingUpdatedAt": _at(one["created_at"]) if one["marketing"] else None,
        }
        return {
            "id": gid("Customer", one),
            "firstName": first,
            "lastName": last,
            "note": one["note"] or None,
            "tags": one["tags"],
            "createdAt": _at(one["created_at"]),
            "defaultEmailAddress": mail if one["email"] else None,
            "defaultPhoneNumber": None,
            "addressesV2": lambda _info, **_: {"nodes": [_address(one["address"])]},
        }

    def _order(self, one: Record) -> Json:
        currency = one["currency"]

        def money(amount: int) -> Json:
            told = {"amount": units(amount, currency), "currencyCode": currency}
            return {"presentmentMoney": told, "shopMoney": told}

        items = sum(line["price"] * line["quantity"] - line["discount"] for line in one["lines"])
        paid = "PAID" if one["paid"] else "VOIDED"
        if one["refund"]:
            paid = "REFUNDED" if one["refund"] == one["total"] else "PARTIALLY_REFUNDED"
        back = [line for line in one["lines"] if line.get("restocked")]
        refund = {
            "id": f"gid://shopify/Refund/{one['id']}",
            "createdAt": _at(one["updated_at"]),
            "note": "It came broken.",
            "totalRefundedSet": money(one["refund"]),
            "refundLineItems": lambda _info, **given: connection(
                back,
                lambda line: {
                    "quantity": line["restocked"],
                    "restockType": "CANCEL" if one["cancelled"] else "RETURN",
                    "lineItem": self._line(line, money),
                },
                **given,
            ),
        }
        return {
            "id": gid("Order", one),
            "name": f"#{one['number']}",
            "email": one["email"] or None,
            "test": False,
            "createdAt": _at(one["placed_at"]),
            "processedAt": _at(one["placed_at"]),
            "updatedAt": _at(one["updated_at"]),
            "cancelledAt": _at(one["updated_at"]) if one["cancelled"] else None,
            "taxesIncluded": True,
            "displayFinancialStatus": paid,
            "displayFulfillmentStatus": "FULFILLED" if one["sent"] else "UNFULFILLED",
            "presentmentCurrencyCode": currency,
            "customer": None if one["customer"] is None else self._customer(one["customer"]),
            "totalPriceSet": money(one["total"]),
            "subtotalPriceSet": money(items),
            "totalDiscountsSet": money(one["discount"]),
            "totalShippingPriceSet": money(one["shipping"]),
            "totalTaxSet": money(one["tax"]),
            "totalRefundedSet": money(one["refund"]),
            "shippingLine": {"title": "Standard"},
            "shippingAddress": _address(one["address"]),
            "refunds": lambda _info, **_: [refund] if one["refund"] or back else [],
            "lineItems": lambda _info, **given: connection(
                one["lines"], lambda line: self._line(line, money), **given
            ),
        }

    def _line(self, line: Record, money: Callable[[int], Json]) -> Json:
        product, variant = line["product"], line["variant"]
        return {
            "id": gid("LineItem", line),
            "title": line["title"],
            "variantTitle": line["variant_title"] or None,
            "sku": line["sku"],
            "quantity": line["quantity"],
            "currentQuantity": line["quantity"] - line["refunded"],
            "originalUnitPriceSet": money(line["price"]),
            "totalDiscountSet": money(line["discount"]),
            "product": None if product is None else {"id": gid("Product", product)},
            "variant": None if variant is None else {"id": gid("ProductVariant", variant)},
        }


def gid(kind: str, one: Record) -> str:
    return f"gid://shopify/{kind}/{one['id']}"


def _at(moment: Any) -> str:
    return str(moment.strftime("%Y-%m-%dT%H:%M:%SZ"))


def count(rows: Sequence[Record]) -> Json:
    return {"count": len(rows), "precision": "EXACT"}


def _address(one: Record) -> Json:
    return {
        "name": f"{one['first']} {one['last']}",
        "address1": one["line1"],
        "address2": one["line2"] or None,
        "city": one["city"],
        "province": one["state"] or None,
        "zip": one["zip"],
        "countryCodeV2": one["country"],
        "phone": one["phone"] or None,
    }


def one_of(rows: Sequence[Record], key: str, show: Callable[[Record], Json]) -> Json | None:
    found = [one for one in rows if str(one["id"]) == key.rpartition("/")[2]]
    return show(found[0]) if found else None


def connection(
    rows: Sequence[Record],
    show: Callable[[Record], Json],
    *,
    first: int | None = None,
    after: str | None = None,
    **_: Any,
) -> Json:
    """A page after the record that a cursor names, which need not be there any more."""
    if first is None:
        raise GraphQLError("you must provide one of first or last")
    begin = int(base64.b64decode(after)) if after else 0
    left = sorted((one for one in rows if one["id"] > begin), key=lambda one: int(one["id"]))
    shown = left[:first]
    end = base64.b64encode(str(shown[-1]["id"]).encode()).decode() if shown else None
    page = {"hasNextPage": len(left) > len(shown), "hasPreviousPage": begin > 0, "endCursor": end}
    return {"nodes": [show(one) for one in shown], "pageInfo": page}


def fault(place: int, code: str, field: str) -> Json:
    return {
        "code": code,
        "field": ["input", "quantities", str(place), field],
        "message": f"The quantity was refused: {code.lower()}",
    }
