"""The data folder `.ecomm/` (or ECOMM_HOME): what lies where, and what is remembered.

`config.json` remembers choices (ports, where the servers' data is); `secrets.json` holds what was
generated, readable by its owner only; `state.json` is the supervisor's, about what runs.
"""

import fcntl
import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ecomm_cli.errors import CliError
from ecomm_cli.system.files import read_json, write_json

HOME_VARIABLE = "ECOMM_HOME"

DEFAULT_PORTS: Mapping[str, int] = {
    "postgres": 5433,
    "redis": 6380,
    "dashboard": 3000,
    "storefront": 3001,
}
"""Services bring their own default (`Service.port`)."""


@dataclass(frozen=True, slots=True)
class Home:
    """The folders and small files of one installation."""

    path: Path

    @classmethod
    def find(cls, root: Path) -> "Home":
        """Return the data folder: ECOMM_HOME, or `.ecomm` in the project. Nothing is made."""
        configured = os.environ.get(HOME_VARIABLE)
        return cls(Path(configured).expanduser().absolute() if configured else root / ".ecomm")

    def create(self) -> None:
        """Make the folders. Others may pass through (PostgreSQL's user must) but not look.

        Raises CliError when the place cannot be written.
        """
        try:
            if not self.path.exists():
                self.path.mkdir(parents=True)
                self.path.chmod(0o711)
            for folder in (self.log, self.mailbox, self.media, self.run, self.supplier):
                folder.mkdir(exist_ok=True)
                folder.chmod(0o700)
        except OSError as error:
            raise CliError(
                f"The data folder {self.path} cannot be written ({error.strerror}): fix its "
                f"permissions, or set {HOME_VARIABLE} to another place."
            ) from error

    @property
    def log(self) -> Path:
        """One log file for each process."""
        return self.path / "log"

    @property
    def mailbox(self) -> Path:
        """Mails that local mode catches, one `.eml` file each."""
        return self.path / "mailbox"

    @property
    def media(self) -> Path:
        """Uploaded pictures."""
        return self.path / "media"

    @property
    def supplier(self) -> Path:
        """The simulated supplier's books and drawings, which are none of ours."""
        return self.path / "supplier"

    @property
    def run(self) -> Path:
        """Heartbeats of the processes."""
        return self.path / "beat"

    @property
    def clock(self) -> Path:
        """Seconds that local mode's clock is shifted by."""
        return self.path / "clock"

    @property
    def secrets(self) -> Path:
        """Generated secrets."""
        return self.path / "secrets.json"

    @property
    def config_file(self) -> Path:
        """What is remembered."""
        return self.path / "config.json"

    @property
    def state(self) -> Path:
        """What the supervisor runs."""
        return self.path / "state.json"

    @property
    def seeded(self) -> Path:
        """What the demo's seeding returned, once it ran."""
        return self.path / "seeded.json"

    @property
    def digest(self) -> str:
        """A short name of this home, to recognise our processes by."""
        return hashlib.sha256(os.fsencode(self.path.resolve())).hexdigest()[:12]

    def contents(self) -> list[Path]:
        """Return everything that we keep here, apart from the servers' own data and the lock."""
        folders = [self.log, self.mailbox, self.media, self.run, self.supplier, self.path / "run"]
        files = [self.clock, self.config_file, self.secrets, self.state, self.seeded]
        return [*folders, *files]

    def config(self) -> "Config":
        """Read what is remembered. Raises CliError when the file is damaged."""
        try:
            return Config.from_json(self, read_json(self.config_file))
        except ValueError as error:
            raise CliError(
                f"{self.config_file} is damaged ({error}); correct or remove it."
            ) from error

    def lock(self) -> "HomeLock | None":
        """Take the supervisor's lock; None when a supervisor runs already.

        The kernel gives it back when the holder ends, however it ends.
        """
        stream = (self.path / "supervisor.lock").open("w")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            stream.close()
            return None
        return HomeLock(stream)


@dataclass(frozen=True, slots=True)
class HomeLock:
    """The right to supervise a home; held while this object is."""

    _stream: TextIO

    def release(self) -> None:
        """Give the lock back."""
        self._stream.close()


@dataclass(frozen=True, slots=True)
class Config:
    """Choices that stay: ports by name, and the servers' data folder when outside the home."""

    home: Home
    ports: Mapping[str, int]
    data: Path | None

    @classmethod
    def from_json(cls, home: Home, value: Mapping[str, object]) -> "Config":
        """Check what was read. Raises ValueError."""
        ports = value.get("ports", {})
        if not isinstance(ports, dict):
            raise ValueError("`ports` is not an object")  # noqa: TRY004 - content, not a type
        for name, port in ports.items():
            if not isinstance(port, int) or not 0 < port < 65536:
                raise ValueError(f"the port of {name} is not a number between 1 and 65535")
        data = value.get("data")
        return cls(home=home, ports=ports, data=Path(data) if isinstance(data, str) else None)

    def port(self, name: str, default: int | None = None) -> int:
        """Return the port of a process: remembered, or its default.

        Raises KeyError for a name without either.
        """
        if name in self.ports:
            return self.ports[name]
        return default if default is not None else DEFAULT_PORTS[name]

    def remember(
        self, *, ports: Mapping[str, int] | None = None, data: Path | None = None
    ) -> "Config":
        """Return the configuration with these choices, written down when they are new."""
        changed = Config(
            home=self.home,
            ports={**self.ports, **(ports or {})},
            data=data if data is not None else self.data,
        )
        if changed != self:
            value: dict[str, object] = {"ports": dict(changed.ports)}
            if changed.data is not None:
                value["data"] = str(changed.data)
            write_json(self.home.config_file, value)
        return changed
