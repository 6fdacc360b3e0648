"""An `ecomm up` of tiny processes under test: see `fake_stack.py`."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ecomm_cli.home import Home
from ecomm_cli.supervisor.state import State
from ecomm_cli.system.identity import ProcessIdentity

STACK = Path(__file__).with_name("fake_stack.py")


class Up:
    """A supervisor in a process of its own."""

    def __init__(self, home: Path, description: dict[str, Any]) -> None:
        self.home = Home(home)
        self.log = home.parent / f"up-{time.monotonic_ns()}.log"
        with self.log.open("w") as stream:
            self.process = subprocess.Popen(
                [sys.executable, str(STACK), str(home), json.dumps(description)],
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={k: v for k, v in os.environ.items() if not k.startswith("DATABASE")},
            )

    def output(self) -> str:
        return self.log.read_text()

    def wait_for(self, text: str, seconds: float = 40) -> None:
        self.until(lambda: text in self.output(), f"{text!r} in the log", seconds)

    def until(self, question: Callable[[], bool], what: str, seconds: float = 40) -> None:
        deadline = time.monotonic() + seconds
        while not question():
            assert time.monotonic() < deadline, f"no {what}:\n{self.output()}"
            assert self.process.poll() is None or "in the log" in what, self.output()
            time.sleep(0.05)

    def identity(self, name: str) -> ProcessIdentity:
        identity = State.read(self.home.state).units[name].identity
        assert identity is not None
        return identity

    def end(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.process.wait(40)
