"""kill -9 at each step of a purchase order, 200 seeds: never two orders at the supplier, never a
paid customer order without a purchase order or a reason that somebody can see.

The lives and deaths are those of `services/commerce/tests/purchasing/test_kills.py`, which takes 20
of them in `make test`; there, too, is the naive retry that the count sees.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from e2e.chaos.report import Report

ROOT = Path(__file__).parents[2]
TESTS = "services/commerce/tests/purchasing/test_kills.py"
SEEDS = 200
LONGEST = 3600.0


async def scenario(folder: Path, report: Report) -> None:
    """On a database of its own."""
    folder.mkdir()
    told = folder / "kills.xml"
    ended = await asyncio.to_thread(_run, told)
    if not told.exists():
        report.check("purchases: the lives begin", ended[-2000:], holds=False)
        return
    for case in ElementTree.parse(told).iter("testcase"):
        wrong = [*case.iter("failure"), *case.iter("error")]
        words = wrong[0].get("message", "")[:600] if wrong else f"{SEEDS} seeds"
        name = str(case.get("name")).removeprefix("test_").replace("_", " ")
        figure = f"{words}; {float(case.get('time', '0')):.0f} s"
        report.check(f"purchases: {name}", figure, holds=not wrong)


def _run(told: Path) -> str:
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            f"--junitxml={told}",
            TESTS,
        ],
        cwd=ROOT,
        env={**os.environ, "ECOMM_PURCHASE_SEEDS": str(SEEDS)},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    return ended.stdout + ended.stderr
