"""`make bench-large`: 100,000 products imported, and searched; figures of five million events; the
report in `results/large.md`.

Exit status 1 when a target is missed that may not be.
"""

import asyncio
import sys

from bench import figures, importing, report, search
from bench.__main__ import RESULTS, say
from bench.verdict import table

ROUNDS = 2


def main() -> int:
    """Run; the exit status."""
    lines = report.head(quick=False)
    imported = asyncio.run(importing.run(importing.LARGE, say))
    found = importing.checks(imported)
    lines += importing.lines(imported, found)
    sides = asyncio.run(search.run(ROUNDS, (search.LARGE,), say))
    searched = search.checks(sides)
    lines += search.lines(sides, searched)
    side = asyncio.run(figures.run(say))
    counted = figures.checks(side)
    lines += figures.lines(side, counted)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "large.md").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    failed = [check for check in (*found, *searched, *counted) if check.verdict.fails]
    if failed:
        print("\n".join(["", "Missed:", *table(failed)]), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
