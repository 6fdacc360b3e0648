"""What a `ProductSpec` must be, said when the process starts and not when somebody stumbles."""

import re
from collections.abc import Iterator
from typing import Final

from ecomm_core.contracts.products import EVERYBODY, heard_by
from ecomm_core.contracts.scopes import RESOURCES
from ecomm_core.plan_table import PlanTable
from ecomm_core.product.spec import ALWAYS_HEARD, ProductSpec
from ecomm_core.product.tables import NAMES, metadata

_NAME: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")
_SCOPE: Final = re.compile(r"([a-z_]+):(read|write)")
OWN_TAGS: Final = frozenset(
    {"auth", "api_keys", "audit", "plan", "settings", "connections", "business", "platform"}
)
"""Tags of the kernel's routers."""


class BadSpec(Exception):
    """A product's specification contradicts itself or the contracts; it says where."""


def check(spec: ProductSpec) -> None:
    """Raise BadSpec that names all that is wrong."""
    wrong = [
        *_names(spec),
        *_events(spec),
        *_scopes(spec),
        *_tables(spec),
        *_plans(spec.plans),
        *_routes(spec),
        *_preferences(spec),
        *_holdings(spec),
    ]
    if wrong:
        raise BadSpec(f"{spec.name}: " + "; ".join(wrong))


def _names(spec: ProductSpec) -> Iterator[str]:
    if not _NAME.fullmatch(spec.name):
        yield f"the name {spec.name!r} is not a-z, digits and underscores"
    if spec.settings.service != spec.name:
        yield f"{spec.settings.__name__}.service is not {spec.name!r}"
    if not spec.title or not spec.summary.endswith("."):
        yield "a product has a title, and a summary that is a sentence"
    for entry in spec.navigation:
        if not entry.path.startswith("/"):
            yield f"the page {entry.title!r} has no path"


def _events(spec: ProductSpec) -> Iterator[str]:
    heard = set(spec.events)
    for event in spec.hear:
        if event not in heard:
            yield f"it has a hearer of {event} and does not consume it"
    if spec.name in EVERYBODY and heard != set(heard_by(spec.name)):
        said = ", ".join(sorted(set(heard_by(spec.name)) - set(ALWAYS_HEARD)))
        yield f"contracts.products says that it consumes {said}"


def _scopes(spec: ProductSpec) -> Iterator[str]:
    for scope in spec.scopes:
        match = _SCOPE.fullmatch(scope)
        if match is None or match[1] not in RESOURCES:
            yield f"the platform has no scope {scope!r}"


def _tables(spec: ProductSpec) -> Iterator[str]:
    kernels = {table.name for table in metadata.sorted_tables}
    missing = (kernels | set(NAMES)) - set(spec.metadata.tables)
    if missing:
        yield "its metadata lacks the kernel's tables (product_tables)"
    own = set(spec.metadata.tables) - kernels
    for table in sorted(own - set(spec.tables.tenant)):
        yield f"the table {table} has no policy (Tables.tenant)"
    for table in sorted(set(spec.tables.tenant) - own):
        yield f"Tables.tenant names {table}, which is no table of its own"
    for table in sorted(own):
        if "tenant_id" not in spec.metadata.tables[table].primary_key.columns:
            yield f"the primary key of {table} has no tenant_id"
    for table in sorted({*spec.tables.append_only, *(name for name, _ in spec.tables.readable)}):
        if table not in own:
            yield f"{table} is declared append-only or readable, and is no table of its own"


def _plans(table: PlanTable) -> Iterator[str]:
    for name in (*table.ladder, table.begins, table.unbilled):
        if name not in table.plans:
            yield f"there is no plan {name!r}"
            return
    limits = set(table.plans[table.unbilled].limits)
    for plan in table.plans.values():
        if set(plan.limits) != limits:
            yield f"the plan {plan.name} does not say the same limits as {table.unbilled}"
            return
    for name in sorted({*table.shown, *table.monthly} - limits):
        yield f"no plan has a limit {name!r}"
    if any(limit is not None for limit in table.plans[table.unbilled].limits.values()):
        yield f"{table.unbilled} is what nobody pays for: nothing in it is limited"
    for lower, higher in zip(table.ladder, table.ladder[1:], strict=False):
        for name in sorted(limits):
            below, above = table.plans[lower].limits[name], table.plans[higher].limits[name]
            if above is not None and (below is None or above < below):
                yield f"the ladder falls: {higher} has less {name} than {lower}"


def _routes(spec: ProductSpec) -> Iterator[str]:
    for router in spec.routers:
        for tag in router.tags:
            if tag in OWN_TAGS:
                yield f"a router has the kernel's own tag {tag!r}"
            elif tag not in spec.resources:
                yield f"the router {tag!r} is not in resources"
    for tag, area in (spec.areas or {}).items():
        if tag not in spec.resources:
            yield f"areas names the tag {tag!r}, which is not in resources ({area})"


def _preferences(spec: ProductSpec) -> Iterator[str]:
    for name, field in spec.preferences.model_fields.items():
        if field.is_required():
            yield f"the setting {name} has no default"


def _holdings(spec: ProductSpec) -> Iterator[str]:
    for holding in spec.holdings:
        table = spec.metadata.tables.get(holding.table)
        columns = {one for one in (holding.person, holding.customer) if one is not None}
        if table is None:
            yield f"the holding {holding.table} is no table"
        elif not columns or not columns <= set(table.columns.keys()):
            yield f"the holding {holding.table} names no column of it"
    held = {(one.table, one.customer) for one in spec.holdings}
    for name in spec.tables.tenant:
        table = spec.metadata.tables.get(name)
        if (
            table is not None
            and "customer_id" in table.columns
            and (name, "customer_id") not in held
        ):
            yield f"{name}.customer_id is in no holding: nobody would erase it"
