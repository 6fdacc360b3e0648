"""What a service tells those that run or test it (entry-point group `ecomm.apps`): neither the
command line nor the test fixtures import a service by name."""

import gc
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any


@dataclass(frozen=True, slots=True)
class Service:
    """A service's composition roots as `module:attribute`, resolved only when used."""

    name: str
    port: int
    schema: str
    """PostgreSQL schema; the roles are `<name>_app` and `<name>_locator`."""
    settings: str
    """The class of its settings."""
    kernel: str
    """`(settings) -> Kernel` of an API process."""
    app: str
    """`(kernel | None) -> FastAPI`."""
    tasks: str
    """`list[Task]`: what its workers do."""
    worker: str
    """The Celery application."""
    clock: str
    """`async (stop: asyncio.Event) -> None`: outbox relay and schedule until `stop` is set."""
    migrations: Path
    """Folder of the Alembic chain."""
    join: str = ""
    """`(celery) -> None`: registers its tasks with a worker that works for several services."""
    seed: str = ""
    """`async () -> SeedResult`: idempotent demo data; returns logins and addresses to print,
    and whether something was made; empty: there is none."""
    importer: str = ""
    """`async (file: Path, store: str, images: Path | None, dry_run: bool, progress) -> report`."""
    world: str = ""
    """`async () -> SeedResult`: all there is to show, more than `seed` makes; empty: no more."""
    living: str = ""
    """`async (orders_per_minute: int, told, stop: asyncio.Event) -> report`: keeps the demo living
    over the service's public HTTP until `stop` is set."""
    search_rebuilder: str = ""
    """`async (store: str) -> None`: lets a worker build a store's search index anew."""
    scheduled: str = ""
    """`list[ScheduledTask]`: what its clock sends."""
    operator: str = ""
    """`async (**what) -> str`: gives a business a plan or a free period, or makes a coupon."""
    partners: str = ""
    """`async (**what) -> str`: lists what affiliates are owed, or notes that it was paid."""


def product_service(name: str, port: int, file: str, *, seed: str = "") -> Service:
    """The `Service` of a product: its package is called `name`, has `settings`, `roots` and
    `worker`, and lies at `src/<name>` of a folder with `migrations`.

    file: `__file__` of the package's `service`.
    """
    return Service(
        name=name,
        port=port,
        schema=name,
        settings=f"{name}.settings:Settings",
        kernel=f"{name}.roots:make_kernel",
        app=f"{name}.roots:create",
        tasks=f"{name}.roots:TASKS",
        scheduled=f"{name}.roots:SCHEDULED",
        worker=f"{name}.worker:celery",
        join=f"{name}.roots:join",
        clock=f"{name}.worker:clock",
        seed=seed,
        migrations=Path(file).resolve().parents[2] / "migrations",
    )


def resolve(reference: str) -> Any:
    """Import `module:attribute` and return the attribute."""
    return getattr(load(module_of(reference)), reference.partition(":")[2])


def module_of(reference: str) -> str:
    """The module of `module:attribute`."""
    return reference.partition(":")[0]


def load(module: str) -> ModuleType:
    """Import a composition root.

    It brings two thousand modules whose objects stay as long as the process: the collector would go
    through them again and again while there are more of them each time. It looks once, at the end;
    from then on it leaves them alone, as do forked workers, whose pages stay shared.
    """
    if module in sys.modules or not gc.isenabled():
        return import_module(module)
    gc.disable()
    try:
        loaded = import_module(module)
        gc.collect()
        gc.freeze()
    finally:
        gc.enable()
    return loaded
