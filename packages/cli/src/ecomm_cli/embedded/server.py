"""What PostgreSQL and Valkey have in common: start or adopt, tell the state, stop.

A server outlives the process that started it (unless asked otherwise), so that the next one can
adopt it: its own pid file says who it is, and its working directory proves that the pid is not
somebody else's.
"""

import contextlib
import os
import subprocess
import time
from abc import ABC, abstractmethod
from enum import StrEnum
from pathlib import Path
from signal import SIGKILL, Signals
from typing import ClassVar

from ecomm_cli.embedded.account import account_for, first_unreachable, own_folder
from ecomm_cli.embedded.binaries import Binaries
from ecomm_cli.embedded.errors import EmbeddedError
from ecomm_cli.embedded.placement import run_folder, usable_binaries
from ecomm_cli.system.files import last_lines
from ecomm_cli.system.identity import ProcessIdentity, working_directory
from ecomm_cli.system.ports import is_free, owner_of
from ecomm_cli.system.spawn import Credentials, Daemon, start_daemon

_POLL_SECONDS = 0.02


class Profile(StrEnum):
    """How much a server may lose."""

    DURABLE = "durable"
    """Survives kill -9 and power cuts."""
    TEST = "test"
    """Writes nothing it need not: for clusters that are thrown away."""


class Outcome(StrEnum):
    """What `start` found to do."""

    STARTED = "started"
    ADOPTED = "adopted"


class EmbeddedServer(ABC):
    """One server process and its data folder."""

    name: ClassVar[str]
    """Short name for logs and state files."""
    title: ClassVar[str]
    """Name for people."""
    stop_signal: ClassVar[Signals]
    """Asks for a clean end that does not wait for clients."""
    last_resort: ClassVar[Signals] = SIGKILL
    """Ends it at once; the next start recovers."""

    def __init__(
        self,
        data_dir: Path,
        port: int,
        profile: Profile = Profile.DURABLE,
        *,
        run_dir: Path | None = None,
        log_file: Path | None = None,
        account: Credentials | None = None,
        binaries: Binaries | None = None,
        die_with_parent: bool = False,
    ) -> None:
        """Describe a server; nothing is touched before `start`.

        data_dir: the server's own folder; made when missing. Its user must be able to enter it.
        port: TCP port on 127.0.0.1.
        run_dir: folder of the Unix socket (default: beside the data, or a short one).
        log_file: where its messages go (default: `<data_dir>.log`).
        account, binaries: found from the data folder when not given.
        die_with_parent: end when the thread that calls `start` ends (for tests).
        """
        self.data_dir = data_dir.absolute()
        self.port = port
        self.profile = profile
        self.log_file = log_file or self.data_dir.with_name(f"{self.data_dir.name}.log")
        self.die_with_parent = die_with_parent
        self._run_dir = run_dir
        self._account = account
        self._binaries = binaries
        self._child: Daemon | None = None

    @property
    def account(self) -> Credentials:
        """Who the server runs as."""
        if self._account is None:
            self._account = account_for(self.data_dir)
        return self._account

    @property
    def binaries(self) -> Binaries:
        """The programs it is started from."""
        if self._binaries is None:
            self._binaries = usable_binaries(self.account)
        return self._binaries

    @property
    def run_dir(self) -> Path:
        """The folder of its Unix socket."""
        if self._run_dir is None:
            self._run_dir = run_folder(self.data_dir.parent, self.account)
        return self._run_dir

    def start(self, timeout: float = 60) -> Outcome:
        """Start the server, or adopt the one that already runs on this data; return when ready.

        timeout: seconds to wait for readiness (recovery after a crash counts).
        Raises EmbeddedError with the server's last words when it does not become ready.
        """
        deadline = time.monotonic() + timeout
        if self.identity() is not None:
            self._wait_ready(deadline)
            return Outcome.ADOPTED
        own_folder(self.data_dir, self.account)
        if first_unreachable(self.account, [self.data_dir]) is not None:
            raise EmbeddedError(
                f"User {self.account.uid}, which {self.title} runs as, cannot enter "
                f"{self.data_dir}: let others enter its parent folders (chmod o+x)."
            )
        if not is_free(self.port):
            raise EmbeddedError(
                f"Port {self.port} for {self.title} is in use by {owner_of(self.port)}."
            )
        try:
            self._prepare()
            self.log_file.parent.mkdir(parents=True, exist_ok=True)
            self._child = start_daemon(
                self._command(),
                env=self._environment(),
                log_file=self.log_file,
                credentials=self.account,
                die_with_parent=self.die_with_parent,
            )
        except OSError as error:
            raise EmbeddedError(
                f"{self.title} cannot be started in {self.data_dir}: {error.strerror or error}. "
                "Free some space there, or mend its permissions, and try again."
            ) from error
        self._wait_ready(deadline)
        return Outcome.STARTED

    def stop(self, timeout: float = 30) -> None:
        """Stop the server and wait until it is gone; nothing to do when it does not run.

        When it has not ended after `timeout` seconds, it is ended at once; the next start
        recovers. Raises EmbeddedError when even that fails.
        """
        identity = self.identity() or self._starting_child()
        if identity is not None:
            identity.send(self.stop_signal)
            if not self._wait_gone(identity, timeout):
                identity.send(self.last_resort)
                if not self._wait_gone(identity, 10):
                    raise EmbeddedError(f"{self.title} (process {identity.pid}) does not end.")
        self._reap()

    def identity(self) -> ProcessIdentity | None:
        """Return the running server process on this data folder, whoever started it."""
        self._reap()
        pid = self._pid_from_file()
        if pid is None:
            return None
        identity = ProcessIdentity.of(pid)
        if identity is None or working_directory(pid) != self.data_dir.resolve():
            return None
        return identity

    @property
    def exit_code(self) -> int | None:
        """The exit code, when we started the server and it has ended; negative for a signal."""
        return self._child.returncode if self._child is not None else None

    @abstractmethod
    def is_ready(self) -> bool:
        """Tell whether the server runs and accepts connections."""

    @abstractmethod
    def _prepare(self) -> None:
        """Make data and configuration, before each start."""

    @abstractmethod
    def _command(self) -> list[str]:
        """Return the command line."""

    @abstractmethod
    def _pid_from_file(self) -> int | None:
        """Return the pid that the server itself wrote down, possibly stale."""

    def _environment(self) -> dict[str, str]:
        """Return the server's whole environment: nothing is inherited."""
        return {"PATH": os.defpath, "LC_ALL": "C", "HOME": str(self.data_dir), "TZ": "UTC"}

    def _wait_ready(self, deadline: float) -> None:
        while not self.is_ready():
            if self._child is not None and self._child.poll() is not None:
                raise EmbeddedError(f"{self.title} did not start: {self._last_words()}")
            if time.monotonic() >= deadline:
                raise EmbeddedError(
                    f"{self.title} was not ready in time; its log is {self.log_file}."
                )
            time.sleep(_POLL_SECONDS)

    def _starting_child(self) -> ProcessIdentity | None:
        if self._child is None or self._child.poll() is not None:
            return None
        return ProcessIdentity.of(self._child.pid)

    def _wait_gone(self, identity: ProcessIdentity, timeout: float) -> bool:
        if self._child is not None and self._child.pid == identity.pid:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._child.wait(timeout)
            return self._child.returncode is not None
        return identity.wait_gone(timeout)

    def _reap(self) -> None:
        if self._child is not None:
            self._child.poll()

    def _last_words(self) -> str:
        lines = last_lines(self.log_file, 3)
        return " / ".join(lines) if lines else f"its log {self.log_file} is empty."
