"""Where the project's folders are."""

from functools import cache
from pathlib import Path

_MARKS = ("package.json", "packages", "services")


@cache
def project_root() -> Path:
    """Return the project's root: the clone this command is installed from, or the one around us.

    Installed without a clone (in a container image), it is the working directory.
    """
    here = Path(__file__).resolve()
    for start in (here.parents[4], Path.cwd(), *Path.cwd().parents):
        if all((start / mark).exists() for mark in _MARKS):
            return start
    return Path.cwd()
