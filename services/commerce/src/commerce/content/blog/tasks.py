"""Scheduled posts appear: at their moment the cached lists made without them are dropped."""

from datetime import timedelta
from typing import Final

from commerce.content.blog import service
from ecomm_core import clock
from ecomm_core.db.scope import Scope
from ecomm_core.kernel import Kernel
from ecomm_core.tasks.due import all_due
from ecomm_core.tasks.schedule import ScheduledTask

APPEAR: Final = "commerce.content.publish_posts"
BATCH: Final = 200


async def publish_posts(kernel: Kernel) -> None:
    """Every post whose moment has come since it was scheduled; each is announced once."""
    query = "select tenant_id, store_id, post_id from due_blog_posts($1, $2)"
    async for tenant_id, store_id, post_id in all_due(
        kernel.database, query, clock.now(), page=BATCH
    ):
        async with kernel.database.transaction(Scope(tenant_id=tenant_id)) as session:
            await service.appear(kernel, session, store_id, post_id)


SCHEDULED = [ScheduledTask(APPEAR, timedelta(minutes=1), publish_posts)]
