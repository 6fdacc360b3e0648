"""The platform of the journeys ends with those who started it."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tools.e2e import ROOT

UP = """
import os, pathlib, signal, sys, time
place = pathlib.Path(os.environ["ECOMM_HOME"]).parent
def stop(*_):
    (place / "stopped").touch()
    sys.exit()
signal.signal(signal.SIGINT, stop)
(place / "pid.new").write_text(str(os.getpid()))
(place / "pid.new").rename(place / "pid")
time.sleep(600)
"""
DRIVER = """
import pathlib, signal, sys, time
from tools import e2e
# A suite that runs in the background hands SIGINT on as ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
place = pathlib.Path(sys.argv[1])
e2e.UP = (sys.executable, str(place / "up.py"))
e2e.wait_until_ready = lambda *_: None
with e2e.platform(place / "home"):
    time.sleep(600)
"""
IN_A_THREAD = """
import pathlib, sys, threading, time
from tools import e2e
place = pathlib.Path(sys.argv[1])
e2e.UP = (sys.executable, str(place / "up.py"))
e2e.wait_until_ready = lambda *_: None
def measure():
    with e2e.platform(place / "home"):
        while not (place / "pid").exists():
            time.sleep(0.02)
thread = threading.Thread(target=measure)
thread.start()
thread.join()
"""
HANG_LIMIT = 60


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_run_that_is_ended_leaves_no_platform_behind(
    number: signal.Signals, tmp_path: Path
) -> None:
    """Planted once: without the handler nobody waits for its end, without the shim SIGKILL leaves
    it running."""
    (tmp_path / "up.py").write_text(UP)
    driver = subprocess.Popen([sys.executable, "-c", DRIVER, str(tmp_path)], cwd=ROOT)
    try:
        _until((tmp_path / "pid").exists, "platform")
        platform = psutil.Process(int((tmp_path / "pid").read_text()))
        driver.send_signal(number)
        driver.wait(HANG_LIMIT)
        if number is not signal.SIGKILL:
            assert (tmp_path / "stopped").exists(), "it was waited for, and its home can go"
        _until((tmp_path / "stopped").exists, "orderly end")
        platform.wait(HANG_LIMIT)
    finally:
        driver.kill()
        driver.wait()


def test_a_thread_can_have_a_platform(tmp_path: Path) -> None:
    """As `bench` does. Planted: it set a signal's handler, which only the main thread may."""
    (tmp_path / "up.py").write_text(UP)
    driver = subprocess.run(
        [sys.executable, "-c", IN_A_THREAD, str(tmp_path)],
        cwd=ROOT,
        timeout=HANG_LIMIT,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (driver.returncode, driver.stderr) == (0, "")
    assert (tmp_path / "stopped").exists()


def _until(question: Callable[[], bool], what: str) -> None:
    deadline = time.monotonic() + HANG_LIMIT
    while not question():
        assert time.monotonic() < deadline, f"no {what}"
        time.sleep(0.02)
