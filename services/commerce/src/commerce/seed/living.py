"""A demo that goes on living: shoppers come, look, leave carts behind and buy, over the public HTTP
API and the test payment page alone, as browsers do.

What is bought so are test orders: the dashboards show them with test payments.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final
from uuid import UUID

import httpx2

from commerce.demo.calling import call
from commerce.demo.orders import buy, fill_cart
from commerce.seed import coffee_plan, shops
from commerce.settings import CommerceSettings

Told = Callable[[str], None]

VISITS: Final = 7
"""Visits for each order: far fewer than of a real shop, so that a small machine keeps up."""

LEFT_BEHIND: Final = 1.4
BROWSER: Final = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/138.0"}
PAUSE: Final = 2.0
"""Seconds to wait after a refusal."""


@dataclass(slots=True)
class Lived:
    """What came of it."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)

    @property
    def words(self) -> str:
        """The same for people."""
        done = self.counts
        said = (
            f"{done['orders']} orders, {done['carts']} carts left behind, "
            f"{done['visits']} visits with {done['products']} products looked at"
        )
        if not self.refused:
            return f"{said}; nothing was refused."
        why, times = self.refused.most_common(1)[0]
        total = sum(self.refused.values())
        return f"{said}; {total} tries came to nothing, {times} of them with: {why}"


@dataclass(slots=True)
class Life:
    """One demo's shoppers. `client` asks the API; `plans` say who lives where."""

    client: httpx2.AsyncClient
    plans: Sequence[dict[str, Any]]
    told: Told
    random: Random = field(default_factory=Random)
    lived: Lived = field(default_factory=Lived)
    shelves: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    async def run(self, orders_per_minute: int, stop: asyncio.Event) -> Lived:
        """Live until `stop` is set; so many orders a minute, where the API keeps up with it."""
        loop = asyncio.get_running_loop()
        begun, number = loop.time(), 0
        while not stop.is_set():
            number += 1
            await self._around_an_order(stop)
            due = begun + number * 60 / orders_per_minute * self.random.uniform(0.9, 1.1)
            if due < loop.time() - 60:
                self.told("The API does not keep up: fewer orders come than were asked for.")
                begun, number = loop.time(), 0
            await _sleep(stop, due - loop.time())
        return self.lived

    async def _around_an_order(self, stop: asyncio.Event) -> None:
        """Somebody buys; others look, and some of them nearly buy."""
        plan = self.random.choice(self.plans)
        acts: list[Callable[[dict[str, Any]], Any]] = [self._visit] * VISITS
        acts += [self._leave_behind] * int(LEFT_BEHIND + self.random.random())
        self.random.shuffle(acts)
        for act in [*acts, self._order]:
            if stop.is_set():
                return
            try:
                await act(plan if act == self._order else self.random.choice(self.plans))
            except (RuntimeError, httpx2.HTTPError) as error:
                why = str(error)[:200] or type(error).__name__
                if why not in self.lived.refused:
                    self.told(f"Refused: {why}")
                self.lived.refused[why] += 1
                await _sleep(stop, PAUSE)

    async def _shelf(self, slug: str) -> list[dict[str, Any]]:
        if slug not in self.shelves:
            path = f"/public/stores/{slug}/products?per_page=60"
            self.shelves[slug] = await call(self.client, "GET", path)
        return self.shelves[slug]

    def _pick(self, shelf: Sequence[dict[str, Any]]) -> dict[str, Any]:
        place = int(self.random.expovariate(2.6) * len(shelf))
        return shelf[place % len(shelf)]

    def _person(self, plan: dict[str, Any]) -> dict[str, str]:
        first, last = self.random.choice(plan["people"]), self.random.choice(plan["people"])
        line1, postal_code, city, country, *state = self.random.choice(plan["places"])
        number = self.random.randrange(10**6)
        return {
            "name": f"{first.split()[0]} {last.split()[-1]}",
            "email": f"shopper-{number:06}@{plan['store']['slug']}.example",
            "line1": line1,
            "postal_code": postal_code,
            "city": city,
            "country": country,
            **({"state": state[0]} if state else {}),
        }

    async def _visit(self, plan: dict[str, Any]) -> None:
        """A few pages; four of ten agreed to be told apart."""
        slug = plan["store"]["slug"]
        shelf = await self._shelf(slug)
        looked = [self._pick(shelf) for _ in range(self.random.choice((0, 1, 1, 2, 3)))]
        events: list[dict[str, Any]] = [{"kind": "page_view", "entry": True}]
        for product in looked:
            events += [
                {"kind": "page_view"},
                {"kind": "product_view", "product_id": product["id"]},
            ]
        body: dict[str, Any] = {"events": events}
        if self.random.random() < 0.4:
            body["visitor"] = await self._agree(slug, plan["store"]["locale"])
        path = f"/public/stores/{slug}/events"
        await call(self.client, "POST", path, headers=BROWSER, json=body)
        self.lived.counts.update(visits=1, products=len(looked))

    async def _agree(self, slug: str, locale: str) -> dict[str, str]:
        visitor, session = (
            str(UUID(int=self.random.getrandbits(128), version=4)) for _ in range(2)
        )
        said = {"granted": True, "visitor": visitor, "text_version": "1", "locale": locale}
        await call(self.client, "POST", f"/public/stores/{slug}/consents", json=said)
        return {"id": visitor, "session": session}

    def _basket(self, shelf: Sequence[dict[str, Any]]) -> dict[str, int]:
        count = self.random.choices((1, 2, 3), (6, 3, 1))[0]
        return {self._pick(shelf)["slug"]: 1 for _ in range(count)}

    async def _leave_behind(self, plan: dict[str, Any]) -> None:
        slug = plan["store"]["slug"]
        await fill_cart(self.client, slug, self._basket(await self._shelf(slug)))
        self.lived.counts["carts"] += 1

    async def _order(self, plan: dict[str, Any]) -> None:
        slug = plan["store"]["slug"]
        basket = self._basket(await self._shelf(slug))
        done = await buy(self.client, slug, self._person(plan), basket)
        if done is None:
            raise RuntimeError(f"{plan['store']['name']}: nothing of a basket could be had")
        if done["order"] is None:
            raise RuntimeError(f"{plan['store']['name']}: a payment is {done['state']}")
        self.lived.counts["orders"] += 1
        self.told(f"{plan['store']['name']}: order #{done['order']['number']}")


async def keep_living(orders_per_minute: int, told: Told, stop: asyncio.Event) -> str:
    """Keep the demo's shops living until `stop` is set; what came of it, in words. Raises
    RuntimeError where the API does not answer at its address, or shows none of them."""
    url = CommerceSettings().api_url
    async with httpx2.AsyncClient(base_url=url, timeout=60) as client:
        try:
            there = [
                plan
                for plan in [coffee_plan(), *shops.plans()]
                if (await client.get(f"/api/v1/public/stores/{plan['store']['slug']}")).is_success
            ]
        except httpx2.HTTPError as error:
            words = f"The API does not answer at {url}: is `ecomm up` running?"
            raise RuntimeError(words) from error
        if not there:
            raise RuntimeError(f"The API at {url} shows no shop of the demo.")
        return (await Life(client, there, told).run(orders_per_minute, stop)).words


async def _sleep(stop: asyncio.Event, seconds: float) -> None:
    """Until it is time, or `stop` is set."""
    if seconds > 0:
        try:
            await asyncio.wait_for(stop.wait(), seconds)
        except TimeoutError:
            return
