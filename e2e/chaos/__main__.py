"""`make chaos`: run the bad days, or those named; the exit status says whether all held."""

import argparse
import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from e2e.chaos import (
    backup,
    freshness,
    kills,
    machines,
    migrations,
    oversell,
    postgres,
    purchases,
    receivers,
    redis,
    refusals,
    short,
    supervisor,
)
from e2e.chaos.report import Report
from e2e.chaos.stage import Stage, stage

ON_STAGE: dict[str, Callable[[Stage], Awaitable[None]]] = {
    "redis": redis.scenario,
    "postgres": postgres.scenario,
    "kills": kills.scenario,
    "oversell": oversell.scenario,
}
SHORT = {"short": short.scenario}
"""What is in the others as well: run when it is named."""
ALONE: dict[str, Callable[[Path, Report], Awaitable[None]]] = {
    "supervisor": supervisor.scenario,
    "backup": backup.scenario,
    "refusals": refusals.scenario,
    "freshness": freshness.scenario,
    "machines": machines.scenario,
    "receivers": receivers.scenario,
    "purchases": purchases.scenario,
    "migrations": migrations.scenario,
}
NAMES = [*ON_STAGE, *ALONE]


async def run(names: list[str], folder: Path, report: Report) -> None:
    """Each scenario on a platform of its own."""
    for name in names:
        await asyncio.to_thread(report.settle)
        scenario = {**ON_STAGE, **SHORT}.get(name)
        if scenario is not None:
            async with stage(folder / name, report) as made:
                await scenario(made)
        else:
            await ALONE[name](folder / name, report)


def main() -> int:
    """Run, print, judge."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES, *SHORT], metavar="SCENARIO")
    names = parser.parse_args().names or NAMES
    report = Report()
    with tempfile.TemporaryDirectory(prefix="ecomm-chaos-", ignore_cleanup_errors=True) as folder:
        # PostgreSQL's user must be able to pass through.
        Path(folder).chmod(0o711)
        asyncio.run(run(names, Path(folder), report))
    total = len(report.lines)
    print(f"\n{total} promises, {report.broken} broken")
    return 1 if report.broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
