"""The fields of the fake Shopify's Query and Mutation."""

from __future__ import annotations

import re
from typing import Any, Protocol

from graphql import GraphQLError, GraphQLResolveInfo

from ecomm_testing.fakes.channels.shopify_shapes import (
    LOCATION,
    Shapes,
    connection,
    count,
    fault,
    gid,
    one_of,
)
from ecomm_testing.fakes.channels.world import Record, World
from ecomm_testing.fakes.vendors.serving import Json

SHOP = "nordlicht.myshopify.com"
Info = GraphQLResolveInfo[Any]


class Shop(Protocol):
    """What the fields work on."""

    world: World
    scopes: list[str]
    hooks: list[Json]
    writes: list[Json]
    publications: list[Json]
    seen_keys: dict[str, Json]


class Fields(Shapes):
    """The fields of Query and Mutation, but for what writes products (`shopify_set`)."""

    def __init__(self, fake: Shop, origin: str, variables: Json) -> None:
        self.variables = variables
        self.fake, self.world, self.origin = fake, fake.world, origin

    def shop(self, _info: Info) -> Json:
        return {
            "id": "gid://shopify/Shop/1",
            "name": "Nordlicht",
            "myshopifyDomain": SHOP,
            "currencyCode": self.world.currency,
            "primaryDomain": {"url": "https://nordlicht.example", "host": "nordlicht.example"},
        }

    def currentAppInstallation(self, _info: Info) -> Json:  # noqa: N802 - Shopify's
        return {"accessScopes": [{"handle": one} for one in self.fake.scopes]}

    def location(self, _info: Info, **_: Any) -> Json:
        return {"id": LOCATION, "name": "Warehouse"}

    def productsCount(self, _info: Info, **_: Any) -> Json:  # noqa: N802 - Shopify's
        return count(self.world.products)

    def customersCount(self, _info: Info, **_: Any) -> Json:  # noqa: N802 - Shopify's
        return count(self.world.customers)

    def ordersCount(self, _info: Info, **_: Any) -> Json:  # noqa: N802 - Shopify's
        return count(self._all_orders())

    def urlRedirectsCount(self, _info: Info, **_: Any) -> Json:  # noqa: N802 - Shopify's
        return count(self.world.redirects)

    def products(self, _info: Info, **given: Any) -> Json:
        return connection(self.world.products, self._product, **given)

    def product(self, _info: Info, id: str) -> Json | None:  # noqa: A002 - Shopify's
        return one_of(self.world.products, id, self._product)

    def productByIdentifier(self, _info: Info, identifier: Json) -> Json | None:  # noqa: N802 - Shopify's
        found = self._identified(identifier)
        return None if found is None else self._product(found)

    def _identified(self, identifier: Json) -> Record | None:
        if len(identifier) != 1:
            raise GraphQLError("Exactly one identifier must be given.")
        for one in self.world.products:
            if identifier.get("handle") == one["handle"] or identifier.get("id") == gid(
                "Product", one
            ):
                return one
        return None

    def productVariants(self, _info: Info, **given: Any) -> Json:  # noqa: N802 - Shopify's
        query = given.pop("query", None) or ""
        wanted = {int(one) for one in re.findall(r"\d+", query.partition("product_ids:")[2])}
        skus = {
            one.replace("\\'", "'").replace("\\\\", "\\").lower()
            for one in re.findall(r"sku:'((?:[^'\\]|\\.)*)'", query)
        }
        found = [
            {"id": one["id"], "of": product, "at": place, "it": one}
            for product in self.world.products
            for place, one in enumerate(product["variants"])
            if product["id"] in wanted or one["sku"].lower() in skus
        ]
        return connection(found, self._variant, **given)

    def collections(self, _info: Info, **given: Any) -> Json:
        return connection(self.world.groups, self._collection, **given)

    def collection(self, _info: Info, id: str) -> Json | None:  # noqa: A002 - Shopify's
        return one_of(self.world.groups, id, self._collection)

    def customers(self, _info: Info, **given: Any) -> Json:
        return connection(self.world.customers, self._customer, **given)

    def orders(self, _info: Info, **given: Any) -> Json:
        rows = self._all_orders()
        since = re.search(r"updated_at:>='([^']+)'", given.pop("query", None) or "")
        if since:
            rows = [one for one in rows if one["updated_at"].isoformat() >= since[1]]
        return connection(rows, self._order, **given)

    def order(self, _info: Info, id: str) -> Json | None:  # noqa: A002 - Shopify's
        return one_of(self.world.orders, id, self._order)

    def urlRedirects(self, _info: Info, **given: Any) -> Json:  # noqa: N802 - Shopify's
        return connection(
            self.world.redirects, lambda one: {**one, "id": gid("UrlRedirect", one)}, **given
        )

    def nodes(self, _info: Info, ids: list[str]) -> list[Json | None]:
        variants = {one["id"]: one for p in self.world.products for one in p["variants"]}
        return [
            self._item(variants[int(key.rpartition("/")[2])])
            if key.startswith("gid://shopify/InventoryItem/")
            and int(key.rpartition("/")[2]) in variants
            else None
            for key in ids
        ]

    def webhookSubscriptions(self, _info: Info, **given: Any) -> Json:  # noqa: N802 - Shopify's
        return connection(
            self.fake.hooks, lambda one: {**one, "id": gid("WebhookSubscription", one)}, **given
        )

    def webhookSubscriptionCreate(  # noqa: N802 - Shopify's
        self,
        _info: Info,
        topic: str,
        webhookSubscription: Json,  # noqa: N803 - Shopify's
    ) -> Json:
        uri = webhookSubscription["uri"]
        if any(one["topic"] == topic and one["uri"] == uri for one in self.fake.hooks):
            words = "Address for this topic has already been taken"
            return {"userErrors": [{"field": ["webhookSubscription"], "message": words}]}
        self.fake.hooks.append({"id": len(self.fake.hooks) + 1, "topic": topic, "uri": uri})
        return {"userErrors": []}

    def inventorySetQuantities(self, info: Info, input: Json) -> Json:  # noqa: N802, A002 - Shopify's
        named = [
            one for one in info.field_nodes[0].directives or () if one.name.value == "idempotent"
        ]
        if not named:
            raise GraphQLError("The @idempotent directive is required for this mutation.")
        key = str(self.variables["key"])
        if key in self.fake.seen_keys:
            return self.fake.seen_keys[key]
        variants = {one["id"]: one for p in self.world.products for one in p["variants"]}
        problems = []
        for place, one in enumerate(input["quantities"]):
            found = variants.get(int(one["inventoryItemId"].rpartition("/")[2]))
            if found is None or one["locationId"] != LOCATION:
                problems.append(fault(place, "INVALID_INVENTORY_ITEM", "inventoryItemId"))
            elif "changeFromQuantity" not in one:
                raise GraphQLError("changeFromQuantity must be given, if only as null.")
            elif one["changeFromQuantity"] not in {None, found["stock"]}:
                problems.append(fault(place, "CHANGE_FROM_QUANTITY_STALE", "changeFromQuantity"))
        if not problems:
            for one in input["quantities"]:
                number = int(one["inventoryItemId"].rpartition("/")[2])
                variants[number]["stock"] = one["quantity"]
                self.fake.writes.append({"id": number, "quantity": one["quantity"]})
        told = {"userErrors": problems}
        self.fake.seen_keys[key] = told
        return told

    def _all_orders(self) -> list[Record]:
        """Without the right to all of them, those of the last 60 days: of this world, none."""
        return self.world.orders if "read_all_orders" in self.fake.scopes else []
