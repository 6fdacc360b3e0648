"""Options that several commands read alike."""

from collections.abc import Collection, Sequence

from ecomm_cli.errors import CliError


def parse_ports(values: Sequence[str] | None, known: Collection[str]) -> dict[str, int]:
    """Read `NAME=PORT` options. Raises CliError for anything else, and for names not in `known`."""
    ports: dict[str, int] = {}
    for value in values or ():
        name, _, number = value.partition("=")
        if not name or not number.isdigit() or not 0 < int(number) < 65536:
            raise CliError(f"`{value}` is not NAME=PORT with a port between 1 and 65535.")
        if name not in known:
            raise CliError(f"Nothing here is called `{name}`; ports belong to {', '.join(known)}.")
        ports[name] = int(number)
    return ports
