"""A process that imports a file and is killed on the way.

Run with `python victim.py FILE STORE IMAGES WHERE COUNT`: it kills itself at the COUNT-th time that
it comes by WHERE: `read` (a chunk was stored), `product` (written, not yet committed), `fetched`
(pictures in storage, not yet on the product), `progress` (something was committed), `never`.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from commerce import importer
from commerce.flows import import_pictures
from commerce.imports import applying, reading


def bomb(where: str, place: str, count: int) -> Callable[[], None]:
    passed = 0

    def pass_by() -> None:
        nonlocal passed
        passed += where == place
        if passed == count:
            os.kill(os.getpid(), signal.SIGKILL)

    return pass_by


def arm(where: str, count: int) -> Callable[[], None]:
    """Put bombs into the steps; returns the one for progress."""
    product, fetched, read = (bomb(where, place, count) for place in ("product", "fetched", "read"))
    import_product = vars(applying)["import_product"]
    fetch, store = import_pictures.fetch, reading._store

    async def dying_import(*args: Any, **kwargs: Any) -> Any:
        outcome = await import_product(*args, **kwargs)
        product()
        return outcome

    async def dying_fetch(*args: Any, **kwargs: Any) -> Any:
        brought = await fetch(*args, **kwargs)
        fetched()
        return brought

    async def dying_store(*args: Any, **kwargs: Any) -> Any:
        read()
        return await store(*args, **kwargs)

    patch.object(applying, "import_product", dying_import).start()
    import_pictures.fetch = dying_fetch
    reading._store = dying_store
    return bomb(where, "progress", count)


async def main(file: str, store: str, images: str, where: str, count: str) -> None:
    progress = arm(where, int(count))
    report = await importer.import_file(
        Path(file), store, Path(images), False, lambda _done, _total: progress()
    )
    print(report.model_dump_json())  # noqa: T201 - what the test reads


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:6]))
