"""How the commands speak: rich tables on standard output, refusals on standard error."""

from collections.abc import Iterable, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def refuse(message: str) -> None:
    """Say in red why a command did not do its work."""
    err.print(f"[bold red]✗[/] {escape(message)}", soft_wrap=True)


def done(message: str) -> None:
    """Say in green what was done."""
    out.print(f"[bold green]✓[/] {escape(message)}", soft_wrap=True)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows under a title; cells may hold rich's markup."""
    grid = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD)
    for column in columns:
        grid.add_column(column, overflow="fold")
    for row in rows:
        grid.add_row(*row)
    out.print(grid)
