"""Reading and changing what a business has chosen."""

from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from ecomm_core import audit, clock
from ecomm_core.errors import Conflict, Invalid
from ecomm_core.product.spec import Preferences, ProductSpec
from ecomm_core.product.tables import preferences as table

Chosen = TypeVar("Chosen", bound=Preferences)


class SettingsChanged(Conflict):
    """Somebody else changed them since they were read."""

    code = "stale"
    message = "Somebody else changed these settings. Load them again."


@dataclass(frozen=True, slots=True)
class Kept:
    """What a business has chosen, over the defaults. `version` 0: nothing yet."""

    chosen: Preferences
    version: int


async def read(session: AsyncSession, model: type[Chosen]) -> Chosen:
    """What the business in scope has chosen. What is no longer a setting, or no longer allowed, is
    the default again: a product's next release does not fail on the last one's."""
    row = (await session.execute(text("select chosen from business_settings"))).first()
    return _fitting(model, {} if row is None else row.chosen)


async def kept(session: AsyncSession, spec: ProductSpec) -> Kept:
    """The same with the version that a change names."""
    row = (await session.execute(text("select chosen, version from business_settings"))).first()
    if row is None:
        return Kept(spec.preferences(), 0)
    return Kept(_fitting(spec.preferences, row.chosen), row.version)


async def change(
    session: AsyncSession,
    spec: ProductSpec,
    tenant_id: UUID,
    values: dict[str, Any],
    *,
    version: int | None,
    actor: str,
) -> Kept:
    """Replace some of the settings; the others stay.

    Raises Invalid (422) that names each wrong one, SettingsChanged (409) where `version` is not
    that of what is there.
    """
    await session.execute(
        text("select 1 from tenants where id = :id for no key update"), {"id": tenant_id}
    )
    before = await kept(session, spec)
    if version is not None and version != before.version:
        raise SettingsChanged.on_field("version", version=before.version)
    try:
        after = spec.preferences.model_validate({**before.chosen.model_dump(), **values})
    except ValidationError as error:
        raise _refused(error) from error
    was, now = before.chosen.model_dump(mode="json"), after.model_dump(mode="json")
    if was == now:
        return before
    row = {
        "tenant_id": tenant_id,
        "chosen": now,
        "version": before.version + 1,
        "updated_at": clock.now(),
    }
    await session.execute(
        insert(table).values(**row).on_conflict_do_update(index_elements=["tenant_id"], set_=row)
    )
    changed = [name for name in now if was[name] != now[name]]
    await audit.record(
        session,
        tenant_id=tenant_id,
        actor=actor,
        action="settings.update",
        resource_type="settings",
        resource_id=tenant_id,
        before={name: was[name] for name in changed},
        after={name: now[name] for name in changed},
    )
    return Kept(after, before.version + 1)


def _fitting(model: type[Chosen], stored: dict[str, Any]) -> Chosen:
    known = {name: value for name, value in stored.items() if name in model.model_fields}
    try:
        return model.model_validate(known)
    except ValidationError as error:
        wrong = {str(one["loc"][0]) for one in error.errors() if one["loc"]}
        left = {name: value for name, value in known.items() if name not in wrong}
        return model.model_validate(left)


def _refused(error: ValidationError) -> Invalid:
    return Invalid(
        details=[
            {
                "field": ".".join(["values", *(str(part) for part in one["loc"])]),
                "code": one["type"],
                "message": one["msg"],
            }
            for one in error.errors(include_url=False, include_context=False, include_input=False)
        ]
    )
