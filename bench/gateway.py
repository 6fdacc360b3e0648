"""What the LLM gateway adds to a call: virtual keys, budget and ledger on, against the same
provider asked directly. `python -m bench.gateway` runs it alone.

"""

import argparse
import asyncio
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import Final

import asyncpg
import uvloop

from bench import verdict
from bench.cpu import Reading
from bench.gateway_stage import SPEEDS, Stage, stage
from bench.load import Latencies, closed_loop, open_loop
from bench.verdict import Check, at_least, at_most, exactly, table

AT_A_TIME: Final = 10
PACE: Final = 100.0
SETTLE_SECONDS: Final = 1.5
"""The ledger writes once a second."""
COST: Final = Decimal(2 * 180 + 4 * 120)
"""Micro-dollars of one answer of `bench.upstream` at the prices set here."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything."""

    rounds: int = 5
    closed: int = 3_000
    opened: int = 1_000
    warm: int = 1_000

    @classmethod
    def quick(cls) -> "Size":
        """For trying."""
        return cls(1, 1_000, 200, 300)


@dataclass(slots=True)
class Round:
    """One round."""

    direct: Latencies
    through: Latencies
    gateway_ms: float
    postgres_ms: float
    slow_direct: Latencies
    slow_through: Latencies


@dataclass(slots=True)
class Found:
    """Everything that was measured."""

    ready: float
    """Seconds from the start of the process to its first healthy answer."""
    idle_mb: float
    rounds: list[Round] = field(default_factory=list)
    loaded_mb: float = 0.0
    sent: int = 0
    in_ledger: int = 0
    spent: Decimal = Decimal(0)

    def median(self, of: Callable[[Round], float]) -> float:
        """Median of the rounds."""
        return statistics.median(of(one) for one in self.rounds)


async def run(size: Size, say: Say) -> Found:
    """Measure everything; `say` hears how far it is."""
    say("gateway: start")
    async with stage() as made:
        found = Found(made.ready, made.megabytes)
        zero, slow = (made.ask(speed) for speed in SPEEDS)
        bare, bare_slow = (made.ask_directly(speed) for speed in SPEEDS)
        await closed_loop(made.url, zero, count=size.warm, at_a_time=AT_A_TIME)
        await closed_loop(made.provider, bare, count=size.warm, at_a_time=AT_A_TIME)
        found.sent = size.warm
        for number in range(size.rounds):
            say(f"gateway: round {number + 1} of {size.rounds}")
            direct = await closed_loop(made.provider, bare, count=size.closed, at_a_time=AT_A_TIME)
            await asyncio.sleep(SETTLE_SECONDS)
            before = Reading.of(made.pids)
            through = await closed_loop(made.url, zero, count=size.closed, at_a_time=AT_A_TIME)
            await asyncio.sleep(SETTLE_SECONDS)  # the ledger's last batch belongs to it
            used = Reading.of(made.pids).since(before)
            slow_direct = await open_loop(made.provider, bare_slow, size.opened, PACE)
            slow_through = await open_loop(made.url, slow, size.opened, PACE)
            found.sent += size.closed + size.opened
            found.rounds.append(
                Round(
                    direct,
                    through,
                    used["gateway"] / size.closed,
                    used["postgres"] / size.closed,
                    slow_direct,
                    slow_through,
                )
            )
        found.loaded_mb = made.megabytes
        await asyncio.sleep(SETTLE_SECONDS)
        await _reckon(made, found)
    return found


async def _reckon(made: Stage, found: Found) -> None:
    """What the ledger and the budget say of all that."""
    connection = await asyncpg.connect(made.superuser)
    try:
        found.in_ledger = await connection.fetchval(
            "select count(*) from llm_gateway.usage_calls where outcome = 'ok'"
        )
        found.spent = await connection.fetchval("select sum(spent) from llm_gateway.budget_periods")
    finally:
        await connection.close()


def checks(found: Found) -> list[Check]:
    """Every target."""
    added = {
        percent: found.median(_of("slow_through", percent, less="slow_direct"))
        for percent in verdict.GATEWAY_ADDED_MS
    }
    per_second = found.median(lambda one: one.through.per_second)
    median = found.median(lambda one: one.through.at(50))
    cpu = found.median(lambda one: one.gateway_ms)
    postgres = found.median(lambda one: one.postgres_ms)
    memory = max(found.idle_mb, found.loaded_mb)
    return [
        Check(
            f"gateway, no delay, {AT_A_TIME} at a time: answers a second",
            f"{per_second:,.0f}",
            f"≥ {verdict.GATEWAY_PER_SECOND:g}",
            at_least(per_second, verdict.GATEWAY_PER_SECOND),
        ),
        Check(
            "the same, p50",
            f"{median:.1f} ms",
            f"≤ {verdict.GATEWAY_P50_MS:g} ms",
            at_most(median, verdict.GATEWAY_P50_MS, hard=False),
        ),
        *(
            Check(
                f"gateway, 30 ms provider, {PACE:g} a second: added p{percent}",
                f"{added[percent]:.1f} ms",
                f"≤ {limit:g} ms",
                at_most(added[percent], limit, hard=False),
            )
            for percent, limit in verdict.GATEWAY_ADDED_MS.items()
        ),
        Check(
            "gateway's process, CPU-ms a call",
            f"{cpu:.2f}",
            f"≤ {verdict.GATEWAY_CPU_MS:g}",
            at_most(cpu, verdict.GATEWAY_CPU_MS, hard=False),
        ),
        Check(
            "PostgreSQL, CPU-ms a call of the gateway",
            f"{postgres:.2f}",
            f"≤ {verdict.GATEWAY_POSTGRES_MS:g}",
            at_most(postgres, verdict.GATEWAY_POSTGRES_MS, hard=False),
        ),
        Check(
            "gateway, resident memory at its most",
            f"{memory:.0f} MB",
            f"≤ {verdict.GATEWAY_MB:g} MB",
            at_most(memory, verdict.GATEWAY_MB, hard=True),
        ),
        Check(
            "gateway, from start to its first healthy answer",
            f"{found.ready:.1f} s",
            f"≤ {verdict.GATEWAY_READY_SECONDS:g} s",
            at_most(found.ready, verdict.GATEWAY_READY_SECONDS, hard=False),
        ),
        Check(
            "gateway, ledger and budget at the end",
            f"{found.in_ledger:,} calls, {found.spent / 1_000_000:.4f} dollars",
            f"{found.sent:,} calls, {found.sent * COST / 1_000_000:.4f} dollars",
            exactly(met=found.in_ledger == found.sent and found.spent == found.sent * COST),
        ),
    ]


def lines(found: Found, judged: list[Check]) -> list[str]:
    """The section of the report."""
    rows = []
    for name, of, bare in (
        ("no delay, closed loop", "through", "direct"),
        ("30 ms, open loop", "slow_through", "slow_direct"),
    ):
        values = [(found.median(_of(of, what)), found.median(_of(bare, what))) for what in (50, 99)]
        pace = [found.median(attrgetter(f"{each}.per_second")) for each in (of, bare)]
        shown = " | ".join(f"{via:.1f} / {without:.1f}" for via, without in values)
        rows.append(
            f"| {name} | {shown} | {pace[0]:,.0f} / {pace[1]:,.0f} "
            f"| {values[0][0] / values[0][1]:.2f} x |"
        )
    return [
        "",
        "## LLM gateway",
        "",
        "Through the gateway / directly, median of "
        f"{len(found.rounds)} rounds; virtual key, budget and ledger on; milliseconds. Published "
        "for ten at a time without delay: LiteLLM 30.6 / 39.3 ms p50 / p99 and 324 a second; "
        "Portkey 9.7 / 30.5 and 950.",
        "",
        "| provider | p50 | p99 | answers a second | p50 through / directly |",
        "|---|---|---|---|---|",
        *rows,
        "",
        *table(judged),
    ]


def _of(which: str, percent: int, *, less: str = "") -> Callable[[Round], float]:
    """A percentile of a round's run, less that of another."""

    def value(one: Round) -> float:
        run, other = getattr(one, which), getattr(one, less) if less else None
        return float(run.at(percent)) - (float(other.at(percent)) if other else 0.0)

    return value


def measure(size: Size, say: Say) -> Found:
    """`run` on a loop as fast as the gateway's own."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(run(size, say))


def main() -> int:
    """The gateway alone; the exit status."""
    parser = argparse.ArgumentParser(prog="bench.gateway")
    parser.add_argument("--quick", action="store_true", help="a fraction of everything, to try")
    parser.add_argument("--rounds", type=int, help="rounds instead of 5")
    chosen = parser.parse_args()
    size = Size.quick() if chosen.quick else Size(chosen.rounds or Size().rounds)
    found = measure(size, lambda text: print(text, file=sys.stderr, flush=True))
    judged = checks(found)
    print("\n".join(lines(found, judged)))
    return int(any(check.verdict.fails for check in judged))


if __name__ == "__main__":
    sys.exit(main())
