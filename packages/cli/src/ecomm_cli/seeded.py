"""The note that a database got its demo once, and what to tell people about it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ecomm_cli.environment import DATABASE_URL
from ecomm_cli.home import Home
from ecomm_cli.system.files import read_json, write_json
from ecomm_cli.system.ports import LOOPBACK

EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What seeding returned."""

    database: str
    logins: tuple[tuple[str, str, str], ...]
    """(who, e-mail, password)"""
    addresses: tuple[tuple[str, str], ...]
    """(what, address)"""
    ports: Mapping[str, int] = field(default_factory=dict)
    """Who listened where when the addresses were told."""

    def addresses_at(self, ports: Mapping[str, int]) -> list[tuple[str, str]]:
        """The addresses where everything listens on these ports by now."""
        moved = {old: ports.get(name, old) for name, old in self.ports.items()}
        return [(what, _moved(url, moved)) for what, url in self.addresses]

    @classmethod
    def read(cls, home: Home, database: str) -> "Seeded | None":
        """Return the note about this database; None when it got no demo."""
        try:
            value = read_json(home.seeded)
        except ValueError:
            return None
        match value:
            case {
                "database": str(label),
                "logins": list(logins),
                "addresses": list(addresses),
                **more,
            }:
                if label != database:
                    return None
                ports = more.get("ports")
                return cls(
                    database=label,
                    logins=tuple((str(a), str(b), str(c)) for a, b, c in logins),
                    addresses=tuple((str(a), str(b)) for a, b in addresses),
                    ports=ports if isinstance(ports, dict) else {},
                )
            case _:
                return None

    def write(self, home: Home) -> None:
        """Leave the note. Demo logins are for showing, yet only the owner can read the file."""
        write_json(
            home.seeded,
            {
                "database": self.database,
                "logins": self.logins,
                "addresses": self.addresses,
                "ports": dict(self.ports),
            },
            mode=0o600,
        )


def _moved(url: str, moved: Mapping[int, int]) -> str:
    address = urlsplit(url)
    if address.port is None or address.port not in moved:
        return url
    host = address.netloc.rpartition(":")[0]
    return address._replace(netloc=f"{host}:{moved[address.port]}").geturl()


def current_database(home: Home) -> str:
    """Name the database we work on without its secrets: `embedded`, or host, port and name.

    Raises CliError when the configuration is damaged.
    """
    url = os.environ.get(DATABASE_URL)
    if not url:
        return EMBEDDED
    address = urlsplit(url)
    place = (address.hostname, address.port or 5432)
    if place == (LOOPBACK, home.config().port("postgres")):
        return EMBEDDED
    return f"{place[0]}:{place[1]}{address.path}"
