"""Which PostgreSQL roles exist: three for each service that is installed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

GROUP = "ecomm.apps"
"""Entry points of services; their names are known without loading them."""
MAIN = "commerce"
"""The platform itself: it bears the plain names, and its database is `DATABASE_URL`."""
OWNER = "ecomm_owner"
"""Owns the database, its schemas and tables; runs migrations."""
DATABASE = "ecomm"


@dataclass(frozen=True, slots=True)
class ServiceRoles:
    """The roles of one service."""

    service: str

    @property
    def app(self) -> str:
        """Login role of the running service: neither superuser, BYPASSRLS nor owner."""
        return f"{self.service}_app"

    @property
    def locator(self) -> str:
        """Owner (no login) of the look-up functions that come before a tenant is known."""
        return f"{self.service}_locator"

    @property
    def searcher(self) -> str:
        """Owner (no login) of the search table and of the one function that reads it whole."""
        return f"{self.service}_searcher"


@cache
def service_roles() -> tuple[ServiceRoles, ...]:
    """Return the roles of each installed service, the platform's first."""
    names = {point.name for point in entry_points(group=GROUP)}
    return tuple(ServiceRoles(name) for name in (MAIN, *sorted(names - {MAIN})))


def login_roles(services: Sequence[ServiceRoles] | None = None) -> list[str]:
    """Return every role that needs a password; of all installed services, where none is named."""
    return [OWNER, *(roles.app for roles in services or service_roles())]
