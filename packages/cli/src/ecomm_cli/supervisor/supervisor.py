"""Starts units in the order of their dependencies, watches and restarts them, stops them in
reverse order. Knows nothing of what they are.
"""

import asyncio
import time
from collections.abc import Callable, Sequence

from ecomm_cli.errors import CliError
from ecomm_cli.supervisor.logbook import Logbook
from ecomm_cli.supervisor.process import Restarts
from ecomm_cli.supervisor.state import StateFile, UnitState
from ecomm_cli.supervisor.unit import Unit, describe_exit

_READY_POLL_SECONDS = 0.1


class Supervisor:
    """Runs units until it is asked to stop or one of them cannot be kept alive."""

    def __init__(
        self,
        units: Sequence[Unit],
        *,
        logbook: Logbook,
        state: StateFile,
        restarts: Restarts,
        on_ready: Callable[[], None],
    ) -> None:
        """Prepare; nothing is started before `run`.

        units: in order of their start, dependencies first; stopped in reverse.
        on_ready: called once, when everything is ready for the first time.
        Raises CliError for names that are missing, double or in the wrong order.
        """
        self._units = list(units)
        self._logbook = logbook
        self._state = state
        self._restarts = restarts
        self._on_ready = on_ready
        self._ready = {unit.name: asyncio.Event() for unit in units}
        self._stopping = asyncio.Event()
        self._forcing = asyncio.Event()
        self._failure: str | None = None
        _check_order(self._units)

    def stop(self) -> None:
        """Ask for an orderly end; asked again, everything is ended at once."""
        if self._stopping.is_set():
            if not self._forcing.is_set():
                self._logbook.say("ending everything at once")
            self._forcing.set()
        self._stopping.set()

    async def run(self) -> str | None:
        """Run until the end; return the reason when it was not asked for."""
        keepers = {
            asyncio.create_task(self._keep(unit), name=unit.name): unit for unit in self._units
        }
        for task in keepers:
            task.add_done_callback(self._keeper_ended)
        announcing = asyncio.create_task(self._announce(), name="announce")
        await self._stopping.wait()
        announcing.cancel()
        orderly = asyncio.create_task(self._stop_all(keepers), name="stop")
        forced = asyncio.create_task(self._forcing.wait(), name="force")
        await asyncio.wait({orderly, forced}, return_when=asyncio.FIRST_COMPLETED)
        if not orderly.done():
            for unit in reversed(self._units):
                unit.kill()
            await orderly
        forced.cancel()
        return self._failure

    async def _announce(self) -> None:
        for event in self._ready.values():
            await event.wait()
        self._state.everything_is_ready()
        self._on_ready()

    def _keeper_ended(self, task: "asyncio.Task[None]") -> None:
        """A mistake of our own must not leave the rest running unwatched."""
        if not task.cancelled() and (error := task.exception()) is not None:
            self._failure = f"Supervision of {task.get_name()} failed: {error!r}"
            self._logbook.say(self._failure)
            self._stopping.set()

    async def _stop_all(self, keepers: dict[asyncio.Task[None], Unit]) -> None:
        """Stop units one after another, last first; a keeper ends before its unit is stopped."""
        tasks = {unit.name: task for task, unit in keepers.items()}
        for unit in reversed(self._units):
            task = tasks[unit.name]
            task.cancel()
            await asyncio.wait({task})
            ran = self._state[unit.name].identity is not None
            try:
                await unit.stop()
            except CliError as error:
                self._logbook.say(error.message)
                self._failure = self._failure or error.message
            if ran:
                self._logbook.say(f"{unit.name} stopped")
            self._state.change(unit.name, state=UnitState.STOPPED, identity=None)

    async def _keep(self, unit: Unit) -> None:
        """Start a unit when its turn comes and keep it alive. Ends when the whole must stop."""
        await self._turn(unit)
        quick_deaths = 0
        while True:
            started = time.monotonic()
            try:
                reason, was_ready = await self._live_once(unit)
            except CliError as error:
                reason, was_ready = error.message.rstrip("."), False
                if not self._ready[unit.name].is_set():
                    self._fail(unit, reason)
                    return
            if reason is None:
                return
            if unit.oneshot and unit.optional:
                self._logbook.say(f"{reason}; everything else goes on")
                self._state.change(unit.name, state=UnitState.FAILED, identity=None)
                self._ready[unit.name].set()
                return
            lived = time.monotonic() - started
            # What once was ready and now waits for something outside (a database of the operator's)
            # is started again and again; it does not stop the rest.
            never_ready = not was_ready and not self._ready[unit.name].is_set()
            quick = lived < self._restarts.quick or never_ready
            quick_deaths = quick_deaths + 1 if quick else 1
            if unit.oneshot or quick_deaths >= self._restarts.limit:
                times = f" {quick_deaths} times in a row" if quick_deaths > 1 else ""
                self._fail(unit, f"{reason}{times}", with_log=True)
                return
            delay = self._restarts.delay(quick_deaths)
            self._logbook.say(f"{reason}; started again in {delay:g} s")
            restarts = self._state[unit.name].restarts + 1
            self._state.change(
                unit.name, state=UnitState.RESTARTING, identity=None, restarts=restarts
            )
            await asyncio.sleep(delay)

    async def _turn(self, unit: Unit) -> None:
        """Wait until what it depends on is ready; it may get its imports done meanwhile."""
        waited_for = [self._ready[name] for name in unit.depends_on]
        if all(event.is_set() for event in waited_for):
            return
        try:
            identity = await unit.get_ahead()
        except CliError as error:
            self._logbook.say(error.message)  # its turn will show
        else:
            self._state.change(unit.name, identity=identity)
        for event in waited_for:
            await event.wait()

    async def _live_once(self, unit: Unit) -> tuple[str | None, bool]:
        """One life of a unit: a sentence how it ended (None: a oneshot, well), was it ready."""
        self._state.change(unit.name, state=UnitState.STARTING)
        identity = await unit.start()
        self._state.change(unit.name, identity=identity)
        end = asyncio.create_task(unit.wait(), name=f"end of {unit.name}")
        try:
            if not unit.oneshot and not await self._becomes_ready(unit, end):
                if end.done():
                    return describe_exit(unit.name, end.result()), False
                await unit.stop()
                return f"{unit.name} was not ready within {unit.start_timeout:.0f} s", False
            if not unit.oneshot:
                self._is_ready(unit)
                watch = asyncio.create_task(self._watch(unit), name=f"health of {unit.name}")
                try:
                    await asyncio.wait({end, watch}, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    watch.cancel()
                if end.done():
                    return describe_exit(unit.name, end.result()), True
                await unit.stop()
                return f"{unit.name} hung", True
            return await self._run_to_its_end(unit, end), False
        finally:
            end.cancel()

    async def _run_to_its_end(self, unit: Unit, end: "asyncio.Task[int | None]") -> str | None:
        try:
            async with asyncio.timeout(unit.start_timeout):
                code = await asyncio.shield(end)
        except TimeoutError:
            await unit.stop()
            return f"{unit.name} did not finish within {unit.start_timeout:.0f} s"
        if code != 0:
            return describe_exit(unit.name, code)
        self._state.change(unit.name, state=UnitState.DONE, identity=None)
        self._ready[unit.name].set()
        return None

    async def _becomes_ready(self, unit: Unit, end: "asyncio.Task[int | None]") -> bool:
        deadline = time.monotonic() + unit.start_timeout
        while time.monotonic() < deadline:
            if end.done():
                return False
            if await unit.is_well():
                return True
            await asyncio.wait({end}, timeout=_READY_POLL_SECONDS)
        return False

    def _is_ready(self, unit: Unit) -> None:
        self._state.change(unit.name, state=UnitState.READY)
        if self._ready[unit.name].is_set():
            self._logbook.say(f"{unit.name} runs again")
        self._ready[unit.name].set()

    async def _watch(self, unit: Unit) -> None:
        """Note in log and state when a running unit stops answering, and when it answers again.
        Ends when it hangs and must be ended."""
        failures = 0
        while True:
            await asyncio.sleep(self._restarts.health_every)
            if await unit.is_well():
                if failures >= self._restarts.unwell_after:
                    self._logbook.say(f"{unit.name} answers again")
                    self._state.change(unit.name, state=UnitState.READY)
                failures = 0
                continue
            failures += 1
            if failures == self._restarts.unwell_after:
                self._logbook.say(f"{unit.name} runs but does not answer its health check")
                self._state.change(unit.name, state=UnitState.UNWELL)
                if unit.hangs_when_unwell:
                    return

    def _fail(self, unit: Unit, reason: str, *, with_log: bool = False) -> None:
        self._state.change(unit.name, state=UnitState.FAILED)
        if self._stopping.is_set():
            return
        words = unit.last_words() if with_log else []
        said = "".join(f"\n    {line}" for line in words)
        self._failure = f"{reason}." + (f" Its last words:{said}" if words else "")
        self._logbook.say(f"{reason}: stopping everything")
        self._stopping.set()


def _check_order(units: Sequence[Unit]) -> None:
    seen: set[str] = set()
    for unit in units:
        if unit.name in seen:
            raise CliError(f"Two processes are called {unit.name}.")
        missing = [name for name in unit.depends_on if name not in seen]
        if missing:
            raise CliError(f"{unit.name} needs {', '.join(missing)}, which is not before it.")
        seen.add(unit.name)
