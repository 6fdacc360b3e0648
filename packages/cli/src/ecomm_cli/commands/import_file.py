"""`ecomm import FILE --store SLUG`: a product export into a store."""

import asyncio
import os
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ecomm_cli.console import done, err, out, table
from ecomm_cli.environment import LOCAL, MODE
from ecomm_cli.errors import CliError
from ecomm_cli.services import enter_environment, main_service
from ecomm_core import logging as core_logging
from ecomm_core.money import minor_digits
from ecomm_core.service import resolve
from ecomm_core.spreadsheet import csv_file

_ISSUE = ("row", "column", "level", "code", "message", "value")
_SHOWN = 20
_COUNTS = (
    ("products", "products"),
    ("created", "created"),
    ("updated", "updated"),
    ("unchanged", "unchanged"),
    ("skipped", "skipped"),
    ("variants", "variants"),
    ("tracked_variants", "of them tracked"),
    ("stock_units", "units in stock"),
    ("pictures", "pictures"),
    ("pictures_stored", "of them stored"),
    ("pictures_failed", "of them missing or refused"),
    ("errors", "errors"),
    ("warnings", "warnings"),
)


def command(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="Product CSV.")
    ],
    *,
    store: Annotated[str, typer.Option(help="Slug of the store to import into.")],
    images: Annotated[
        Path | None,
        typer.Option(exists=True, readable=True, help="Folder or ZIP with the pictures."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write all errors and warnings to this CSV file.")
    ] = None,
) -> None:
    """Import products from a Shopify CSV. Run it again: it updates and never duplicates."""
    enter_environment()
    core_logging.configure(os.environ.get(MODE, LOCAL), "import", level="WARNING")
    importer = resolve(main_service().importer)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    ) as progress:
        bar = progress.add_task("Checking" if dry_run else "Importing", total=None)

        def advance(finished: int, total: int) -> None:
            progress.update(bar, completed=finished, total=total)

        result = asyncio.run(importer(file, store, images, dry_run, advance))
    _show(result, dry_run=dry_run)
    if report is not None:
        _write_issues(report, result.issues)
        done(f"{len(result.issues)} errors and warnings written to {report}")
    if result.status == "failed":
        raise CliError(result.error or "The import failed.")


def _show(result: Any, *, dry_run: bool) -> None:
    """Print counts, the first differences of a dry run, and the first issues."""
    summary = result.summary
    if summary is not None:
        table(
            "Would be imported" if dry_run else "Imported",
            ["what", "count"],
            [(label, str(getattr(summary, name))) for name, label in _COUNTS],
        )
    if dry_run and result.diff:
        table(
            "Differences",
            ["handle", "action", "changes"],
            [
                (escape(d.handle), d.action, escape(_changes(d.changes)))
                for d in result.diff[:_SHOWN]
            ],
        )
        _and_more(len(result.diff))
    if result.issues:
        table(
            "Errors and warnings",
            ["row", "column", "level", "what"],
            [
                (str(i.row), escape(i.column or ""), i.level, escape(i.message))
                for i in result.issues[:_SHOWN]
            ],
        )
        _and_more(len(result.issues), " (--report writes all of them)")


def _changes(changes: Iterable[Any]) -> str:
    """Say what changes in one line; for what is new, only the new values."""
    return ", ".join(
        f"{change.field}: {_value(change.after)}"
        if change.before is None
        else f"{change.field}: {_value(change.before)} → {_value(change.after)}"
        for change in changes
    )


def _value(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case {"amount": int(amount), "currency": str(currency)}:
            return f"{Decimal(amount).scaleb(-minor_digits(currency)):f} {currency}"
        case list():
            return f"[{', '.join(map(str, value))}]"
        case _:
            return str(value)


def _and_more(count: int, hint: str = "") -> None:
    if count > _SHOWN:
        out.print(f"[dim]… and {count - _SHOWN} more{hint}[/]\n")


def _write_issues(path: Path, issues: Iterable[Any]) -> None:
    """Write the report; what stands in it came from somebody's file, so it holds no formulas."""
    path.write_bytes(
        csv_file(_ISSUE, ([getattr(issue, name) for name in _ISSUE] for issue in issues))
    )
