"""Bad days to order: what the next matching requests meet."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What happens to a request."""

    RATE_LIMIT = "rate_limit"  # 429; nothing is done, nothing is stored
    SERVER_ERROR = "server_error"  # 500; nothing is done, stored under the idempotency key
    UNAVAILABLE = "unavailable"  # 503; nothing is done, nothing is stored
    IN_USE = "in_use"  # 409: another request with this key is running
    SILENT_SUCCESS = "silent_success"  # done and stored, but no answer arrives for `seconds`
    SLOW = "slow"  # answered after `seconds`
    GARBAGE = "garbage"  # done and stored; the answer is 200 with HTML in it


@dataclass(frozen=True, slots=True)
class Fault:
    """`times` requests of `method` whose path starts with `path` meet `kind`."""

    kind: FaultKind
    path: str = "/v1/"
    method: str = "POST"
    seconds: float = 5.0
    times: int = 1


class Faults:
    """A list of faults to come. Safe to use from the test's thread and the server's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pending: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Order `fault.times` bad answers."""
        with self._lock:
            self._pending += [fault] * fault.times

    def clear(self) -> None:
        """Good days again."""
        with self._lock:
            self._pending.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The first fault that matches this request, used up."""
        with self._lock:
            for position, fault in enumerate(self._pending):
                if fault.method == method and path.startswith(fault.path):
                    return self._pending.pop(position)
        return None
