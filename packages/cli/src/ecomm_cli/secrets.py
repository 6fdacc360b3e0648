"""Secrets of a local installation: generated once, kept in a file only its owner can read.

They are never printed and never on a command line. Production gives its own through the
environment; nothing here is used there.
"""

import base64
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from ecomm_cli.embedded.roles import MAIN, login_roles, service_roles
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.system.files import read_json, write_json

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Every secret of a local installation, by name."""

    values: Mapping[str, str]

    JWT: ClassVar[str] = "jwt_private_key"
    KEYS: ClassVar[tuple[str, ...]] = ("secret_key", "encryption_key", "internal_key")
    OWN: ClassVar[tuple[str, ...]] = ("jwt_private_key", "secret_key", "encryption_key")
    """What no service shares with another; the internal key they know each other by."""
    SUPERUSER: ClassVar[str] = "postgres_superuser"
    REDIS: ClassVar[str] = "redis"

    def __getitem__(self, name: str) -> str:
        return self.values[name]

    def own(self, service: str, name: str) -> str:
        """Return a service's own key: `JWT`, `secret_key` or `encryption_key`."""
        return self.values[name if service == MAIN else _own(service, name)]

    def role_passwords(self) -> dict[str, str]:
        """Return the password of every PostgreSQL login role, by role."""
        return {role: self.values[_role_key(role)] for role in login_roles()}


def load_or_generate(home: Home) -> Secrets:
    """Read the secrets; what is missing (all of it at first) is generated and written.

    Raises CliError when the file is damaged or others can read it.
    """
    values = _read(home)
    missing = [name for name in _names() if name not in values]
    if missing:
        values |= {name: _generate(name) for name in missing}
        write_json(home.secrets, values, mode=0o600)
    return Secrets(values)


def load(home: Home) -> Secrets | None:
    """Read the secrets; None when `ecomm up` has not made (all of) them yet.

    Raises CliError when the file is damaged or others can read it.
    """
    values = _read(home)
    return Secrets(values) if all(name in values for name in _names()) else None


def throwaway() -> Secrets:
    """Return secrets for a process that stores nothing, such as the one that writes OpenAPI."""
    return Secrets({name: _generate(name) for name in _names()})


def _names() -> list[str]:
    roles = [_role_key(role) for role in login_roles()]
    owned = [
        _own(roles.service, name)
        for roles in service_roles()
        if roles.service != MAIN
        for name in Secrets.OWN
    ]
    return [Secrets.JWT, *Secrets.KEYS, Secrets.SUPERUSER, Secrets.REDIS, *roles, *owned]


def _role_key(role: str) -> str:
    return f"postgres_{role}"


def _own(service: str, name: str) -> str:
    return f"{service}.{name}"


def _generate(name: str) -> str:
    kind = name.rpartition(".")[2]
    if kind == Secrets.JWT:
        from ecomm_cli.keys import ed25519_pem  # noqa: PLC0415 - the supervisor stays small

        return ed25519_pem()
    if kind in Secrets.KEYS:
        return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
    return secrets.token_urlsafe(24)


def _read(home: Home) -> dict[str, str]:
    path = home.secrets
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CliError(f"{path} cannot be read: {error.strerror}.") from error
    if stat.S_IMODE(mode) & 0o077:
        raise CliError(
            f"{path} can be read by others: run `chmod 600 {path}`"
            f"{'' if path.stat().st_uid == os.geteuid() else ' as its owner'}."
        )
    try:
        values = read_json(path)
    except (OSError, ValueError) as error:
        raise CliError(
            f"{path} cannot be read ({error}); restore it from a backup: without it, "
            "what was encrypted stays closed."
        ) from error
    return {name: value for name, value in values.items() if isinstance(value, str)}
