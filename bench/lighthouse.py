"""Lighthouse's mobile run of a page: its four scores, and what the performance is made of.

A single run says little on a machine that does other things, so the median of several counts, and
each run's `speed` (Lighthouse's own measure of the machine) stands beside its score.
"""

import json
import os
import signal
import statistics
import subprocess
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tools import e2e

LIGHTHOUSE = e2e.ROOT / "node_modules/lighthouse/cli/index.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROME_FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-background-networking "
    "--disable-component-update --disable-sync"
)
TARGETS: Final = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 100}
"""Scores that are asked for, `spec/quality.md` §3; the layout may not shift at all."""

_METRICS: Final = {
    "lcp": "largest-contentful-paint",
    "tbt": "total-blocking-time",
    "cls": "cumulative-layout-shift",
}
TRIES: Final = 5
LIMIT_SECONDS: Final = 180
STOP_SECONDS: Final = 10
PAUSE_SECONDS: Final = 5.0
_STUMBLES: Final = (
    "NO_NAVSTART",
    "NO_FCP",
    "NO_LCP",
    "NO_TRACING_STARTED",
    "NO_RESOURCE_REQUEST",
    "NO_SPEEDLINE_FRAMES",
    "PAGE_HUNG",
    "PROTOCOL_TIMEOUT",
    "TARGET_CRASHED",
    "ECONNREFUSED",
    "ECONNRESET",
    "took too long",
)
"""Lighthouse's words where the browser, not the page, was the trouble: it asks to be run again."""

Run = dict[str, float]
"""A run's figures: each score of `TARGETS` (0 to 100), `lcp` and `tbt` in milliseconds, `cls`, and
`speed`."""


def run(address: str, folder: Path) -> Run:
    """One mobile run. A browser that stumbles is asked again, `TRIES` times in all.

    folder: for the report and the browser's profile.
    Raises RuntimeError with Lighthouse's words where the page is at fault, or the browser stumbles
    every time: a figure is never left out in silence.
    """
    report = folder / "lighthouse.json"
    said = ""
    for attempt in range(TRIES):
        time.sleep(attempt * PAUSE_SECONDS)
        said = _once(address, folder, report)
        if not said:
            found = json.loads(report.read_text())
            if not found.get("runtimeError"):
                return figures(found)
            said = json.dumps(found["runtimeError"])
        if not any(word in said for word in _STUMBLES):
            break
    raise RuntimeError(f"Lighthouse failed on {address}: {said[-2000:]}")


def figures(report: Mapping[str, Any]) -> Run:
    """A report's figures. Raises RuntimeError where one of them is missing."""
    try:
        scores = {name: float(report["categories"][name]["score"]) * 100 for name in TARGETS}
        metrics = {
            name: float(report["audits"][audit]["numericValue"]) for name, audit in _METRICS.items()
        }
        return {**scores, **metrics, "speed": float(report["environment"]["benchmarkIndex"])}
    except (KeyError, TypeError) as error:
        raise RuntimeError(f"Lighthouse's report is not whole: {error!r}") from error


def _once(address: str, folder: Path, report: Path) -> str:
    """Write the report of a page; what Lighthouse says where it fails, else nothing."""
    report.unlink(missing_ok=True)
    process = subprocess.Popen(
        [
            str(e2e.NODE),
            str(LIGHTHOUSE),
            address,
            "--quiet",
            "--output=json",
            f"--output-path={report}",
            f"--only-categories={','.join(TARGETS)}",
            f"--chrome-flags={CHROME_FLAGS}",
        ],
        env={**os.environ, "CHROME_PATH": CHROMIUM, "TMPDIR": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    )
    try:
        _, errors = process.communicate(timeout=LIMIT_SECONDS)
    except subprocess.TimeoutExpired:
        # As Ctrl-C: it takes its browser along.
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        return f"took too long: more than {LIMIT_SECONDS} s"
    if process.returncode == 0 and report.is_file():
        return ""
    return errors or f"exit status {process.returncode}"


def medians(runs: Iterable[Run]) -> Run:
    """The median of each figure."""
    runs = list(runs)
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def met(seen: Run) -> bool:
    """Whether a page's figures hold what is promised."""
    return seen["cls"] == 0 and all(seen[name] >= least for name, least in TARGETS.items())


def table(pages: Mapping[str, Sequence[Run]]) -> list[str]:
    """The report's lines: each page's medians, then every run's performance."""
    wanted = " | ".join(f"≥ {least}" if least < 100 else "100" for least in TARGETS.values())
    lines = [
        "| Lighthouse mobile | performance | accessibility | best practices | SEO "
        "| layout shift | largest paint, ms | blocking time, ms | met |",
        "|---|---|---|---|---|---|---|---|---|",
        f"| *target* | {wanted} | 0 | | | |",
    ]
    for name, runs in pages.items():
        seen = medians(runs)
        scores = " | ".join(f"**{seen[category]:.0f}**" for category in TARGETS)
        lines.append(
            f"| {name} | {scores} | {seen['cls']:.3f} | {seen['lcp']:.0f} | {seen['tbt']:.0f} "
            f"| {'yes' if met(seen) else 'NO'} |"
        )
    each = "; ".join(
        f"{name} " + ", ".join(f"{run['performance']:.0f} ({run['speed']:.0f})" for run in runs)
        for name, runs in pages.items()
    )
    return [
        *lines,
        "",
        f"Performance of each run (speed of the machine while it was measured): {each}.",
    ]
