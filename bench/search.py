"""Search over 10,000 and 100,000 products: CPU per request, latency, and how soon a new product is
found.

The products are made by SQL; their documents by the worker, through the same job that rebuilds a
store's index. What is asked is a fixed mix of 48 phrases: two words, one word, words with typing
errors, SKUs, unfinished words.
"""

import asyncio
import contextlib
import statistics
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import asyncpg
import httpx2

from bench import verdict as targets
from bench.catalogue import Shop, make_shops, sign_in
from bench.cpu import Reading
from bench.platform import Platform, platform
from bench.search_catalogue import PER_PAGE, Phrase, fill, phrases
from bench.verdict import Check, at_most, table
from ecomm_core.ids import new_id

PARTS = ("api", "postgres")
"""What works while a search is answered."""
SMALL, LARGE = 10_000, 100_000
FOUND_SECONDS = 30


@dataclass(slots=True)
class SearchSide:
    """A store of so many products and what was measured in it."""

    products: int
    index_seconds: float
    plain: dict[str, list[float]] = field(default_factory=dict)
    counted: dict[str, list[float]] = field(default_factory=dict)
    typed: dict[str, list[float]] = field(default_factory=dict)
    """CPU-ms by phrase, round by round: results, results with facets, instant."""
    split: dict[str, float] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    """Seconds of searches with facets."""
    instant_waits: list[float] = field(default_factory=list)
    found_after: float = 0.0
    megabytes: float = 0.0

    @staticmethod
    def typical(measured: dict[str, list[float]]) -> float:
        """Median of the phrases' medians."""
        return statistics.median(statistics.median(rounds) for rounds in measured.values())


def p95(waits: Sequence[float]) -> float:
    """Milliseconds."""
    return statistics.quantiles(waits, n=20)[18] * 1000


@dataclass(slots=True)
class Asker:
    """Asks a store, one request at a time, nothing from the cache."""

    running: Platform
    shop: Shop
    client: httpx2.AsyncClient
    control: "asyncpg.Connection[asyncpg.Record]"

    async def forget(self) -> None:
        """Empty the API's reply cache."""
        await self.control.execute(
            """select pg_notify('ecomm_commerce', '{"t":["*"],"w":false}')"""
        )
        await asyncio.sleep(0.05)

    def read(self) -> Reading:
        """CPU time used so far."""
        pids = self.running.pids
        return Reading.of({part: pids[part] for part in PARTS})

    async def ask(self, path: str) -> tuple[dict[str, Any], dict[str, float], float]:
        """`data`, CPU-ms by part, seconds. Raises RuntimeError unless it is 200."""
        before, started = self.read(), time.perf_counter()
        reply = await self.client.get(path)
        seconds = time.perf_counter() - started
        used = self.read().since(before)
        if reply.status_code != 200:
            raise RuntimeError(f"{path}: {reply.status_code} {reply.text[:300]}")
        return reply.json()["data"], used, seconds


def check_right(phrase: Phrase, data: dict[str, Any]) -> None:
    """What is timed is right: found by its words, SKUs first. Raises RuntimeError."""
    titles = [card["title"].lower() for card in data["products"]]
    if not titles:
        raise RuntimeError(f"nothing is found for {phrase}")
    if (
        phrase.kind == "SKU"
        and data["products"][0]["slug"] != phrase.text.lower().rsplit("-", 1)[0]
    ):
        raise RuntimeError(f"{phrase} is not first: {titles[0]}")
    wanted = phrase.text.split()
    if phrase.kind in {"two words", "one word", "unfinished"} and not all(
        word in titles[0] for word in wanted
    ):
        raise RuntimeError(f"{phrase}: {titles[0]}")


async def measure(asker: Asker, side: SearchSide, rounds: int) -> None:
    """Every phrase in every round: results, results with facets, instant."""
    mix = phrases()
    await asker.forget()
    for phrase in mix:  # plans and pools as they are after some use; and whether it is right
        check_right(phrase, (await asker.ask(phrase.path(asker.shop, facets=True)))[0])
    split: dict[str, list[float]] = {part: [] for part in PARTS}
    for _ in range(rounds):
        for facets, into in ((False, side.plain), (True, side.counted)):
            await asker.forget()
            for phrase in mix:
                _, used, seconds = await asker.ask(phrase.path(asker.shop, facets=facets))
                into.setdefault(phrase.text, []).append(sum(used.values()))
                if facets:
                    side.waits.append(seconds)
                else:
                    for part in PARTS:
                        split[part].append(used[part])
        await asker.forget()
        for phrase in mix:
            path = f"{asker.shop.public}/search/suggest?q={quote(phrase.text)}"
            _, used, seconds = await asker.ask(path)
            side.typed.setdefault(phrase.text, []).append(sum(used.values()))
            side.instant_waits.append(seconds)
    side.split = {part: statistics.median(values) for part, values in split.items()}


async def new_product(asker: Asker, merchant: dict[str, str]) -> float:
    """Seconds from a product's commit until a shopper finds it."""
    word = f"novel{new_id().hex[-8:]}"
    made = await asker.client.post(
        f"/api/v1/stores/{asker.shop.store_id}/products",
        headers=merchant,
        json={"title": f"New {word}", "status": "active", "stock": 3,
              "price": {"amount": 1000, "currency": "EUR"}},
    )  # fmt: skip
    made.raise_for_status()
    started = time.monotonic()
    path = f"{asker.shop.public}/search?q={word}"
    while time.monotonic() - started < FOUND_SECONDS:
        if (await asker.client.get(path)).json()["data"]["total"] == 1:
            return time.monotonic() - started
        await asyncio.sleep(0.02)
    raise RuntimeError(f"a new product is not found within {FOUND_SECONDS} s")


@contextlib.asynccontextmanager
async def searched(products: int) -> AsyncIterator[tuple[Asker, SearchSide]]:
    """A platform with one store of so many products, indexed."""
    async with platform() as running:
        [shop] = await make_shops(running, [0])
        seconds = await fill(running, shop, products)
        limits = httpx2.Limits(max_connections=8, keepalive_expiry=2)
        async with (
            httpx2.AsyncClient(base_url=running.url, timeout=30, limits=limits) as client,
            running.superuser() as control,
        ):
            side = SearchSide(products, seconds)
            size = await control.fetchval(
                """select sum(pg_total_relation_size(name::regclass))
                     from unnest(array['search_documents', 'search_words']) name"""
            )
            side.megabytes = float(size) / 1e6
            yield Asker(running, shop, client, control), side


async def run(rounds: int, sizes: Sequence[int], say: Callable[[str], None]) -> list[SearchSide]:
    """Measure stores of these sizes, one after another."""
    found = []
    for products in sizes:
        say(f"search: {products:,} products")
        async with searched(products) as (asker, side):
            say(f"search: indexed in {side.index_seconds:.0f} s")
            await measure(asker, side, rounds)
            token = await sign_in(asker.client, asker.control, asker.shop)
            side.found_after = await new_product(asker, {"Authorization": f"Bearer {token}"})
            found.append(side)
    return found


def checks(sides: Sequence[SearchSide]) -> list[Check]:
    """Each target with its figure."""
    found = []
    for side in sides:
        name = f"search over {side.products:,} products"
        if side.products <= SMALL:
            plain, counted = side.typical(side.plain), side.typical(side.counted)
            found += [
                Check(f"{name}, CPU-ms", f"{plain:.2f}", f"≤ {targets.SEARCH_MS:g}",
                      at_most(plain, targets.SEARCH_MS, hard=False)),
                Check(f"{name}, five facets, CPU-ms", f"{counted:.2f}",
                      f"≤ {targets.SEARCH_FACETS_MS:g}",
                      at_most(counted, targets.SEARCH_FACETS_MS, hard=False)),
            ]  # fmt: skip
        else:
            wait = p95(side.waits)
            found.append(
                Check(f"{name}, five facets, p95 ms", f"{wait:.0f}",
                      f"≤ {targets.SEARCH_P95_MS:g}",
                      at_most(wait, targets.SEARCH_P95_MS, hard=False))
            )  # fmt: skip
        found.append(
            Check(f"{name}, a new product is found after", f"{side.found_after:.2f} s",
                  f"≤ {targets.FOUND_SECONDS:g} s",
                  at_most(side.found_after, targets.FOUND_SECONDS, hard=True))
        )  # fmt: skip
    return found


def lines(sides: Sequence[SearchSide], judged: Sequence[Check]) -> list[str]:
    """The report's chapter."""
    found = [
        "",
        "## Search",
        "",
        f"48 phrases, pages of {PER_PAGE}; CPU-ms of API and PostgreSQL, median of the phrases.",
        "",
        "| products | results (API + PostgreSQL) | dearest phrase | with facets | dearest "
        "| instant | p95 ms with facets | p95 ms instant | indexed in | index, MB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    for side in sides:
        dear = [
            max(statistics.median(rounds) for rounds in measured.values())
            for measured in (side.plain, side.counted)
        ]
        found.append(
            f"| {side.products:,} | **{side.typical(side.plain):.2f}** ({side.split['api']:.2f} + "
            f"{side.split['postgres']:.2f}) | {dear[0]:.1f} | **{side.typical(side.counted):.2f}** "
            f"| {dear[1]:.1f} | {side.typical(side.typed):.2f} | {p95(side.waits):.0f} "
            f"| {p95(side.instant_waits):.0f} | {side.index_seconds:.0f} s "
            f"| {side.megabytes:.0f} |"
        )
    return [*found, "", *table(judged)]


def by_kind(side: SearchSide) -> list[str]:
    """CPU-ms of each kind of phrase: results, with facets, instant."""
    kinds: dict[str, list[str]] = {}
    for phrase in phrases():
        kinds.setdefault(phrase.kind, []).append(phrase.text)
    found = ["", "| kind of phrase | results | with facets | instant |", "|---|---|---|---|"]
    for kind, texts in kinds.items():
        figures = [
            statistics.median(statistics.median(measured[text]) for text in texts)
            for measured in (side.plain, side.counted, side.typed)
        ]
        found.append(f"| {kind} | " + " | ".join(f"{figure:.2f}" for figure in figures) + " |")
    return found


if __name__ == "__main__":
    import sys

    chosen = [int(size) for size in sys.argv[1:]] or [SMALL, LARGE]
    measured = asyncio.run(run(2, chosen, lambda text: print(text, file=sys.stderr)))
    print("\n".join(lines(measured, checks(measured))))
    for one in measured:
        print("\n".join(by_kind(one)))
