"""A product as a value: all that it does not share with other products."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from pydantic import ConfigDict
from sqlalchemy import MetaData

from ecomm_core.accounts.rights import Areas
from ecomm_core.api.schemas import Input
from ecomm_core.api.scopes import Resources
from ecomm_core.contracts.names import EventName
from ecomm_core.kernel import Kernel
from ecomm_core.outbox.events import Subscriptions
from ecomm_core.plan_table import PlanTable
from ecomm_core.product.settings import ProductSettings
from ecomm_core.product.shapes import Entry, Hearer, Holding, StatusHook, Tables, WroteHook
from ecomm_core.service import Service
from ecomm_core.tasks.registry import Task
from ecomm_core.tasks.schedule import ScheduledTask

ALWAYS_HEARD: Final = (
    EventName.STORE_SUSPENDED,
    EventName.STORE_DELETED,
    EventName.CUSTOMER_ERASED,
)
"""Every product hears of these, and the kernel acts on them."""


class Preferences(Input):
    """Base of what a business may choose in a product. Every field has a default."""

    model_config = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductSpec:
    """What one product is. Checked when it is made into a `Product` (`checking`)."""

    service: Service
    """Name, port, schema and roots (`ecomm_core.service.product_service`)."""
    title: str
    summary: str
    """One sentence: what it does for a merchant."""
    metadata: MetaData
    """Its own tables beside the kernel's (`tables.product_tables`)."""
    plans: PlanTable
    settings: type[ProductSettings]
    tables: Tables = field(default_factory=Tables)
    routers: Sequence[APIRouter] = ()
    resources: Resources = field(default_factory=dict)
    """Tag of each of its routers -> resource of API keys' scopes; None: for people alone."""
    areas: Areas | None = None
    """What people's permissions are named after; like `resources` where it is not said."""
    tasks: Sequence[Task] = ()
    scheduled: Sequence[ScheduledTask] = ()
    subscriptions: Callable[[], Subscriptions] = Subscriptions
    """Who hears of the product's own events."""
    consumes: Sequence[EventName] = ()
    """What it wants to hear of stores, beside what every product hears."""
    hear: Mapping[EventName, Hearer] = field(default_factory=dict)
    """What it does then; an event without a hearer is only kept."""
    scopes: Sequence[str] = ()
    """What it needs to do in a store: `products:write`."""
    preferences: type[Preferences] = Preferences
    holdings: Sequence[Holding] = ()
    status: Mapping[str, StatusHook] = field(default_factory=dict)
    """Type of a store's resource -> what the product has done for one."""
    wrote: WroteHook | None = None
    """Hears how the changes went that it planned in a store (`writing.writes.plan`)."""
    navigation: Sequence[Entry] = ()
    install: Callable[[Kernel], None] | None = None
    """Puts more parts into the kernel, of API and workers alike."""
    examples: Path | None = None
    """File of recorded calls that the OpenAPI document shows."""

    @property
    def name(self) -> str:
        """Name of the service, its schema and its package."""
        return self.service.name

    @property
    def events(self) -> list[EventName]:
        """Everything it hears of, in the order of the names."""
        wanted = {*self.consumes, *ALWAYS_HEARD}
        return [event for event in EventName if event in wanted]

    def task_name(self, name: str) -> str:
        """What one of the kernel's tasks is called here: several products share a worker."""
        return f"{self.name}.{name}"


PART: Final = "product"


def spec_of(kernel: Kernel) -> ProductSpec:
    """The product whose kernel this is."""
    found = kernel.parts[PART]
    if not isinstance(found, ProductSpec):
        raise TypeError("a product's kernel is made by Product.make_kernel")
    return found
