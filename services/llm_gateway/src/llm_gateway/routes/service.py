"""Routes: written as new versions, so that what was in force when is known, and anybody can go
back.

The default route asks Anthropic first and OpenAI on failure; where no key is set the gateway itself
answers (`local`). That is data as well: `DEFAULT` is only what a new database begins with.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.db.engine import Database
from ecomm_core.db.signals import drop_tags
from ecomm_core.ids import new_id
from ecomm_core.kernel import Kernel
from llm_gateway import tags
from llm_gateway.db import PLATFORM, PLATFORM_SCOPE
from llm_gateway.remembered import Remembered
from llm_gateway.routes import repository
from llm_gateway.routes.errors import DefaultStays, RouteChangedMeanwhile, RouteNotFound
from llm_gateway.routes.models import RouteVersion
from llm_gateway.routes.schemas import Fallback, RouteIn, RouteOut, TargetIn

PART: Final = "gateway.routes"
DEFAULT_NAME: Final = "default"
DEFAULT: Final = RouteIn(
    targets=[
        TargetIn(provider="anthropic", model="claude-sonnet-4-6"),
        TargetIn(provider="openai", model="gpt-5.1"),
        TargetIn(provider="local", model="local"),
    ]
)


@dataclass(frozen=True, slots=True)
class Target:
    """One model of one provider, and how long it may take."""

    provider: str
    model: str
    timeout_ms: int
    sampling: bool | None = None
    """None: as is known of the model (`routes.models_known`)."""


@dataclass(frozen=True, slots=True)
class Route:
    """A route in force."""

    name: str
    version: int
    targets: tuple[Target, ...]
    fallback_on: frozenset[Fallback]
    deadline_ms: int


async def listed(session: AsyncSession) -> list[RouteOut]:
    """The routes in force."""
    rows = await repository.current(session)
    return [_shown(row) for row in rows if not row.removed]


async def versions(session: AsyncSession, name: str) -> list[RouteOut]:
    """All versions of a route, the newest first. Raises RouteNotFound (404)."""
    rows = await repository.versions(session, name)
    if not rows:
        raise RouteNotFound
    return [_shown(row) for row in rows]


async def put(session: AsyncSession, name: str, body: RouteIn, *, actor: str) -> RouteOut:
    """Write the next version of a route. Raises RouteChangedMeanwhile (409)."""
    return await _write(session, name, body, actor=actor, action="route.put")


async def remove(session: AsyncSession, name: str, *, actor: str) -> None:
    """Take a route out of force. Raises RouteNotFound (404), DefaultStays, RouteChangedMeanwhile
    (409)."""
    if name == DEFAULT_NAME:
        raise DefaultStays
    known = await repository.versions(session, name)
    if not known or known[0].removed:
        raise RouteNotFound
    body = RouteIn.model_validate(_shown(known[0]).model_dump())
    await _write(session, name, body, actor=actor, action="route.remove", removed=True)


async def seed(kernel: Kernel) -> None:
    """Give a new database its default route. Idempotent."""
    async with kernel.database.transaction(PLATFORM_SCOPE) as session:
        if await repository.versions(session, DEFAULT_NAME):
            return
        try:
            async with session.begin_nested():
                await put(session, DEFAULT_NAME, DEFAULT, actor="system")
        except RouteChangedMeanwhile:
            return  # another process that began at the same moment has written it


async def _write(
    session: AsyncSession,
    name: str,
    body: RouteIn,
    *,
    actor: str,
    action: str,
    removed: bool = False,
) -> RouteOut:
    known = await repository.versions(session, name)
    before = known[0] if known else None
    row = RouteVersion(
        tenant_id=PLATFORM,
        id=new_id(),
        name=name,
        version=1 if before is None else before.version + 1,
        targets=[target.model_dump(mode="json") for target in body.targets],
        fallback_on=[reason.value for reason in body.fallback_on],
        deadline_ms=body.deadline_ms,
        removed=removed,
        created_at=clock.now(),
        created_by=actor,
    )
    try:
        async with session.begin_nested():
            session.add(row)
            await session.flush()
    except IntegrityError as error:
        raise RouteChangedMeanwhile from error
    drop_tags(session, tags.ROUTES)
    await audit.record(
        session,
        tenant_id=PLATFORM,
        actor=actor,
        action=action,
        resource_type="route",
        resource_id=row.id,
        before=None if before is None else _facts(before),
        after=_facts(row),
    )
    return _shown(row)


def _shown(row: RouteVersion) -> RouteOut:
    """A version as operators see it; those of earlier releases say nothing of sampling."""
    values = {name: getattr(row, name) for name in RouteOut.model_fields}
    values["targets"] = [{"sampling": None, **target} for target in row.targets]
    return RouteOut.model_validate(values)


def _facts(row: RouteVersion) -> dict[str, Any]:
    return {
        "name": row.name,
        "version": row.version,
        "targets": row.targets,
        "fallback_on": row.fallback_on,
        "deadline_ms": row.deadline_ms,
        "removed": row.removed,
    }


class RouteBook:
    """The routes in force, as one process knows them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: Remembered[None, dict[str, Route]] = Remembered(self._read)
        database.signals.subscribe(self._hear)

    async def all(self) -> dict[str, Route]:
        """By name."""
        return await self._known.get(None)

    async def _read(self, _: None) -> dict[str, Route]:
        async with self._database.transaction(PLATFORM_SCOPE) as session:
            rows = await repository.current(session)
        return {
            row.name: Route(
                row.name,
                row.version,
                tuple(Target(**target) for target in row.targets),
                frozenset(Fallback(reason) for reason in row.fallback_on),
                row.deadline_ms,
            )
            for row in rows
            if not row.removed
        }

    def _hear(self, told: frozenset[str], _wake: bool) -> None:
        if tags.ROUTES in told or tags.EVERYTHING in told:
            self._known.drop()


def routes_of(kernel: Kernel) -> RouteBook:
    """The routes of this process."""
    part = kernel.parts[PART]
    if not isinstance(part, RouteBook):
        raise TypeError("the gateway's wiring puts its routes into the kernel")
    return part
