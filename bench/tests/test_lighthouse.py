"""Lighthouse's runs: which trouble is tried again, and what the table says of them."""

import json
import stat
from pathlib import Path

import pytest

from bench import lighthouse, storefront
from tools import e2e

SEEN: lighthouse.Run = {
    "performance": 96,
    "accessibility": 100,
    "best-practices": 100,
    "seo": 100,
    "cls": 0,
    "lcp": 2100,
    "tbt": 120,
    "speed": 2000,
}


def whole() -> dict[str, object]:
    """A report as Lighthouse writes it, with the figures of `SEEN`."""
    audits = {
        "largest-contentful-paint": 2100,
        "total-blocking-time": 120,
        "cumulative-layout-shift": 0,
    }
    return {
        "categories": {name: {"score": SEEN[name] / 100} for name in lighthouse.TARGETS},
        "audits": {name: {"numericValue": value} for name, value in audits.items()},
        "environment": {"benchmarkIndex": 2000},
    }


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in Lighthouse's place: each start takes one answer from the folder returned, whose
    text is the report, or its words where it begins with `!`; without an answer it hangs."""
    answers = tmp_path / "answers"
    answers.mkdir()
    program = tmp_path / "node"
    program.write_text(
        "#!/bin/sh\n"
        f"answer=$(ls {answers}/* 2>/dev/null | head -1)\n"
        '[ -n "$answer" ] || exec sleep 60\n'
        'for word in "$@"; do case "$word" in --output-path=*) to="${word#*=}";; esac; done\n'
        'if grep -q "^!" "$answer"; then cat "$answer" >&2; rm "$answer"; exit 1; fi\n'
        'mv "$answer" "$to"\n'
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(e2e, "NODE", program)
    monkeypatch.setattr(lighthouse, "PAUSE_SECONDS", 0.0)
    return answers


def test_a_browser_that_stumbles_is_asked_again(stand_in: Path, tmp_path: Path) -> None:
    (stand_in / "1").write_text("! Runtime error encountered: NO_NAVSTART\n")
    (stand_in / "2").write_text(json.dumps({"runtimeError": {"code": "NO_FCP"}}))
    (stand_in / "3").write_text(json.dumps(whole()))
    assert lighthouse.run("http://shop", tmp_path) == SEEN


def test_it_is_not_asked_for_ever(stand_in: Path, tmp_path: Path) -> None:
    for number in range(lighthouse.TRIES + 1):
        (stand_in / str(number)).write_text("! NO_NAVSTART\n")
    with pytest.raises(RuntimeError, match="NO_NAVSTART"):
        lighthouse.run("http://shop", tmp_path)
    assert len(list(stand_in.iterdir())) == 1


def test_a_page_at_fault_is_told_at_once(stand_in: Path, tmp_path: Path) -> None:
    (stand_in / "1").write_text("! ERRORED_DOCUMENT_REQUEST (Status code: 500)\n")
    (stand_in / "2").write_text(json.dumps(whole()))
    with pytest.raises(RuntimeError, match=r"http://shop: .*500"):
        lighthouse.run("http://shop", tmp_path)


def test_one_that_hangs_is_stopped(
    stand_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lighthouse, "LIMIT_SECONDS", 0.2)
    monkeypatch.setattr(lighthouse, "TRIES", 2)
    with pytest.raises(RuntimeError, match="took too long"):
        lighthouse.run("http://shop", tmp_path)


@pytest.mark.parametrize("lacking", ["categories", "audits", "environment"])
def test_a_report_that_lacks_a_figure_is_no_report(lacking: str) -> None:
    report = whole()
    del report[lacking]
    with pytest.raises(RuntimeError, match=lacking):
        lighthouse.figures(report)


def test_the_table_judges_the_median() -> None:
    poor = SEEN | {"performance": 80.0}
    one_poor = lighthouse.table({"product": [SEEN, poor, SEEN]})
    assert (
        one_poor[3]
        == "| product | **96** | **100** | **100** | **100** | 0.000 | 2100 | 120 | yes |"
    )
    assert "product 96 (2000), 80 (2000), 96 (2000)" in one_poor[-1]
    assert lighthouse.table({"product": [SEEN, poor, poor]})[3].endswith("| NO |")
    assert lighthouse.table({"home": [SEEN | {"cls": 0.01}]})[3].endswith("| NO |")


def test_scripts_are_counted_wherever_they_are_named() -> None:
    html = (
        '<script src="/a.js" async=""></script><script src="/old.js" noModule=""></script>'
        '<script>self.__next_f.push([1,"(x)"])</script>'
        '<script id="after-paint">(files=>{load(files)})(["/a.js","/b.js"])</script></body>'
    )
    assert storefront.scripts_of(html) == {"/a.js", "/b.js"}
