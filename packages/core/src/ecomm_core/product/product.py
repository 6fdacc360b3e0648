"""`Product(SPEC)`: every composition root of a product."""

import asyncio
from collections.abc import Sequence
from typing import Final

from celery import Celery
from fastapi import APIRouter, FastAPI

from ecomm_core import housekeeping as kernels
from ecomm_core.activity.endpoints import routes as audit
from ecomm_core.api.app import create_app
from ecomm_core.api.scopes import every_scope
from ecomm_core.identity import keys as api_keys
from ecomm_core.identity.key_endpoints import routes as key_routes
from ecomm_core.identity.me_endpoints import routes as me
from ecomm_core.identity.routers import ROUTERS as ACCOUNTS
from ecomm_core.kernel import Kernel, build_kernel
from ecomm_core.outbox.relay import Relay
from ecomm_core.product import housekeeping, mails
from ecomm_core.product.business import endpoints as business
from ecomm_core.product.checking import check
from ecomm_core.product.connections import endpoints as platform
from ecomm_core.product.connections import own_endpoints as connections
from ecomm_core.product.connections.service import known_stores
from ecomm_core.product.connections.tickets import stay
from ecomm_core.product.gateway import keys as gateway
from ecomm_core.product.inbox import endpoints as inbox
from ecomm_core.product.inbox import service as receiving
from ecomm_core.product.inbox.working import work
from ecomm_core.product.preferences import endpoints as preferences
from ecomm_core.product.resources import ALWAYS_OPEN, areas_of, permissions_of, resources_of
from ecomm_core.product.settings import ProductSettings
from ecomm_core.product.spec import PART, ProductSpec
from ecomm_core.product.writing import client as writing
from ecomm_core.product.writing import writes
from ecomm_core.tasks.celery import make_celery, publisher, slot_publisher
from ecomm_core.tasks.loop import WorkerLoop
from ecomm_core.tasks.registry import CallTask, Task, TransactionTask, register
from ecomm_core.tasks.schedule import ScheduledTask, run_schedule

ROUTERS: Final[Sequence[APIRouter]] = (
    inbox.routes,
    connections.entering,
    *ACCOUNTS,
    me,
    key_routes,
    business.about_routes,
    business.plan_routes,
    business.routes,
    preferences.routes,
    connections.routes,
    audit,
    platform.routes,
)
"""What every product serves, beside its own."""


class Product:
    """The processes of one product. Raises BadSpec where the specification is wrong."""

    def __init__(self, spec: ProductSpec) -> None:
        check(spec)
        self.spec = spec
        self.tasks: list[Task] = [*_kernels_tasks(spec), *spec.tasks]
        self.scheduled: list[ScheduledTask] = [
            ScheduledTask(
                spec.task_name("housekeeping"),
                kernels.EVERY,
                housekeeping.clean_up,
                "bulk",
            ),
            *spec.scheduled,
        ]

    def make_kernel(self, settings: ProductSettings | None = None) -> Kernel:
        """The kernel of an API process."""
        return self._kernel(settings or self.spec.settings(), "api", 5_000)

    def create(self, kernel: Kernel | None = None) -> FastAPI:
        """The API's application."""
        spec = self.spec
        return create_app(
            kernel or self.make_kernel(),
            title=spec.title,
            routers=[*ROUTERS, *spec.routers],
            resources=resources_of(spec),
            areas=areas_of(spec),
            always_open=ALWAYS_OPEN,
            examples=spec.examples,
            on_start=self._start,
        )

    def join(self, app: Celery) -> None:
        """Let an application's workers work on the product's tasks."""
        register(app, WorkerLoop(self._work_kernel, self._start), self.tasks, self.scheduled)

    def celery(self) -> Celery:
        """The application of workers that work for this product alone."""
        app = make_celery(self.spec.name, self.spec.settings().redis_url.get_secret_value())
        self.join(app)
        return app

    async def clock(self, celery: Celery, stop: asyncio.Event) -> None:
        """Outbox relay and schedule, until `stop` is set. Several may run."""
        name, kernel = self.spec.name, self._work_kernel()
        relay = Relay(
            kernel.settings.database_direct_url.get_secret_value(), name, publisher(celery, name)
        )
        kernel.database.signals.subscribe(relay.on_signal)
        kernel.database.signals.listen()
        try:
            await asyncio.gather(
                relay.run(stop), run_schedule(self.scheduled, slot_publisher(celery, name), stop)
            )
        finally:
            await kernel.stop()

    def install(self, kernel: Kernel) -> None:
        """Put the product's parts into a kernel, for API and workers alike."""
        spec = self.spec
        kernel.parts[api_keys.PART] = api_keys.KeyRules(
            every_scope(resources_of(spec)), permissions_of(spec), _same, known_stores
        )
        kernel.accounts.switch_by(stay)
        mails.install(kernel)
        gateway.install(kernel)
        client = kernel.parts[writing.PART] = writing.PlatformClient(name=spec.name)
        kernel.closers.append(client.aclose)
        if spec.install is not None:
            spec.install(kernel)

    async def _start(self, kernel: Kernel) -> None:
        self.install(kernel)

    def _work_kernel(self) -> Kernel:
        return self._kernel(self.spec.settings(), "worker", 60_000)

    def _kernel(self, settings: ProductSettings, role: str, statement_timeout: int) -> Kernel:
        spec = self.spec
        kernel = build_kernel(
            settings,
            schema=spec.service.schema,
            subscriptions=spec.subscriptions(),
            application_name=f"{spec.name} {role}",
            statement_timeout=statement_timeout,
            plans=spec.plans,
        )
        kernel.parts[PART] = spec
        return kernel


def _kernels_tasks(spec: ProductSpec) -> list[Task]:
    return [
        TransactionTask(spec.task_name(receiving.TASK), work),
        CallTask(spec.task_name(writes.TASK), writes.prepare, writes.call, writes.settle),
        CallTask(spec.task_name(mails.TASK), mails.prepare, mails.call, mails.settle),
        CallTask(
            spec.task_name(gateway.END_TASK),
            gateway.prepare_end,
            gateway.call_end,
            gateway.settle_end,
        ),
    ]


def _same(scope: str) -> str:
    """The permission that somebody needs to make a key with a scope: its namesake."""
    return scope
