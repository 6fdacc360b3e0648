"""The one place that starts programs. Arguments are always a list, never a shell line."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SHIM = Path(__file__).with_name("exec_shim.py")


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who a program runs as. Only root can choose somebody else."""

    uid: int
    gid: int

    @property
    def is_self(self) -> bool:
        """Tell whether these are the credentials we already have."""
        return self.uid == os.geteuid()


class Daemon(subprocess.Popen[bytes]):
    """A program that may outlive the object that started it, and the process too."""

    def __del__(self) -> None:
        """Collect it when it has ended; that it still runs is no mistake to warn about."""
        if self.returncode is None and self.poll() is None:
            self.returncode = 0


def run(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    credentials: Credentials | None = None,
    stdin: str = "",
    timeout: float,
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end from the root folder, with exactly this environment.

    Output is captured; a non-zero exit is for the caller to judge. Raises
    subprocess.TimeoutExpired, and OSError when the program cannot be started.
    """
    switch = credentials is not None and not credentials.is_self
    return subprocess.run(  # noqa: S603 - argument list, no shell
        list(argv),
        env=dict(env),
        cwd="/",
        input=stdin,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
        user=credentials.uid if credentials and switch else None,
        group=credentials.gid if credentials and switch else None,
        extra_groups=[] if switch else None,
    )


def start_daemon(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    log_file: Path,
    credentials: Credentials | None = None,
    die_with_parent: bool = False,
) -> Daemon:
    """Start a program in its own session, writing to a log file, detached from the terminal.

    With `die_with_parent` the kernel sends it SIGINT when the thread that called this ends
    (PostgreSQL's fast shutdown; Valkey saves and exits).
    """
    switch = credentials is not None and not credentials.is_self
    command = list(argv)
    if die_with_parent:
        command = shim_command(
            argv, parent=os.getpid(), signal_name="SIGINT", credentials=credentials
        )
        switch = False  # the shim changes the user itself: doing so clears the death signal
    with log_file.open("ab") as log:
        return Daemon(
            command,
            env=dict(env),
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=credentials.uid if credentials and switch else None,
            group=credentials.gid if credentials and switch else None,
            extra_groups=[] if switch else None,
        )


def shim_command(
    argv: Sequence[str], *, parent: int, signal_name: str, credentials: Credentials | None = None
) -> list[str]:
    """Wrap a command so that the kernel signals it when the process `parent` dies."""
    command = [sys.executable, "-I", "-S", str(SHIM), str(parent), signal_name]
    if credentials is not None and not credentials.is_self:
        command += [str(credentials.uid), str(credentials.gid)]
    else:
        command += ["-", "-"]
    return [*command, *argv]
