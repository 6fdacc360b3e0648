"""Who the embedded servers run as, and what that user can reach.

PostgreSQL refuses to run as root. As root, both servers run as the user that owns their data, or
as `nobody` for new data; as anybody else they run as that user.
"""

import os
import subprocess
from pathlib import Path

from ecomm_cli.embedded.errors import EmbeddedError
from ecomm_cli.system.spawn import Credentials, run

NOBODY = Credentials(uid=65534, gid=65534)
# A folder must be passed through, a file read and (ours are programs and libraries) executed.
_PROBE = """
for p do
  test -x "$p" && { test -d "$p" || test -r "$p"; } || { echo "$p"; exit 1; }
done
"""


def account_for(data_dir: Path) -> Credentials:
    """Return the credentials a server with this data folder runs with.

    Raises EmbeddedError when the data belongs to a user that we cannot become.
    """
    ourselves = Credentials(uid=os.geteuid(), gid=os.getegid())
    try:
        owner = data_dir.stat()
    except (FileNotFoundError, NotADirectoryError):
        owner = None
    except PermissionError as error:
        raise EmbeddedError(
            f"{data_dir} cannot be read by this user; check its permissions."
        ) from error
    if ourselves.uid == 0:
        if owner is None or owner.st_uid == 0:
            return NOBODY
        return Credentials(uid=owner.st_uid, gid=owner.st_gid)
    if owner is not None and owner.st_uid != ourselves.uid:
        raise EmbeddedError(
            f"{data_dir} belongs to user {owner.st_uid}, and you are user {ourselves.uid}: "
            f"run as the user that created it, or hand it over with "
            f"`sudo chown -R {ourselves.uid}:{ourselves.gid} {data_dir}`."
        )
    return ourselves


def first_unreachable(credentials: Credentials, paths: list[Path]) -> Path | None:
    """Return the first folder the user cannot enter or program it cannot execute, or None.

    A probe process really becomes that user, so access lists count as well as mode bits.
    Raises EmbeddedError when we cannot become that user at all.
    """
    try:
        result = run(
            ["/bin/sh", "-c", _PROBE, "sh", *map(str, paths)],
            env={"PATH": os.defpath},
            credentials=credentials,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedError(
            f"Cannot run a program as user {credentials.uid} ({error}); "
            "start as an ordinary user instead of root."
        ) from error
    return Path(result.stdout.strip()) if result.returncode != 0 else None


def own_folder(path: Path, credentials: Credentials, mode: int = 0o700) -> None:
    """Make a folder (and missing parents) and give it to the user that needs it.

    Raises EmbeddedError when the file system does not allow it.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(path, credentials.uid, credentials.gid)
        path.chmod(mode)
    except OSError as error:
        raise EmbeddedError(f"Cannot prepare the folder {path}: {error.strerror}.") from error
