"""`ecomm restore`: back to a backup and what was archived since, after asking."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ecomm_cli.backup_target import described, refuse_external
from ecomm_cli.backups.errors import BackupError
from ecomm_cli.backups.restoring import (
    Restored,
    check,
    restore_database,
    restore_files,
    said,
    secrets_of,
)
from ecomm_cli.backups.shelf import Backups, folder_for
from ecomm_cli.console import done, out
from ecomm_cli.embedded import place
from ecomm_cli.home import Home
from ecomm_cli.project import project_root
from ecomm_cli.secrets import Secrets, load
from ecomm_cli.supervisor.leftovers import end_leftovers


def command(
    name: Annotated[
        str | None, typer.Argument(help="A backup's name or folder (default: the newest).")
    ] = None,
    *,
    to: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="A moment, e.g. 2026-11-21T14:05:00+00:00 (default: "
            "everything that was archived).",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Put a backup back, with what was archived since. What is there now is kept aside."""
    refuse_external()
    target = _time(to)
    home = Home.find(project_root())
    home.create()
    lock = home.lock()
    if lock is None:
        raise BackupError("Ecomm runs: stop it first (Ctrl-C where `ecomm up` was typed).")
    try:
        data = place(home.path, remembered=home.config().data).data
        backups = Backups(folder_for(data))
        folder, manifest = backups.find(name)
        if target is not None and target < datetime.fromisoformat(manifest.ended_at):
            raise BackupError(
                f"{manifest.name} ended at {manifest.ended_at}: to go back to {target.isoformat()}"
                ", name an earlier backup."
            )
        check(backups, folder, manifest)
        secrets = secrets_of(folder)
        if not yes:
            out.print(f"This replaces every store, order and picture in [bold]{home.path}[/].")
            if typer.prompt(f"Type the backup's name ({manifest.name}) to go on") != manifest.name:
                raise BackupError("That is another name; nothing was changed.")
        restored = Restored(manifest)
        _restore(home, folder, restored, secrets, target)
    finally:
        lock.release()
    for heading, value in said(restored).items():
        out.print(f"{heading}: {value}", soft_wrap=True)
    done("Restored; `ecomm up` starts it. When all is well, remove what was kept aside.")


def _restore(
    home: Home, folder: Path, restored: Restored, secrets: bytes, target: datetime | None
) -> None:
    end_leftovers(home)
    for server in described(home)[0].all():
        server.stop()
    backups = described(home)[1]
    restore_files(home, backups, folder, restored, secrets)
    opened: Secrets | None = load(home)
    servers, _ = described(home, opened)
    if servers.postgres is None or servers.redis is None or opened is None:
        raise BackupError("The backup's secrets are not whole.")
    restore_database(servers.postgres, folder, restored, target=target)
    # Queues of another past: the outbox in PostgreSQL knows what is to be done.
    shutil.rmtree(servers.redis.data_dir, ignore_errors=True)


def _time(given: str | None) -> datetime | None:
    if given is None:
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError as error:
        raise BackupError(f"{given} is no time such as 2026-11-21T14:05:00+00:00.") from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)
