"""A fake of one Shopify shop: its Admin GraphQL API, its bucket of points, its webhooks."""

from __future__ import annotations

import base64
import hmac
import json
import re
import time
from collections.abc import Callable

from graphql import GraphQLError, execute_sync, parse, validate

from ecomm_testing.fakes.channels.shopify_root import SHOP
from ecomm_testing.fakes.channels.shopify_schema import SCHEMA, cost
from ecomm_testing.fakes.channels.shopify_set import Root
from ecomm_testing.fakes.channels.world import PICTURES, World, build, picture
from ecomm_testing.fakes.vendors.serving import Answered, Asked, FakeVendor, Json

__all__ = ["SECRET", "SHOP", "TOKEN", "FakeShopify"]

TOKEN, SECRET = "shpat_0123456789abcdef", "shpss_fedcba9876543210"
SCOPES = (
    "read_products",
    "write_products",
    "read_customers",
    "read_orders",
    "read_all_orders",
    "read_inventory",
    "write_inventory",
    "read_locations",
    "read_online_store_navigation",
)
PATH = re.compile(r"/admin/api/20[0-9]{2}-(01|04|07|10)/graphql\.json")
_NAME = re.compile(r"(?:query|mutation)\s+(\w+)")
MAX_COST = 1000


class FakeShopify(FakeVendor):
    """One shop. rate: points that its bucket gets back in a second of `now`, most: all it holds."""

    expired = (401, {"errors": "[API] Invalid API key or access token"})

    def __init__(
        self,
        world: World | None = None,
        *,
        rate: float = 1e6,
        most: float = 1000,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.world = world or build()
        self.scopes = list(SCOPES)
        self.hooks: list[Json] = []
        self.writes: list[Json] = []
        self.publications: list[Json] = []
        """Each product that was set: its id, and whether it was made by that."""
        self.seen_keys: dict[str, Json] = {}
        self.throttled = 0
        self.throttle_next = 0
        """Queries that are throttled whatever the bucket holds: somebody else emptied it."""
        self.rate, self.most = rate, most
        self._now = now
        self.left, self._filled_at = most, now()

    def operation(self, asked: Asked) -> str:
        """The query's name, or the path of a picture."""
        found = _NAME.search(str(asked.payload.get("query", "")))
        return found[1] if found else asked.path

    def webhook(self, topic: str, body: Json, event: str) -> tuple[bytes, dict[str, str]]:
        """A signed message, as Shopify sends it."""
        raw = json.dumps(body).encode()
        signature = base64.b64encode(hmac.digest(SECRET.encode(), raw, "sha256")).decode()
        return raw, {
            "X-Shopify-Topic": topic,
            "X-Shopify-Hmac-Sha256": signature,
            "X-Shopify-Shop-Domain": SHOP,
            "X-Shopify-Event-Id": event,
            "X-Shopify-Webhook-Id": f"w-{event}",
            "Content-Type": "application/json",
        }

    def answer(self, asked: Asked) -> Answered:
        """Pictures for anybody, the API for whoever has the token."""
        if asked.path.startswith("/cdn/"):
            number = int(re.sub(r"\D", "", asked.path) or 0)
            return 200, picture(number % PICTURES), {"content-type": "image/png"}
        if not PATH.fullmatch(asked.path):
            return 404, {"errors": "Not Found"}
        if asked.headers.get("x-shopify-access-token") != TOKEN:
            return self.expired
        return 200, self._query(asked)

    def _query(self, asked: Asked) -> Json:
        variables = asked.payload.get("variables") or {}
        try:
            document = parse(asked.payload["query"])
        except GraphQLError as error:
            return {"errors": [error.formatted]}
        problems = validate(SCHEMA, document)
        if problems:
            return {"errors": [one.formatted for one in problems]}
        asked_cost = cost(document, variables)
        if asked_cost > MAX_COST:
            words = f"Query cost is {asked_cost}, which exceeds the single query max cost limit"
            coded = {"code": "MAX_COST_EXCEEDED", "cost": asked_cost, "maxCost": MAX_COST}
            return {"errors": [{"message": words, "extensions": coded}]}
        now = self._now()
        self.left = min(self.left + (now - self._filled_at) * self.rate, self.most)
        self._filled_at = now
        if asked_cost > self.left or self.throttle_next:
            self.throttle_next = max(self.throttle_next - 1, 0)
            self.throttled += 1
            return {
                "errors": [{"message": "Throttled", "extensions": {"code": "THROTTLED"}}],
                **self._told(asked_cost, None),
            }
        self.left -= asked_cost
        origin = f"http://{asked.headers.get('host', SHOP)}"
        result = execute_sync(
            SCHEMA, document, root_value=Root(self, origin, variables), variable_values=variables
        )
        told: Json = {"data": result.data, **self._told(asked_cost, asked_cost)}
        if result.errors:
            told["errors"] = [one.formatted for one in result.errors]
        return told

    def _told(self, asked: int, actual: int | None) -> Json:
        status = {
            "maximumAvailable": self.most,
            "currentlyAvailable": int(self.left),
            "restoreRate": self.rate,
        }
        return {
            "extensions": {
                "cost": {
                    "requestedQueryCost": asked,
                    "actualQueryCost": actual,
                    "throttleStatus": status,
                }
            }
        }
