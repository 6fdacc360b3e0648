"""`ecomm reset`: back to an empty installation, after asking."""

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from ecomm_cli.composition import embedded_servers
from ecomm_cli.console import done, out
from ecomm_cli.embedded import DATABASE
from ecomm_cli.environment import External
from ecomm_cli.errors import CliError
from ecomm_cli.home import Home
from ecomm_cli.project import project_root
from ecomm_cli.secrets import load_or_generate
from ecomm_cli.supervisor.leftovers import end_leftovers


def command(*, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Delete the database, queues, pictures, mails and secrets of this installation. Asks first."""
    external = External.from_environment(os.environ)
    if external.database or external.redis:
        raise CliError(
            "DATABASE_URL or REDIS_URL names a server of yours: `ecomm reset` only deletes what "
            "`ecomm up` made; drop that database yourself."
        )
    home = Home.find(project_root())
    if not home.config_file.exists() and not home.secrets.exists():
        done(f"There is nothing in {home.path}.")
        return
    lock = home.lock()
    if lock is None:
        raise CliError("Ecomm runs: stop it first (Ctrl-C where `ecomm up` was typed).")
    try:
        if not yes:
            out.print(f"This deletes every store, order and picture in [bold]{home.path}[/].")
            if typer.prompt(f"Type the database's name ({DATABASE}) to go on") != DATABASE:
                raise CliError("That is another name; nothing was deleted.")
        _delete(home, external)
    finally:
        lock.release()
    done(f"{home.path} is empty but for backups; `ecomm up` begins anew.")


def _delete(home: Home, external: External) -> None:
    end_leftovers(home)
    servers, _ = embedded_servers(home, home.config(), load_or_generate(home), external)
    places: list[Path] = []
    for server in servers.all():
        server.stop()
        places.append(server.data_dir)
        if not server.run_dir.is_relative_to(home.path):
            places.append(server.run_dir)
    # By name, never the folder as a whole: ECOMM_HOME could be a folder with other things in it.
    for place in [*places, *home.contents()]:
        if place.is_dir() and not place.is_symlink():
            shutil.rmtree(place)
        else:
            place.unlink(missing_ok=True)
