"""The kernel's own chain, for services whose chains begin after it: each of their revisions names
one of these by its number, and is done.

A file is **frozen** once it is released: a service that is made tomorrow ends up as one made today.
`SERVICE` and `SCHEMA` stand for the service's names. `tests/db/test_kernel_revisions.py` holds what
the files make together against the tables and statements the kernel declares.

There are two lines of files: `k` makes what every service has, `p` what products have beside it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

_FOLDER: Final = Path(__file__).parent
_NEXT: Final = "-- next\n"


def statements(
    number: int, *, service: str, schema: str, line: Literal["k", "p"] = "k"
) -> Iterator[str]:
    """The statements of one revision, in order. Raises FileNotFoundError for an unknown one."""
    script = (_FOLDER / f"{line}{number:04}.sql").read_text(encoding="utf-8")
    for statement in script.split(_NEXT)[1:]:
        yield statement.replace("SERVICE", service).replace("SCHEMA", schema).strip()


def numbers(line: Literal["k", "p"] = "k") -> list[int]:
    """All there are, in order."""
    return sorted(int(file.stem[1:]) for file in _FOLDER.glob(f"{line}*.sql"))
