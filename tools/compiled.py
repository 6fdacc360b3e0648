"""Compile what an installation imports to bytecode, once and beforehand.

The first `ecomm up` starts five processes that import the same two thousand modules; each would
compile all of them for itself, on the same two cores. What nothing of ours imports stays as it is:
of the installed packages' files that is most.
"""

from importlib import import_module

from ecomm_cli.main import COMMANDS
from ecomm_cli.services import installed_services
from ecomm_core.service import resolve


def main() -> int:
    """Import every command and what each service's API and demo need."""
    for module in COMMANDS.values():
        import_module(f"ecomm_cli.commands.{module}")
    for service in installed_services():
        for reference in (service.app, service.tasks, service.seed):
            if reference:  # not every service has a demo
                resolve(reference)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
