"""Building blocks of tables: base class, tenant rows, money and enum columns, foreign keys.

The primary key of a tenant's row is (tenant_id, id), and every foreign key carries tenant_id:
a row cannot point into another tenant, whatever the code does.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKeyConstraint,
    MetaData,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import UUID as PgUUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ecomm_core.ids import new_id

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of the kernel's tables; a service derives its own with its own metadata."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        UUID: PgUUID(as_uuid=True),
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
        str: Text,
    }


class TenantRow:
    """A row that belongs to a tenant. Protected by row-level security (see `rls`)."""

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)


class Timestamps:
    """Bookkeeping times, written by the database."""

    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now(), onupdate=func.now())


Amount = BigInteger
"""Minor units."""


def tenant_fk(
    columns: str | list[str], table: str, *, ondelete: str = "NO ACTION"
) -> ForeignKeyConstraint:
    """Foreign key (tenant_id, column) -> table(tenant_id, id)."""
    names = [columns] if isinstance(columns, str) else columns
    return ForeignKeyConstraint(
        ["tenant_id", *names], [f"{table}.tenant_id", f"{table}.id"], ondelete=ondelete
    )


def one_of(column: str, values: type[StrEnum], name: str | None = None) -> CheckConstraint:
    """CHECK that a text column holds one of the enum's values."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} in ({listed})", name=name or column)
