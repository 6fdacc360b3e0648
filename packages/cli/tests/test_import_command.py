"""`ecomm import`: what is shown of a report, and what ends with an error."""

import csv
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ecomm_cli import console
from ecomm_cli.commands import import_file
from ecomm_cli.errors import CliError

COUNTS = {name: number for number, (name, _) in enumerate(import_file._COUNTS)}


def report(**changed: Any) -> SimpleNamespace:
    issue = {
        "row": 7, "column": "Variant Price", "level": "warning", "code": "price_zero",
        "message": "The price is 0.", "value": "0.00",
    }  # fmt: skip
    change = {"field": "price", "before": None, "after": {"amount": 3650, "currency": "EUR"}}
    stock = {"field": "stock", "before": 3, "after": 4}
    tags = {"field": "tags", "before": ["wool"], "after": ["wool", "[red]hat"]}
    diff = {
        "handle": "cap",
        "action": "update",
        "changes": [SimpleNamespace(**each) for each in (change, stock, tags)],
    }
    return SimpleNamespace(
        **{
            "status": "done",
            "error": None,
            "summary": SimpleNamespace(**COUNTS),
            "issues": [SimpleNamespace(**issue)],
            "diff": [SimpleNamespace(**diff)],
            **changed,
        }
    )


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    file = tmp_path / "products.csv"
    file.touch()
    monkeypatch.setattr(console.out, "width", 160)

    def command(result: SimpleNamespace, **options: Any) -> str:
        async def importer(*given: Any) -> SimpleNamespace:
            assert given[:4] == (file, "demo", None, options.get("dry_run", False))
            given[4](1, 2)
            return result

        monkeypatch.setattr(import_file, "resolve", lambda _reference: importer)
        monkeypatch.setattr(import_file, "enter_environment", lambda: None)
        import_file.command(file, store="demo", **options)
        return capsys.readouterr().out

    return command


def test_counts_and_issues_are_shown(run: Callable[..., str]) -> None:
    shown = run(report())
    for name, label in import_file._COUNTS:
        assert f"{label}  " in shown
        assert str(COUNTS[name]) in shown
    assert "Variant Price" in shown
    assert "The price is 0." in shown
    assert "Differences" not in shown


def test_a_dry_run_shows_differences_with_money_as_people_write_it(
    run: Callable[..., str],
) -> None:
    shown = run(report(), dry_run=True)
    assert "Would be imported" in shown
    assert "price: 36.50 EUR, stock: 3 → 4, tags: [wool] → [wool, [red]hat]" in shown


@pytest.mark.parametrize(
    ("amount", "currency", "written"),
    [
        (3650, "EUR", "36.50 EUR"),
        (5, "EUR", "0.05 EUR"),
        (0, "EUR", "0.00 EUR"),
        (1200, "JPY", "1200 JPY"),
        (1_234_567, "KWD", "1234.567 KWD"),
        (10**12 - 1, "EUR", "9999999999.99 EUR"),
    ],
)
def test_amounts_are_written_with_the_digits_of_their_currency(
    amount: int, currency: str, written: str
) -> None:
    assert import_file._value({"amount": amount, "currency": currency}) == written


def test_all_issues_go_to_the_report_file(run: Callable[..., str], tmp_path: Path) -> None:
    issues = report().issues * 30
    shown = run(report(issues=issues), report=tmp_path / "report.csv")
    assert "… and 10 more (--report writes all of them)" in shown
    with (tmp_path / "report.csv").open(newline="", encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 30
    assert rows[0] == {
        "row": "7",
        "column": "Variant Price",
        "level": "warning",
        "code": "price_zero",
        "message": "The price is 0.",
        "value": "0.00",
    }


def test_the_report_file_holds_no_formula(run: Callable[..., str], tmp_path: Path) -> None:
    [issue] = report().issues
    issue.value, issue.message = "=HYPERLINK(1)", "+1"
    run(report(issues=[issue]), report=tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(newline="", encoding="utf-8-sig") as stream:
        [row] = csv.DictReader(stream)
    assert (row["value"], row["message"]) == ("'=HYPERLINK(1)", "'+1")


def test_a_failed_import_is_an_error_with_its_reason(run: Callable[..., str]) -> None:
    with pytest.raises(CliError, match=r"The file is empty\."):
        run(report(status="failed", error="The file is empty.", summary=None, issues=[], diff=[]))
