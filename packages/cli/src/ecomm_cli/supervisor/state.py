"""The state file: what runs, for the next `ecomm up`, for `ecomm status`, and after a kill -9."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ecomm_cli.system.files import read_json, write_json
from ecomm_cli.system.identity import ProcessIdentity


class UnitState(StrEnum):
    """Where a unit is in its life."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    UNWELL = "unwell"
    RESTARTING = "restarting"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """What is known about one unit."""

    name: str
    state: UnitState
    identity: ProcessIdentity | None = None
    port: int | None = None
    url: str | None = None
    restarts: int = 0
    server: bool = False
    """An embedded server: it outlives the supervisor and is adopted."""

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "state": self.state.value,
            "process": self.identity.to_json() if self.identity else None,
            "port": self.port,
            "url": self.url,
            "restarts": self.restarts,
            "server": self.server,
        }

    @classmethod
    def from_json(cls, name: str, value: Mapping[str, Any]) -> "UnitRecord":
        """Read what `to_json` wrote. Raises ValueError, KeyError for something else."""
        return cls(
            name=name,
            state=UnitState(value["state"]),
            identity=ProcessIdentity.from_json(value["process"]),
            port=value["port"],
            url=value["url"],
            restarts=value["restarts"],
            server=value["server"],
        )


@dataclass(frozen=True, slots=True)
class State:
    """What the file says."""

    supervisor: ProcessIdentity | None
    ready: bool
    units: Mapping[str, UnitRecord]

    @classmethod
    def read(cls, path: Path) -> "State":
        """Read the file. A missing or damaged one says that nothing is known."""
        try:
            value = read_json(path)
            units: Any = value.get("units", {})
            return cls(
                supervisor=ProcessIdentity.from_json(value.get("supervisor")),
                ready=value.get("ready") is True,
                units={name: UnitRecord.from_json(name, unit) for name, unit in units.items()},
            )
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls(supervisor=None, ready=False, units={})


class StateFile:
    """Writes the state each time it changes."""

    def __init__(self, path: Path, supervisor: ProcessIdentity | None) -> None:
        self._path = path
        self._supervisor = supervisor
        self._units: dict[str, UnitRecord] = {}
        self._ready = False

    def add(self, record: UnitRecord) -> None:
        """Take a unit in, without writing yet."""
        self._units[record.name] = record

    def change(self, name: str, **changes: Any) -> None:
        """Change what is known about a unit, and write."""
        self._units[name] = replace(self._units[name], **changes)
        self._write()

    def everything_is_ready(self) -> None:
        """Note that all units were ready, and write."""
        self._ready = True
        self._write()

    def __getitem__(self, name: str) -> UnitRecord:
        return self._units[name]

    def clear(self) -> None:
        """Nothing runs any more."""
        self._path.unlink(missing_ok=True)

    def _write(self) -> None:
        """Write everything. A full disk must not stop what runs: the next change writes it all."""
        with contextlib.suppress(OSError):
            write_json(
                self._path,
                {
                    "supervisor": self._supervisor.to_json() if self._supervisor else None,
                    "ready": self._ready,
                    "units": {name: unit.to_json() for name, unit in self._units.items()},
                },
            )
