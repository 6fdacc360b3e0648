"""The services that are installed: entry-point group `ecomm.apps`, one `Service` each."""

from functools import cache
from importlib.metadata import entry_points

from ecomm_cli.embedded.roles import GROUP
from ecomm_cli.environment import enter
from ecomm_cli.errors import CliError
from ecomm_cli.home import DEFAULT_PORTS, Config, Home
from ecomm_cli.project import project_root
from ecomm_core.service import Service


@cache
def installed_services() -> tuple[Service, ...]:
    """Return the installed services in order of their ports.

    Raises CliError when an entry point cannot be loaded or names something else.
    """
    found = []
    for point in entry_points(group=GROUP):
        try:
            service = point.load()
        except (ImportError, AttributeError) as error:
            raise CliError(
                f"The service {point.name} ({point.value}) cannot be loaded: {error}."
            ) from error
        if not isinstance(service, Service):
            raise CliError(f"{point.value} is not a `Service`.")
        found.append(service)
    return tuple(sorted(found, key=lambda service: service.port))


def service_named(name: str) -> Service:
    """Return an installed service. Raises CliError that names those there are."""
    for service in installed_services():
        if service.name == name:
            return service
    names = ", ".join(service.name for service in installed_services()) or "none"
    raise CliError(f"There is no service `{name}`; installed: {names}.")


def main_service() -> Service:
    """Return the first installed service: the platform itself. Raises CliError without any."""
    services = installed_services()
    if not services:
        raise CliError("No service is installed in this environment; run `make up` again.")
    return services[0]


def enter_environment() -> None:
    """Give this process local mode's variables when it was started by hand (see `enter`)."""
    home = Home.find(project_root())
    enter(home, ports=service_ports(home.config()))


def service_ports(config: Config) -> dict[str, int]:
    """The port of each installed service, by name: remembered, or its default."""
    return {one.name: config.port(one.name, one.port) for one in installed_services()}


def ports_of(home: Home) -> dict[str, int]:
    """The port of everything that has one, by name: remembered, or its default.

    Raises CliError when the configuration is damaged.
    """
    config = home.config()
    return {name: config.port(name) for name in DEFAULT_PORTS} | service_ports(config)


def names_with_ports() -> tuple[str, ...]:
    """Everything of an installation that takes a port: servers, services, web apps."""
    return (*DEFAULT_PORTS, *(service.name for service in installed_services()))
