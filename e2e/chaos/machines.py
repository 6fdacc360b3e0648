"""The long runs of two machines that `make test` runs shortly: crowds for little stock with twenty
seeds, and the stateful machine of money, with a seed that is new each time.

What they said is kept whole in `e2e/chaos/results`, whatever became of them. Planted: a naive shop,
and five unsound books, which are run with them.
"""

import asyncio
import os
import secrets
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from e2e.chaos.platform import ROOT
from e2e.chaos.report import Report

RESULTS = Path(__file__).parent / "results"
SEEDS = 20
EXAMPLES = 8
STEPS = 30
LIMIT = 20 * 60.0
"""Seconds of one: a machine that hangs is a broken promise as well."""
TAIL = 60
ERRORS = 60
"""Lines that are printed of a failure: pytest's own about the error, and the last ones."""


async def scenario(folder: Path, report: Report) -> None:
    """Both, each on a PostgreSQL of its own."""
    del folder
    await run(
        report,
        "oversell",
        f"no oversell, no lost unit, no deadlock: {SEEDS} seeds of 500 carts",
        "services/commerce/tests/inventory/test_oversell.py",
        {"OVERSELL_SEEDS": str(SEEDS)},
    )
    # MONEY_SEED in the environment repeats an earlier run.
    seed = os.environ.get("MONEY_SEED") or str(secrets.randbelow(2**31))
    await run(
        report,
        f"money-{seed}",
        f"money adds up after each of {EXAMPLES} x {STEPS} steps in 3 currencies, seed {seed}",
        "services/commerce/tests/reliability/test_money_machine.py",
        {"MONEY_EXAMPLES": str(EXAMPLES), "MONEY_STEPS": str(STEPS), "MONEY_SEED": seed},
    )


async def run(
    report: Report,
    name: str,
    what: str,
    tests: str,
    more: Mapping[str, str],
    *,
    results: Path = RESULTS,
    limit: float = LIMIT,
) -> None:
    """Tests in a process of their own, with `more` in its environment; its whole output in a file
    of `results` called by `name`, the telling part of a failure printed as well."""
    results.mkdir(exist_ok=True)
    kept = results / f"{name}-{datetime.now(UTC):%Y%m%dT%H%M%S}.txt"
    ended, code = await asyncio.to_thread(_pytest, tests, more, kept, limit)
    words = kept.read_text(errors="replace").strip().splitlines()
    figure = words[-1] if ended else f"not ended after {limit:.0f} s"
    holds = ended and code == 0
    report.check(what, figure if holds else f"{figure}; all of it in {kept}", holds=holds)
    if not holds:
        errors = [line for line in words if line.startswith("E ")]
        print("\n".join([*errors[:ERRORS], *words[-TAIL:]]), flush=True)


def _pytest(tests: str, more: Mapping[str, str], kept: Path, limit: float) -> tuple[bool, int]:
    """(did it end in time, exit status). One that did not is interrupted, so that it says where it
    stood and stops what it had started; and killed if it does not hear."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", tests]
    with kept.open("w") as output:
        given = " ".join(f"{key}={value}" for key, value in more.items())
        output.write(f"{given} pytest {tests}\n")
        output.flush()
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **more}, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            return True, process.wait(limit)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGINT)
        try:
            return False, process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            return False, process.wait()
