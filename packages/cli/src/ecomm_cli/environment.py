"""What processes are told through their environment: the contract with the kernel's settings.

One place decides it, for `ecomm up` and for every command run by hand. In production nothing is
invented: the environment is what the operator gave.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from ecomm_cli.embedded.roles import DATABASE, MAIN, OWNER, ServiceRoles, service_roles
from ecomm_cli.errors import CliError
from ecomm_cli.home import HOME_VARIABLE, Config, Home
from ecomm_cli.secrets import Secrets, load

MODE = "ECOMM_MODE"
LOCAL = "local"
PRODUCTION = "production"
DATABASE_URL = "DATABASE_URL"
MIGRATOR_URL = "DATABASE_MIGRATOR_URL"
DIRECT_URL = "DATABASE_DIRECT_URL"
REDIS_URL = "REDIS_URL"
JWT_KEY = "ECOMM_JWT_PRIVATE_KEY"
SECRET_KEY = "ECOMM_SECRET_KEY"  # noqa: S105 - a variable's name
ENCRYPTION_KEY = "ECOMM_ENCRYPTION_KEY"
STORAGE_URL = "ECOMM_STORAGE_URL"
API_URL = "ECOMM_API_URL"
"""Where a service's own API is: the platform's, or `<SERVICE>_ECOMM_API_URL`."""
INSTANCES = "ECOMM_STOREFRONT_INSTANCES"
"""Origins of the storefronts that hear of stale pages; `none` where none runs."""
HEARTBEAT_FILE = "ECOMM_HEARTBEAT_FILE"
"""A process without an HTTP port touches this file while its loop turns."""

_WEB = (
    MODE,
    API_URL,
    "ECOMM_DASHBOARD_URL",
    "ECOMM_STOREFRONT_URL",
    "ECOMM_STOREFRONT_DOMAIN",
    "ECOMM_INTERNAL_KEY",
)
_SECRET_MARKS = ("DATABASE", "REDIS", "KEY", "SECRET", "PASSWORD", "TOKEN", "SMTP")


@dataclass(frozen=True, slots=True)
class External:
    """Which servers the operator brings; embedded ones are not started for those."""

    database: bool
    redis: bool

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> "External":
        """Read it from the environment. Raises CliError when only half is given."""
        database = bool(env.get(DATABASE_URL))
        if database and not env.get(MIGRATOR_URL):
            raise CliError(
                f"{DATABASE_URL} is set, so nothing embedded is started; set {MIGRATOR_URL} too "
                f"(the owner's address; `ecomm doctor --fix` prints the SQL that makes the roles)."
            )
        if not database and env.get(MIGRATOR_URL):
            raise CliError(f"{MIGRATOR_URL} is set without {DATABASE_URL}; set both or neither.")
        return cls(database=database, redis=bool(env.get(REDIS_URL)))


def own_name(service: str, name: str) -> str:
    """Return the variable that only one service reads (`ecomm_core.settings.own_first`)."""
    return f"{service.upper()}_{name}"


def address_name(service: str) -> str:
    """Return the variable that tells all the others where a service is."""
    return f"ECOMM_{service.upper()}_URL"


def database_of(service: str, env: Mapping[str, str]) -> str | None:
    """Return a service's own database address, or the plain one that it reads without."""
    own = None if service == MAIN else env.get(own_name(service, DATABASE_URL))
    return own or env.get(DATABASE_URL)


def missing_databases(services: Iterable[str], given: Mapping[str, str]) -> list[str]:
    """The variables that a database of the operator's own still needs: the roles' passwords there
    are not ours to know."""
    if not given.get(DATABASE_URL):
        return []
    names = [own_name(service, DATABASE_URL) for service in services if service != MAIN]
    return [name for name in names if not given.get(name)]


def is_production(env: Mapping[str, str]) -> bool:
    """Tell whether the operator runs us in production mode."""
    return env.get(MODE) == PRODUCTION


def local_environment(
    home: Home,
    config: Config,
    secrets: Secrets,
    *,
    ports: Mapping[str, int],
    given: Mapping[str, str],
) -> dict[str, str]:
    """Return the variables of local mode. What is in `given` wins.

    ports: of the services on the loopback interface, by name; the platform's is among them.
    """
    passwords = secrets.role_passwords()
    app = ServiceRoles(MAIN).app
    host = f"127.0.0.1:{config.port('postgres')}/{DATABASE}"

    def database(role: str) -> str:
        return f"postgresql://{role}:{quote(passwords[role], safe='')}@{host}"

    def own(service: str) -> dict[str, str]:
        address = given.get(own_name(service, DATABASE_URL)) or database(ServiceRoles(service).app)
        # In a database of the operator's own only they know a role's password.
        known = not missing_databases([service], given)
        databases = {DATABASE_URL: address, DIRECT_URL: address} if known else {}
        return {
            **{own_name(service, name): value for name, value in databases.items()},
            own_name(service, JWT_KEY): secrets.own(service, Secrets.JWT),
            own_name(service, SECRET_KEY): secrets.own(service, "secret_key"),
            own_name(service, ENCRYPTION_KEY): secrets.own(service, "encryption_key"),
            own_name(service, STORAGE_URL): (home.media / service).absolute().as_uri(),
            own_name(service, API_URL): at(service),
        }

    def at(service: str) -> str:
        return f"http://127.0.0.1:{ports[service]}"

    redis = f"redis://:{quote(secrets[Secrets.REDIS], safe='')}@127.0.0.1:{config.port('redis')}/0"
    values = {
        MODE: LOCAL,
        DATABASE_URL: database(app),
        MIGRATOR_URL: database(OWNER),
        DIRECT_URL: given.get(DATABASE_URL) or database(app),
        REDIS_URL: redis,
        JWT_KEY: secrets[Secrets.JWT],
        SECRET_KEY: secrets["secret_key"],
        ENCRYPTION_KEY: secrets["encryption_key"],
        "ECOMM_INTERNAL_KEY": secrets["internal_key"],
        "ECOMM_CLOCK_FILE": str(home.clock),
        "ECOMM_MAILBOX_DIR": str(home.mailbox),
        "ECOMM_SIMULATED_SUPPLIER_DIR": str(home.supplier),
        STORAGE_URL: home.media.absolute().as_uri(),
        API_URL: at(MAIN),
        "ECOMM_DASHBOARD_URL": f"http://localhost:{config.port('dashboard')}",
        "ECOMM_STOREFRONT_URL": f"http://localhost:{config.port('storefront')}",
        "ECOMM_STOREFRONT_DOMAIN": "localhost",
        # Whoever can come is on this machine, all at one address: tests, browsers, load.
        "ECOMM_RATE_LIMITS": "*=1000000/60",
    }
    values |= {address_name(service): at(service) for service in ports}
    for roles in service_roles():
        if roles.service != MAIN and roles.service in ports:
            values |= own(roles.service)
    ours = {name: given.get(name) or value for name, value in values.items()}
    return {**ours, HOME_VARIABLE: str(home.path)}


def web_environment(env: Mapping[str, str]) -> dict[str, str]:
    """Return what a web app needs to know: no database, no signing key.

    env: the services' environment. Other variables without a secret's name pass through.
    """
    passed = {
        name: value
        for name, value in env.items()
        if not any(mark in name for mark in _SECRET_MARKS)
    }
    return passed | {name: env[name] for name in _WEB if name in env}


def enter(home: Home, *, ports: Mapping[str, int]) -> None:
    """Put local mode's variables into this process's environment, for a command run by hand.

    ports: see `local_environment`. In production, or when everything is given, nothing is added.
    Raises CliError when `ecomm up`
    has not made this installation yet.
    """
    if is_production(os.environ):
        return
    secrets = load(home)
    if secrets is None:
        if os.environ.get(DATABASE_URL) and os.environ.get("ECOMM_SECRET_KEY"):
            return
        raise CliError(f"There is no installation in {home.path} yet: run `ecomm up` first.")
    os.environ.update(
        local_environment(home, home.config(), secrets, ports=ports, given=os.environ)
    )
