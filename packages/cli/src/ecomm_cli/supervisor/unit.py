"""What the supervisor can start, watch and stop: child processes and embedded servers."""

import asyncio
import contextlib
import os
from collections.abc import Callable, Mapping
from signal import SIGKILL, SIGTERM, Signals
from typing import Protocol

from ecomm_cli.ahead import AHEAD, TURN
from ecomm_cli.embedded.server import EmbeddedServer, Outcome
from ecomm_cli.errors import CliError
from ecomm_cli.supervisor.logbook import LAST_LINES, Logbook
from ecomm_cli.supervisor.process import Process
from ecomm_cli.system.files import last_lines
from ecomm_cli.system.identity import ProcessIdentity, session_members
from ecomm_cli.system.spawn import shim_command


class Unit(Protocol):
    """Something that runs under supervision."""

    @property
    def name(self) -> str:
        """Short name, unique in a plan."""
        ...

    @property
    def depends_on(self) -> tuple[str, ...]:
        """What must be ready (or done) before it starts."""
        ...

    @property
    def oneshot(self) -> bool:
        """It runs to its end instead of staying."""
        ...

    @property
    def optional(self) -> bool:
        """A oneshot whose failure is said, and stops nothing."""
        ...

    @property
    def hangs_when_unwell(self) -> bool:
        """Unwell for long while it runs, it is ended and started again."""
        ...

    @property
    def start_timeout(self) -> float:
        """Seconds until it must be ready."""
        ...

    async def get_ahead(self) -> ProcessIdentity | None:
        """Start it before its turn, where it can make use of the time; who waits."""
        ...

    async def start(self) -> ProcessIdentity | None:
        """Start it; return who runs. Raises CliError when it cannot be started at all."""
        ...

    async def is_well(self) -> bool:
        """Tell whether it works."""
        ...

    async def wait(self) -> int | None:
        """Wait for its end; return the exit code, None when unknown, negative for a signal."""
        ...

    async def stop(self) -> None:
        """Ask it to end, wait, and make sure. Nothing to do when it does not run."""
        ...

    def kill(self) -> None:
        """End it at once."""
        ...

    def last_words(self) -> list[str]:
        """Return what it said last."""
        ...


class ProcessUnit:
    """A child process in a session of its own, whose output goes to the logbook."""

    def __init__(self, process: Process, logbook: Logbook) -> None:
        self.process = process
        self._logbook = logbook
        self._child: asyncio.subprocess.Process | None = None
        self._copying: asyncio.Task[None] | None = None
        self._word: int | None = None
        """Where a child that waits for its turn hears of it."""

    @property
    def name(self) -> str:
        """The process's name."""
        return self.process.name

    @property
    def depends_on(self) -> tuple[str, ...]:
        """As in the plan."""
        return self.process.depends_on

    @property
    def oneshot(self) -> bool:
        """As in the plan."""
        return self.process.oneshot

    @property
    def optional(self) -> bool:
        """As in the plan."""
        return self.process.optional

    @property
    def hangs_when_unwell(self) -> bool:
        """As in the plan."""
        return self.process.hangs_when_unwell

    @property
    def start_timeout(self) -> float:
        """As in the plan."""
        return self.process.start_timeout

    async def get_ahead(self) -> ProcessIdentity | None:
        """Start the child where it has something to import; it waits for `start` with the rest."""
        if not self.process.ahead:
            return None
        hearing, self._word = os.pipe()
        try:
            return await self._spawn({AHEAD: ",".join(self.process.ahead)}, hearing)
        except CliError:
            self._hang_up()
            raise
        finally:
            os.close(hearing)

    async def start(self) -> ProcessIdentity | None:
        """Start the child, or tell the one that waits that its turn has come. It gets SIGTERM from
        the kernel should we die without stopping it."""
        if self._word is not None and self._child is not None:
            if self._child.returncode is None:
                with contextlib.suppress(BrokenPipeError):  # it ends: `wait` tells
                    os.write(self._word, TURN)
                self._hang_up()
                if self.process.health is not None:
                    self.process.health.begin()
                return ProcessIdentity.of(self._child.pid)
            self._hang_up()
            await self._finish_log()
        if self.process.health is not None:
            self.process.health.begin()
        return await self._spawn({}, asyncio.subprocess.DEVNULL)

    async def _spawn(self, more: Mapping[str, str], stdin: int) -> ProcessIdentity | None:
        self._logbook.begin(self.name)
        command = shim_command(self.process.argv, parent=os.getpid(), signal_name="SIGTERM")
        # A pipe of our own: asyncio's would make `wait` wait for every descendant that holds it.
        reading, writing = os.pipe()
        try:
            self._child = await asyncio.create_subprocess_exec(
                *command,
                env={**self.process.env, **more},
                cwd=self.process.cwd,
                stdin=stdin,
                stdout=writing,
                stderr=asyncio.subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            os.close(reading)
            raise CliError(f"{self.name} cannot be started: {error}.") from error
        finally:
            os.close(writing)
        self._copying = asyncio.create_task(self._copy(reading), name=f"log of {self.name}")
        return ProcessIdentity.of(self._child.pid)

    def _hang_up(self) -> None:
        if self._word is not None:
            os.close(self._word)
            self._word = None

    async def _copy(self, descriptor: int) -> None:
        reader = asyncio.StreamReader()
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", buffering=0)
        )
        try:
            await self._logbook.copy(self.name, reader)
        finally:
            transport.close()

    async def is_well(self) -> bool:
        """Ask the health check; without one, running is enough."""
        if self._child is None or self._child.returncode is not None:
            return False
        health = self.process.health
        return health is None or await health.is_well()

    async def wait(self) -> int | None:
        """Wait for the child's end, and end what it left in its session."""
        if self._child is None:
            return None
        code = await self._child.wait()
        self._kill_session()
        await self._finish_log()
        return code

    async def stop(self) -> None:
        """SIGTERM, patience, SIGKILL for it and its session."""
        self._hang_up()
        child = self._child
        if child is None:
            return
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.send_signal(SIGTERM)
            try:
                async with asyncio.timeout(self.process.stop_timeout):
                    await child.wait()
            except TimeoutError:
                self._logbook.say(
                    f"{self.name} did not end within {self.process.stop_timeout:.0f} s: killed"
                )
        self.kill()
        await child.wait()
        await self._finish_log()

    def kill(self) -> None:
        """SIGKILL for the child and everything in its session."""
        if self._child is not None:
            self._kill_session()
            if self._child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    self._child.kill()

    def last_words(self) -> list[str]:
        """Return the last lines of its present life."""
        return self._logbook.last_words(self.name)

    def _kill_session(self) -> None:
        if self._child is not None:
            for member in session_members(self._child.pid):
                member.send(SIGKILL)

    async def _finish_log(self) -> None:
        if self._copying is None:
            return
        # A process that left the session may hold the pipe open: it does not hold us up.
        _, late = await asyncio.wait({self._copying}, timeout=1)
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)


class ServerUnit:
    """An embedded server. It survives us, so it is watched by its identity, not as a child."""

    oneshot = False
    optional = False
    hangs_when_unwell = False
    start_timeout: float = 90

    depends_on: tuple[str, ...] = ()

    def __init__(
        self,
        server: EmbeddedServer,
        logbook: Logbook,
        prepare: Callable[[], None] | None = None,
    ) -> None:
        """Wrap a server. prepare: runs in a thread after each start, before it counts as ready."""
        self.server = server
        self._prepare = prepare
        self._logbook = logbook
        self._following: asyncio.Task[None] | None = None
        self._starting: asyncio.Future[Outcome] | None = None

    @property
    def name(self) -> str:
        """The server's name."""
        return self.server.name

    async def get_ahead(self) -> None:
        """Its turn is the first."""

    async def start(self) -> ProcessIdentity | None:
        """Start or adopt the server; it is ready afterwards. Raises EmbeddedError."""
        self._starting = asyncio.ensure_future(asyncio.to_thread(self._start))
        if await asyncio.shield(self._starting) is Outcome.ADOPTED:
            self._logbook.say(f"{self.server.title} already runs: adopted")
        if self._following is None:
            # From here on: what a server says while it starts well is for its file only.
            self._following = asyncio.create_task(
                self._logbook.follow(self.name), name=f"log of {self.name}"
            )
        return self.server.identity()

    def _start(self) -> Outcome:
        outcome = self.server.start(self.start_timeout)
        if self._prepare is not None:
            self._prepare()
        return outcome

    async def is_well(self) -> bool:
        """Ask the server."""
        return await asyncio.to_thread(self.server.is_ready)

    async def wait(self) -> int | None:
        """Wait until the server is gone."""
        identity = self.server.identity()
        if identity is not None:
            await _gone(identity)
        self.server.identity()  # collects our own child's exit code
        return self.server.exit_code

    async def stop(self) -> None:
        """Stop the server cleanly. Raises EmbeddedError when it does not end."""
        if self._starting is not None:
            # Its thread cannot be interrupted: what it may still start must be stopped as well.
            await asyncio.wait({self._starting})
            if not self._starting.cancelled():
                self._starting.exception()  # when everything stops for another's failure
        await asyncio.to_thread(self.server.stop)
        if self._following is not None:
            self._following.cancel()
            self._following = None

    def kill(self) -> None:
        """End the server without waiting for clients; the next start recovers."""
        identity = self.server.identity()
        if identity is not None:
            identity.send(self.server.last_resort)

    def last_words(self) -> list[str]:
        """Return the last lines of the server's own log."""
        return last_lines(self.server.log_file, LAST_LINES)


async def _gone(identity: ProcessIdentity) -> None:
    """Wait for the end of a process that need not be our child."""
    try:
        descriptor = os.pidfd_open(identity.pid)
    except ProcessLookupError:
        return
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    try:
        # The number could have passed to another process before the descriptor was opened.
        if identity.is_alive():
            loop.add_reader(descriptor, ended.set)
            await ended.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


def describe_exit(name: str, code: int | None) -> str:
    """Say how a process ended."""
    if code is None:
        return f"{name} ended"
    if code < 0:
        return f"{name} was ended by {_signal_name(-code)}"
    return f"{name} ended with exit code {code}"


def _signal_name(number: int) -> str:
    try:
        return Signals(number).name
    except ValueError:
        return f"signal {number}"
