"""The gateway's declarative base: its own tables beside a copy of the kernel's."""

from typing import Final
from uuid import UUID

from sqlalchemy import MetaData

from ecomm_core.db import models
from ecomm_core.db.models import NAMING
from ecomm_core.db.scope import Scope
from ecomm_core.db.tables import kernel_tables

PLATFORM: Final = UUID("00000000-0000-7000-8000-000000000001")
"""Whose the rows are that belong to nobody in particular: prices, routes, keys of providers. They
are a tenant's like all others, so that no table goes without row-level security."""

PLATFORM_SCOPE: Final = Scope(tenant_id=PLATFORM)


class Base(models.Base):
    """Base of the gateway's tables."""

    __abstract__ = True
    metadata = MetaData(naming_convention=NAMING)


kernel_tables(Base.metadata)
