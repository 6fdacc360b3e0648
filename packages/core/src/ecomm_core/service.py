"""What a service tells the command line about itself (entry-point group `ecomm.apps`)."""

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Service:
    """A service's composition roots as `module:attribute`, resolved only when used."""

    name: str
    port: int
    schema: str
    """PostgreSQL schema; the roles are `<name>_app` and `<name>_locator`."""
    app: str
    """`() -> FastAPI`."""
    worker: str
    """The Celery application."""
    clock: str
    """`async (stop: asyncio.Event) -> None`: outbox relay and schedule until `stop` is set."""
    migrations: Path
    """Folder of the Alembic chain."""
    seed: str
    """`async () -> SeedResult`: idempotent demo data; returns logins and addresses to print."""
    importer: str
    """`async (file: Path, store: str, images: Path | None, dry_run: bool, progress) -> report`."""


def resolve(reference: str) -> Any:
    """Import `module:attribute` and return the attribute."""
    module, _, attribute = reference.partition(":")
    return getattr(import_module(module), attribute)
