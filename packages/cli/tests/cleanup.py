"""What tests leave behind, and how to find it."""

import contextlib
from pathlib import Path

import psutil


def processes_of(path: Path) -> list[psutil.Process]:
    """Every process that works in a folder, or was started for an installation in it."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            places = (process.cwd(), process.environ().get("ECOMM_HOME", ""))
            if any(place.startswith(str(path)) for place in places):
                found.append(process)
    return found
