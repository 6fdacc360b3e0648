"""`make bench`: measure, print the report, write it to `bench/results/report.md`.

Exit status 1 when a target is missed that may not be (see `verdict`).
"""

import argparse
import asyncio
import sys
import time
import traceback
from pathlib import Path

from bench import gateway, measure, report, search, storefront
from bench.verdict import Check, memory, table

RESULTS = Path(__file__).parent / "results"


def say(text: str) -> None:
    """Tell how far it is, beside the report."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", file=sys.stderr, flush=True)


def main() -> int:
    """Run; the exit status."""
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--quick", action="store_true", help="a fraction of everything, to try")
    parser.add_argument("--rounds", type=int, help="rounds instead of 5")
    parser.add_argument("--no-web", action="store_true", help="leave the storefront out")
    parser.add_argument(
        "--memory",
        type=Path,
        default=RESULTS / "memory.json",
        help="measured megabytes by moment, judged with the rest where the file exists",
    )
    chosen = parser.parse_args()
    size = measure.Size.quick() if chosen.quick else measure.Size()
    if chosen.rounds:
        size = measure.Size(rounds=chosen.rounds)
    lines = report.head(chosen.quick)
    results = asyncio.run(measure.run(size, say))
    sizes = (search.SMALL,) if chosen.quick else (search.SMALL, search.LARGE)
    sides = asyncio.run(search.run(1 if chosen.quick else size.rounds, sizes, say))
    found = search.checks(sides)
    judged: list[Check] = [*report.checks(results), *memory(chosen.memory)]
    lines += report.body(results, judged) + search.lines(sides, found)
    judged += found
    door = gateway.measure(gateway.Size.quick() if chosen.quick else gateway.Size(size.rounds), say)
    of_door = gateway.checks(door)
    lines += gateway.lines(door, of_door)
    judged += of_door
    failed = [check for check in judged if check.verdict.fails]
    web, broken = ([], False) if chosen.no_web else _storefront(1 if chosen.quick else size.rounds)
    lines += web + report.appendix(results)
    target = RESULTS / ("quick.md" if chosen.quick else "report.md")
    RESULTS.mkdir(exist_ok=True)
    target.write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    if failed:
        print("\n".join(["", "Missed:", *table(failed)]), file=sys.stderr)
    return 1 if failed or broken else 0


def _storefront(rounds: int) -> tuple[list[str], bool]:
    """The storefront's lines, and whether it could not be measured: then the reason stands there,
    and what was measured before is not lost."""
    say("storefront")
    try:
        return asyncio.run(storefront.lines(rounds)), False
    except Exception as exc:  # noqa: BLE001 - whatever it is, it is told and fails the run
        traceback.print_exc()
        return ["", f"Storefront: **not measured**: {exc!r}"[:500]], True


if __name__ == "__main__":
    sys.exit(main())
