"""`ecomm backup`: keep database, pictures, settings and secrets, while everything runs."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from ecomm_cli.backup_target import described, refuse_external, running
from ecomm_cli.backups.errors import BackupError
from ecomm_cli.backups.shelf import KEEP_DAYS, Backups
from ecomm_cli.backups.taking import refresh_media, take, verify
from ecomm_cli.console import done, out, table
from ecomm_cli.home import Home
from ecomm_cli.project import project_root

_MB = 1024 * 1024


def command(
    *,
    reason: Annotated[
        str, typer.Option(help="Part of its name, such as `daily`: a-z, 0-9 and hyphens.")
    ] = "manual",
    keep_days: Annotated[
        int, typer.Option(min=1, help="Older backups go afterwards; the newest always stays.")
    ] = KEEP_DAYS,
    media: Annotated[
        bool, typer.Option("--media", help="Only take in new pictures, between two backups.")
    ] = False,
    shown: Annotated[bool, typer.Option("--list", help="Show the backups there are.")] = False,
    check: Annotated[
        str | None, typer.Option("--verify", metavar="NAME", help="Read every byte of a backup.")
    ] = None,
) -> None:
    """Take a backup while everything runs; what is committed later is archived from then on."""
    if shown:
        _show()
        return
    if not reason or not all(
        c.isascii() and (c.islower() or c.isdigit() or c == "-") for c in reason
    ):
        raise BackupError("A reason has only a-z, 0-9 and hyphens.")
    with running() as (installation, backups):
        if check is not None:
            folder, manifest = backups.find(None if check == "latest" else check)
            wrong = verify(backups, folder, manifest)
            if wrong:
                raise BackupError(f"{manifest.name} is not whole: {'; '.join(wrong[:5])}.")
            done(f"{manifest.name} is whole: {len(manifest.files)} files, every byte read.")
            return
        if media:
            done(f"{refresh_media(installation, backups)} pictures are kept.")
            return
        manifest = take(
            installation, backups, reason=reason, say=lambda line: out.print(f"! {line}")
        )
        gone = backups.prune(datetime.now(UTC), keep_days)
    megabytes = sum(entry.bytes for entry in manifest.files.values()) / _MB
    done(
        f"{manifest.name}: {megabytes:.1f} MB, {manifest.media_files} pictures, checked; in "
        f"{backups.folder}."
    )
    if manifest.secrets == "plain":
        out.print(
            "Its secrets are as readable as the installation's own: keep the folder as safe, or "
            "set ECOMM_BACKUP_PASSPHRASE and they are sealed.",
            soft_wrap=True,
        )
    if gone:
        out.print(f"Older than {keep_days} days and gone: {', '.join(gone)}", soft_wrap=True)


def _show() -> None:
    refuse_external()
    home = Home.find(project_root())
    if not home.path.is_dir():
        raise BackupError(f"There is no installation in {home.path} yet: run `ecomm up` first.")
    _, backups = described(home)
    made = backups.all()
    if not made:
        out.print(f"There is no backup in {backups.folder} yet: `ecomm backup` makes one.")
        return
    table(f"Backups in {backups.folder}", ["name", "size", "pictures", "secrets"], _rows(backups))


def _rows(backups: Backups) -> list[tuple[str, str, str, str]]:
    return [
        (
            manifest.name,
            f"{sum(e.bytes for e in manifest.files.values()) / _MB:.1f} MB",
            str(manifest.media_files),
            manifest.secrets,
        )
        for _, manifest in backups.all()
    ]
