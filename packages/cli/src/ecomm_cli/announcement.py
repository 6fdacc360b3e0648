"""What a person needs once everything runs: addresses and demo logins."""

from collections.abc import Iterable

from rich.markup import escape

from ecomm_cli.console import out, table
from ecomm_cli.home import Home
from ecomm_cli.seeded import Seeded, current_database
from ecomm_cli.services import ports_of


def announce(title: str, home: Home, addresses: Iterable[tuple[str, str]] = ()) -> None:
    """Print addresses by process name, and the demo's own addresses and logins.

    Raises CliError when the home's configuration is damaged.
    """
    seeded = Seeded.read(home, current_database(home))
    rows = [*addresses, *(seeded.addresses_at(ports_of(home)) if seeded else ())]
    out.print()
    if rows:
        table(
            title,
            ["what", "address"],
            [(name, f"[link={url}]{escape(url)}[/]") for name, url in rows],
        )
    if seeded is not None and seeded.logins:
        table(
            "Demo logins",
            ["who", "e-mail", "password"],
            [tuple(escape(cell) for cell in login) for login in seeded.logins],
        )
