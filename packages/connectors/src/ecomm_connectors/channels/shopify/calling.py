"""One query to Shopify: within the shop's bucket of points, its errors as the port's.

The bucket leaks: each answer says what is left and how fast it fills. What does not fit is not
sent; what Shopify throttled all the same (others spend from the same bucket) was not executed and
is sent again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ecomm_connectors.channels.errors import ChannelRefused, ChannelUnavailable, Refusal
from ecomm_connectors.channels.http import PATIENCE, ChannelHttp
from ecomm_connectors.channels.shopify.queries import VERSION
from ecomm_connectors.suppliers.wire import clean, listed, mapping, number

_CODES: Final = {
    "ACCESS_DENIED": Refusal.PERMISSION,
    "SHOP_INACTIVE": Refusal.PERMISSION,
    "MAX_COST_EXCEEDED": Refusal.INVALID,
}
_SERVER: Final = frozenset({"INTERNAL_SERVER_ERROR", "TIMEOUT"})


@dataclass(slots=True)
class Bucket:
    """One shop's points as the last answer told them. clock: seconds of any origin."""

    clock: Callable[[], float] = time.monotonic
    left: float = 1000.0
    rate: float = 50.0
    most: float = 1000.0
    told_at: float = field(default=0.0)

    def wait(self, cost: float) -> float:
        """Seconds until `cost` points are there, 0 for at once."""
        now = self.left + (self.clock() - self.told_at) * self.rate
        missing = min(cost, self.most) - min(now, self.most)
        return max(missing / self.rate, 0.0)

    def hear(self, status: Mapping[str, Any]) -> None:
        """Take what an answer says of the bucket."""
        left, rate, most = (
            number(status.get(name))
            for name in ("currentlyAvailable", "restoreRate", "maximumAvailable")
        )
        if left is not None and rate and most:
            self.left, self.rate, self.most = float(left), float(rate), float(most)
            self.told_at = self.clock()


@dataclass(frozen=True, slots=True)
class ShopifyCaller:
    """Queries bearing one token. origin: `https://shop.myshopify.com`."""

    http: ChannelHttp
    origin: str
    token: str
    bucket: Bucket
    costs: dict[str, float] = field(default_factory=dict)
    """What each query cost when it was last asked, by its text."""

    async def ask(self, query: str, /, **variables: Any) -> Mapping[str, Any]:
        """The answer's `data`. Raises ChannelUnavailable, ChannelRefused."""
        return await self.http.patiently(lambda: self._once(query, variables))

    async def _once(self, query: str, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        ahead = self.bucket.wait(self.costs.get(query, 50.0))
        if ahead > PATIENCE:
            raise ChannelUnavailable(
                "Shopify's limit is reached", retry_after=ahead, untouched=True
            )
        if ahead > 0:
            await self.http.sleep(ahead)
        reply = await self.http.ask(
            "POST",
            f"{self.origin}/admin/api/{VERSION}/graphql.json",
            payload={"query": query, "variables": variables},
            headers={"X-Shopify-Access-Token": self.token},
        )
        body = mapping(reply.data)
        if reply.status in {401, 403}:
            raise ChannelRefused(Refusal.CREDENTIALS, "Shopify does not take this access token.")
        if reply.status in {402, 404, 423}:
            raise ChannelRefused(Refusal.NOT_FOUND, "There is no open Shopify shop at this name.")
        cost = mapping(mapping(body.get("extensions")).get("cost"))
        self.bucket.hear(mapping(cost.get("throttleStatus")))
        asked = number(cost.get("requestedQueryCost"))
        if asked is not None:
            self.costs[query] = float(asked)
        problems = [mapping(one) for one in listed(body.get("errors"), 20)]
        if problems or body.get("errors"):
            raise self._problem(problems, float(asked or 100))
        data = body.get("data")
        if reply.status >= 400 or not isinstance(data, dict):
            raise ChannelUnavailable(f"an answer ({reply.status}) that says nothing")
        return data

    def _problem(self, problems: list[Mapping[str, Any]], asked: float) -> Exception:
        codes = {clean(mapping(one.get("extensions")).get("code"), 60) for one in problems}
        words = "; ".join(clean(one.get("message"), 200) for one in problems)[:300]
        if "THROTTLED" in codes or words == "Throttled":
            wait = max(self.bucket.wait(asked), 0.1)
            return ChannelUnavailable("Shopify: throttled", retry_after=wait, untouched=True)
        if codes & _SERVER:
            return ChannelUnavailable(f"Shopify: {words}")
        reason = next((_CODES[code] for code in sorted(codes) if code in _CODES), Refusal.INVALID)
        return ChannelRefused(reason, words or "Shopify refused the query.")
