"""What is not run in every run is run somewhere, and `docs/promises.md` says where.

Fault each of these was seen to catch: a sample that the page does not name; a spec, a test folder
and a scenario that no target runs; a target that takes a part where it says that it takes all.
"""

import re
import subprocess
from pathlib import Path

import pytest

from e2e.chaos.__main__ import NAMES, SHORT

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "promises.md"
WHOLE = {"make fuzz", "make e2e-all", "make test-all"}
SAMPLES = re.compile(r"\bsampling\.part(_by_room)?\(|from \"(\.|\.\.)/sampling\"")
ITSELF = {
    "packages/testing/tests/test_sampling.py",
    "e2e/journeys/sampling.spec.ts",
    "tools/tests/test_nothing_is_run_nowhere.py",
}


def _files(*suffixes: str) -> dict[str, str]:
    """Text by path of what the repository keeps, or is about to."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return {
        name: (ROOT / name).read_text(encoding="utf-8")
        for name in listed
        if name.endswith(suffixes) and (ROOT / name).is_file()
    }


def sampled(files: dict[str, str]) -> set[str]:
    """Where a run takes a part."""
    return {name for name, text in files.items() if SAMPLES.search(text)} - ITSELF


def named(page: str) -> dict[str, set[str]]:
    """The page's table: where a run takes a part, and what takes the whole."""
    rows = re.findall(r"^\| `([^`|]+)` \| [^|]+ \| ([^|]+) \|$", page, re.MULTILINE)
    return {where: set(re.findall(r"`([^`]+)`", whole)) for where, whole in rows}


def test_the_page_names_whatever_takes_a_part() -> None:
    table = named(PAGE.read_text(encoding="utf-8"))
    assert set(table) == sampled(_files(".py", ".ts"))
    for where, whole in table.items():
        assert "make test-all" in whole, where
        assert whole <= WHOLE, where


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("services/x/tests/test_x.py", "for one in sampling.part(all, 3, 'x'):"),
        ("services/x/tests/test_x.py", "taken = sampling.part_by_room(all, 3, 'x')"),
        ("e2e/journeys/x.spec.ts", 'import { part } from "./sampling";'),
        ("e2e/journeys/shop/x.spec.ts", 'import { part } from "../sampling";'),
    ],
)
def test_a_new_sample_is_seen(name: str, text: str) -> None:
    """Planted: a part that is taken in one more place."""
    assert sampled({name: text}) == {name}


def test_targets_run_what_they_say() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target, short in (("test-all", "test"), ("e2e-all", "e2e")):
        assert f"\n{target}: export ECOMM_SAMPLE := all\n{target}: {short} ##" in makefile
    test, fuzz = re.findall(r"^\t.*-m pytest -n 2 .*$", makefile, re.MULTILINE)
    # No folder, no marker, no word: whatever `testpaths` holds is run.
    assert test.split("pytest", 1)[1] == " -n 2 --dist loadfile --no-loadscope-reorder"
    assert "ECOMM_FUZZ_EXAMPLES=$${ECOMM_FUZZ_EXAMPLES:-50}" in fuzz
    assert fuzz.endswith("services/commerce/tests/fuzz")
    for part in ("test-web", "e2e"):
        assert f"$(MAKE) --no-print-directory {part}\n" in makefile
    assert re.findall(r"^make (.+)$", (ROOT / ".ci/run").read_text(), re.MULTILINE) == [
        "check",
        "test",
        "chaos-short",
    ]
    assert "\t$(PY) -m e2e.chaos\n" in makefile


def test_every_test_file_is_in_a_folder_that_is_run() -> None:
    configured = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    [paths] = re.findall(r"^testpaths = \[(.+)\]$", configured, re.MULTILINE)
    folders = {path.strip(' "') for path in paths.split(",")}
    for name in _files(".py"):
        if Path(name).name.startswith("test_"):
            assert name.split("/", 1)[0] in folders, name
    assert " -m " not in re.findall(r"^addopts = (.+)$", configured, re.MULTILINE)[0]


def test_every_journey_is_in_a_project_that_is_run() -> None:
    """What one project leaves out is what the other takes, and none is cut down to some words."""
    config = (ROOT / "e2e/playwright.config.ts").read_text(encoding="utf-8")
    assert '{ name: "together", testIgnore: ALONE }' in config
    assert '{ name: "alone", testMatch: ALONE, workers: 1 }' in config
    assert 'testDir: "./journeys"' in config
    assert "grep" not in config
    for name in _files(".spec.ts"):
        if name.startswith("e2e/"):  # the merchant's guide is taken by `make pictures`
            assert name.startswith(("e2e/journeys/", "e2e/pictures/")), name
    assert 'PROJECTS = ("together", "alone")' in (ROOT / "tools/e2e.py").read_text()


def test_every_bad_day_is_run() -> None:
    scenarios = {
        Path(name).stem
        for name, text in _files(".py").items()
        if name.startswith("e2e/chaos/") and "\nasync def scenario(" in text
    }
    assert scenarios == {*NAMES, *SHORT}
