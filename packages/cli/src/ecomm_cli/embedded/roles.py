"""Which PostgreSQL roles exist: the one table that the next service adds its line to."""

from dataclasses import dataclass

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


SERVICE_ROLES: tuple[ServiceRoles, ...] = (ServiceRoles("commerce"),)


def login_roles() -> list[str]:
    """Return every role that needs a password."""
    return [OWNER, *(roles.app for roles in SERVICE_ROLES)]
