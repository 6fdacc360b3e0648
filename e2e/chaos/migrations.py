"""kill -9 while a shop is taken over: 500 products and 200 orders of a fake of each vendor, its
worker killed again and again, end as if nothing had happened.

The lives and deaths are those of `services/commerce/tests/channels/test_killed.py`, which takes a
small shop in `make test`; there, too, is the planted worker that loses a page.
"""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

from e2e.chaos.report import Report

ROOT = Path(__file__).parents[2]
TESTS = "services/commerce/tests/channels/test_killed.py"
SIZE = "500,200,40"
"""Products, orders, deaths."""
LONGEST = 3600.0


async def scenario(folder: Path, report: Report) -> None:
    """On a database of its own."""
    folder.mkdir()
    told = folder / "migrations.xml"
    ended = await asyncio.to_thread(_run, told)
    if not told.exists():
        report.check("migrations: the lives begin", ended[-2000:], holds=False)
        return
    for case in ElementTree.parse(told).iter("testcase"):
        wrong = [*case.iter("failure"), *case.iter("error")]
        words = wrong[0].get("message", "")[:600] if wrong else "500 products, 200 orders"
        name = str(case.get("name")).removeprefix("test_").replace("_", " ")
        figure = f"{words}, 40 deaths; {float(case.get('time', '0')):.0f} s"
        report.check(f"migrations: {name}", figure, holds=not wrong)


def _run(told: Path) -> str:
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [*words, f"--junitxml={told}", TESTS],
        cwd=ROOT,
        env={**os.environ, "ECOMM_MIGRATION": SIZE},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    return ended.stdout + ended.stderr
