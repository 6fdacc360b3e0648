"""The report: machine and commit, the table, the verdicts, and what a paid order consists of."""

import os
import platform as machine
import statistics
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from bench import verdict as targets
from bench.catalogue import PRODUCTS
from bench.measure import (
    CART_ADD,
    DEAR,
    LIST,
    LIST_CACHED,
    ORDER,
    PRODUCT,
    PRODUCT_CACHED,
    Results,
)
from bench.platform import PARTS
from bench.verdict import Check, at_most, exactly, table

PYTHON = ("api", "worker", "clock")
LIMITS = {
    LIST: targets.LIST_MS,
    LIST_CACHED: targets.LIST_CACHED_MS,
    PRODUCT: targets.PRODUCT_MS,
    ORDER: targets.ORDER_MS,
    DEAR: targets.DEAR_ORDER_MS,
}
PEERS = {LIST: "66-126", PRODUCT: "17-67", ORDER: "256-1,002 (347-619 statements)"}
"""CPU-ms of Medusa, Vendure and Saleor, measured the same way (see README.md)."""


def head(quick: bool) -> list[str]:
    """What ran where, as it is before anything is measured."""
    commit = _git("rev-parse", "--short", "HEAD")
    changed = " with changes that are not committed" if _git("status", "--porcelain") else ""
    now = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime())
    return [
        "# Bench",
        "",
        f"{now}, commit {commit}{changed}{' — QUICK: not for the record' if quick else ''}. "
        f"{_cpu_model()}, {os.cpu_count()} cores, Linux {machine.release()}, Python "
        f"{machine.python_version()}; load when it began {_load()}. How to read: "
        "[README](../README.md).",
        "",
    ]


def checks(results: Results) -> list[Check]:
    """Every target of the API, but for memory."""
    found = [
        Check(
            f"{what}, CPU-ms",
            f"{results.one[what].median():.2f}",
            f"≤ {limit:g}",
            at_most(results.one[what].median(), limit, hard=False),
        )
        for what, limit in LIMITS.items()
    ]
    for what, limit in (
        (ORDER, targets.ORDER_STATEMENTS),
        (DEAR, targets.DEAR_ORDER_STATEMENTS),
    ):
        sent = results.one[what].statements
        found.append(
            Check(
                f"{what}, statements",
                f"{sent:.1f}",
                f"≤ {limit:g}",
                at_most(sent, limit, hard=True),
            )
        )
    for what in (LIST, PRODUCT, ORDER):
        one, many = results.one[what].statements, results.many[what].statements
        found.append(
            Check(
                f"{what}, statements with 1 store and with {results.size.stores}",
                f"{one:.1f} and {many:.1f}",
                "equal",
                exactly(met=results.equal_statements(what)),
            )
        )
    found += [
        Check(
            f"{what}, CPU with {results.size.stores} stores against 1",
            f"{results.ratio(what):.2f} x",
            f"≤ {targets.STORES_RATIO:g} x",
            at_most(results.ratio(what), targets.STORES_RATIO, hard=False),
        )
        for what in (LIST, PRODUCT, ORDER)
    ]
    found += [
        Check(
            f"hot SKU, {hot.buyers} buyers for {hot.stock}",
            f"{hot.orders} orders, {hot.refused} clean refusals, {hot.committed} committed",
            f"{hot.stock} orders, {hot.buyers - hot.stock} refusals",
            exactly(met=hot.exact),
        )
        for hot in results.hot
    ]
    slowest = max(hot.seconds for hot in results.hot)
    found.append(
        Check(
            "hot SKU, slowest run",
            f"{slowest:.2f} s",
            f"< {targets.HOT_SECONDS:g} s",
            at_most(slowest, targets.HOT_SECONDS, hard=True),
        )
    )
    found.append(
        Check(
            "invariants.sql on both platforms at the end",
            "; ".join(results.books)[:300] or "all hold",
            "all hold",
            exactly(met=not results.books),
        )
    )
    return found


def _machine(results: Results) -> str:
    """What the machine itself costs, beside what runs on it."""
    found = {
        name: statistics.median(getattr(one, name) for one in results.machine)
        for name in ("interpreter", "reply", "statement")
    }
    return (
        f"Yardstick of the machine, CPU-ms (`bench/yardstick.py`): a piece of plain Python "
        f"{found['interpreter']:.2f}, a bare server's reply {found['reply']:.3f}, a statement "
        f"without a table {found['statement']:.3f}."
    )


def body(results: Results, judged: Sequence[Check]) -> list[str]:
    """The tables."""
    size = results.size
    lines = [
        f"{PRODUCTS:,} products x 3 variants; CPU milliseconds per call, median of {size.rounds} "
        "interleaved rounds (lowest and highest in brackets), one call at a time.",
        "",
        "| what | Python | PostgreSQL | both | statements | peers, both |",
        "|---|---|---|---|---|---|",
    ]
    for what in (LIST, LIST_CACHED, PRODUCT, PRODUCT_CACHED, CART_ADD, ORDER, DEAR):
        measured = results.one[what]
        whole = measured.values(*PARTS)
        plain = what in {CART_ADD, ORDER, DEAR} or "cached" in what
        name = what if plain else f"{what}, uncached"
        lines.append(
            f"| {name} | {measured.median(*PYTHON):.2f} | {measured.median('postgres'):.2f} "
            f"| **{measured.median():.2f}** ({min(whole):.2f}-{max(whole):.2f}) "
            f"| {measured.statements:.1f} | {PEERS.get(what, '')} |"
        )
    order = results.one[ORDER]
    split = ", ".join(f"{part} {order.median(part):.1f}" for part in (*PARTS, "redis"))
    lines += ["", f"Paid order by process, CPU-ms: {split} (Redis is not in the sum).", ""]
    lines += [_machine(results), ""]
    lines += table(judged)
    lines += [
        "",
        f"Measured in {results.seconds / 60:.1f} minutes; load when it ended {_load()}.",
    ]
    return lines


def appendix(results: Results) -> list[str]:
    """Statements of a paid order, by who sends them."""
    count = results.size.counted
    lines = ["", f"Statements of {count} paid orders, less those of an equal window of rest:", ""]
    lines += ["| per order | sender: statement |", "|---|---|"]
    for shape, number in results.order_statements.most_common():
        if number:
            lines.append(f"| {number / count:.2f} | `{shape.replace('|', chr(92) + '|')}` |")
    return lines


def _git(*command: str) -> str:
    return subprocess.run(
        ["git", *command], capture_output=True, text=True, check=True, cwd=Path(__file__).parent
    ).stdout.strip()


def _cpu_model() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return machine.machine()


def _load() -> str:
    return " / ".join(Path("/proc/loadavg").read_text().split()[:3])
