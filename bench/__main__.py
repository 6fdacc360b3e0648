"""`make bench`: print the table and write bench/results/report.md.

CPU-ms are medians over interleaved rounds; statements are counted in a run of their own.
"""

import argparse
import asyncio
import platform as machine
import subprocess
from pathlib import Path

import httpx2

from bench import scenarios
from bench.catalogue import PRODUCTS, SMALL, Shop, analyze, fill
from bench.platform import Platform, platform
from bench.scenarios import Measured
from bench.statements import StatementLog

RESULTS = Path(__file__).parent / "results"


async def set_stock(running: Platform, variant: str, units: int) -> None:
    """Give a variant a stock, as an operator would in SQL."""
    running.cluster.postgres.execute(
        f"update commerce.inventory_items set on_hand = {units}, committed = 0 "
        f"where variant_id = '{variant}'",
        database=running.database,
    )


async def filled(running: Platform, products: int) -> Shop:
    """A store with a catalogue."""
    shop = await scenarios.make_shop(running)
    await fill(running.cluster.postgres.superuser_url(running.database), shop, products)
    return shop


async def measure(rounds: int, orders: int, requests: int) -> list[str]:
    """Run everything; the report's lines."""
    lines: list[str] = []
    async with platform() as one, platform(processes=("api",)) as many:
        shop = await filled(one, PRODUCTS)
        big = await filled(many, PRODUCTS)
        for _ in range(199):
            await filled(many, SMALL)
        for running in (one, many):
            await analyze(running.cluster.postgres.superuser_url(running.database))
        variants = await scenarios.variants(one, shop, range(1, 21))
        table = {
            name: Measured(name)
            for name in (
                "list of 24, uncached",
                "list of 24, cached",
                "product, uncached",
                "product, cached",
                "cart add",
                "paid order",
                "list of 24, 200 stores",
                "product, 200 stores",
            )
        }
        lists, products = scenarios.list_paths(shop), scenarios.product_paths(shop)
        for _ in range(rounds):
            table["list of 24, uncached"].rounds.append(
                await scenarios.reads(one, lists, requests, cached=False)
            )
            table["list of 24, 200 stores"].rounds.append(
                await scenarios.reads(many, scenarios.list_paths(big), requests, cached=False)
            )
            table["list of 24, cached"].rounds.append(
                await scenarios.reads(one, lists[:10], requests, cached=True)
            )
            table["product, uncached"].rounds.append(
                await scenarios.reads(one, products, requests, cached=False)
            )
            table["product, 200 stores"].rounds.append(
                await scenarios.reads(many, scenarios.product_paths(big), requests, cached=False)
            )
            table["product, cached"].rounds.append(
                await scenarios.reads(one, products[:10], requests, cached=True)
            )
            table["cart add"].rounds.append(await scenarios.cart_add(one, shop, variants[0], 30))
            table["paid order"].rounds.append(
                await scenarios.paid_orders(one, shop, variants, orders)
            )
        lines += ["| what | Python CPU-ms | PostgreSQL CPU-ms | all |", "|---|---|---|---|"]
        for measured in table.values():
            python = measured.median("api", "worker", "clock")
            lines.append(
                f"| {measured.name} | {python:.2f} | {measured.median('postgres'):.2f} "
                f"| **{measured.median():.2f}** |"
            )
        for what in ("list of 24", "product"):
            ratio = table[f"{what}, 200 stores"].median() / table[f"{what}, uncached"].median()
            lines.append(f"\n{what}: 200 stores against 1, CPU ratio {ratio:.2f}")
        lines += await statements(one, shop, variants, lists, products)
        hot = variants[1]
        await set_stock(one, hot, 10)
        outcome = await scenarios.hot_sku(one, shop, hot)
        lines.append(
            f"\nHot SKU, 50 buyers for 10: {outcome.orders} orders, {outcome.refused} clean "
            f"refusals, {outcome.other} others, {outcome.seconds:.2f} s"
        )
    return lines


async def statements(
    running: Platform, shop: Shop, variants: list[str], lists: list[str], products: list[str]
) -> list[str]:
    """Statements per call, counted in the server's log."""
    log = StatementLog(running)
    await scenarios.settle(running)
    log.switch(on=True)
    await asyncio.sleep(1)
    lines = ["", "| statements | count |", "|---|---|"]
    for name, path in (("list of 24", lists[7]), ("product", products[7])):
        log.begin()
        await scenarios.reads(running, [path], 11, cached=False)
        # the warm-up of `reads` adds one call, which the reply cache may answer
        lines.append(f"| {name}, 11 or 12 calls | {sum(log.end().values())} |")
    mails = running.mails
    log.begin()
    async with httpx2.AsyncClient(base_url=running.url, timeout=30) as client:
        await scenarios.buy(client, f"/api/v1/public/stores/{shop.slug}", variants[3])
    await scenarios.wait_for_mails(running, mails + 1)
    await asyncio.sleep(1)
    counted = log.end()
    lines.append(
        f"| one paid order, all processes, one idle second included | **{sum(counted.values())}** |"
    )
    log.switch(on=False)
    lines += ["", *(f"- {count} x `{words}`" for words, count in counted.most_common(60))]
    return lines


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--orders", type=int, default=20)
    parser.add_argument("--requests", type=int, default=300)
    chosen = parser.parse_args()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=True
    ).stdout.strip()
    head = [
        "# Bench",
        "",
        f"Commit {commit}; {machine.processor() or machine.machine()}, Python "
        f"{machine.python_version()}; median of {chosen.rounds} interleaved rounds; catalogue "
        f"{PRODUCTS} products x 3 variants.",
        "",
    ]
    lines = head + asyncio.run(measure(chosen.rounds, chosen.orders, chosen.requests))
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "report.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
