"""Whose rows a transaction may see. Set at BEGIN, gone at COMMIT (row-level security)."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Scope:
    """Tenant, and for shoppers and public requests also the store; `user_id` for accounts."""

    tenant_id: UUID | None = None
    store_id: UUID | None = None
    user_id: UUID | None = None

    def begin_sql(self) -> str:
        """The settings as one statement; values are UUIDs, so nothing can be injected."""
        parts = [
            f"set_config('{name}','{value}',true)"
            for name, value in (
                ("app.tenant_id", self.tenant_id),
                ("app.store_id", self.store_id),
                ("app.user_id", self.user_id),
            )
            if value is not None
        ]
        return f"SELECT {','.join(parts)}" if parts else ""


NOBODY = Scope()
"""No tenant: row-level security shows no tenant's rows."""
