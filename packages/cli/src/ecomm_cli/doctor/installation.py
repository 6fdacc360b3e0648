"""Checks of the installation: data folder, secrets, settings of production."""

import os
from collections.abc import Mapping
from pathlib import Path

from ecomm_cli.doctor.result import Result, failed, ok, warning
from ecomm_cli.embedded import place
from ecomm_cli.environment import DATABASE_URL, DIRECT_URL, REDIS_URL, External
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.secrets import load

_PRODUCTION = (
    DATABASE_URL,
    DIRECT_URL,
    REDIS_URL,
    "ECOMM_JWT_PRIVATE_KEY",
    "ECOMM_SECRET_KEY",
    "ECOMM_ENCRYPTION_KEY",
    "ECOMM_INTERNAL_KEY",
    "ECOMM_STORAGE_URL",
    "ECOMM_API_URL",
    "ECOMM_DASHBOARD_URL",
    "ECOMM_STOREFRONT_URL",
    "ECOMM_STOREFRONT_DOMAIN",
    "ECOMM_SMTP_URL",
)


def check_home(home: Home, external: External) -> list[Result]:
    """The data folder can be used by us and by the servers' user."""
    if not home.path.exists():
        return [warning("Data folder", f"{home.path} is not there yet: run `ecomm up`.")]
    if not os.access(home.path, os.W_OK | os.X_OK):
        return [
            failed(
                "Data folder",
                f"{home.path} cannot be written by this user: "
                f"`sudo chown -R $USER {home.path}`, or set ECOMM_HOME.",
            )
        ]
    results = [ok("Data folder", str(home.path))]
    if not (external.database and external.redis):
        try:
            placement = place(home.path, remembered=home.config().data)
        except CliError as error:
            results.append(failed("Servers' folder", error.message))
        else:
            results.append(
                ok("Servers' folder", f"{placement.data}, as user {placement.account.uid}")
            )
    return results


def check_secrets(home: Home) -> Result:
    """Secrets were generated and nobody else can read them."""
    try:
        secrets = load(home)
    except CliError as error:
        return failed("Secrets", error.message)
    if secrets is None:
        return warning("Secrets", "They are not generated yet: run `ecomm up`.")
    return ok("Secrets", f"{home.secrets}, mode 600")


def check_production(env: Mapping[str, str]) -> Result:
    """Everything that production must be given is given."""
    missing = [name for name in _PRODUCTION if not env.get(name)]
    if missing:
        return failed("Settings", f"Set {', '.join(missing)} in the environment.")
    return ok("Settings", "complete")


def close_secrets(home: Home) -> str | None:
    """Take the secrets file from others' eyes; return what was done."""
    path: Path = home.secrets
    if not path.exists() or path.stat().st_mode & 0o077 == 0:
        return None
    path.chmod(0o600)
    return f"{path} can be read by its owner only now."
