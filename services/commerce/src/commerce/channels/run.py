"""One stretch of work on a migration: in a worker, for a few seconds."""

import time
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from commerce.channels import repository
from commerce.channels.errors import MigrationNotFound
from commerce.channels.models import ChannelMigration, MigrationStatus
from commerce.flows.import_pictures import Sources
from commerce.stores.directory import StoreFacts
from ecomm_connectors.channels import Channel
from ecomm_core.kernel import Kernel


@dataclass(slots=True)
class Run:
    """What a stretch of work knows. `until` None: to the end."""

    kernel: Kernel
    store: StoreFacts
    job_id: UUID
    channel_id: UUID
    source: str
    shop: Channel
    actor: str
    dry_run: bool
    sources: Sources
    until: float | None = None
    """On `time.monotonic()`."""
    skus: dict[str, tuple[int, str]] | None = None
    """In a dry run: what the products before would have taken, by SKU (see `catalog.same_sku`):
    (row, title). None: not looked up yet."""

    def transaction(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A transaction in the store's scope."""
        return self.kernel.database.transaction(self.store.scope)

    def due(self) -> bool:
        """Whether the time is up."""
        return self.until is not None and time.monotonic() >= self.until

    async def job(self, session: AsyncSession, *, lock: bool = False) -> ChannelMigration:
        """The migration's row. Raises MigrationNotFound."""
        job = await repository.migration(session, self.store.id, self.job_id, lock=lock)
        if job is None:
            raise MigrationNotFound
        return job

    def goes_on(self, job: ChannelMigration) -> bool:
        """Whether nobody stopped it meanwhile."""
        return job.status == MigrationStatus.RUNNING.value


class NoShelf:
    """Pictures of a channel are had by address alone."""

    empty = True

    def has(self, filename: str) -> bool:  # noqa: ARG002 - see Shelf
        """Nothing is here."""
        return False

    def read(self, filename: str) -> bytes:
        """Never asked for."""
        raise LookupError(filename)
