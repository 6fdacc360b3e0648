"""Let a week of grace be over, and look at it: `python -m e2e.unpaid TENANT`.

For the journey of a business that nobody pays for: a week is longer than a journey. Only the time
is made up; what follows from it is decided by the platform. Runs against the installation that
ECOMM_HOME names.
"""

import asyncio
import sys
from uuid import UUID

from commerce.billing.tasks import look_at
from commerce.kernels import make_kernel
from commerce.wiring import install_parts
from e2e.one_row import enter_home, update_one
from ecomm_core.db.scope import Scope


async def close(tenant: str) -> None:
    """Age the grace and look at it. Raises SystemExit where there is none."""
    await update_one(
        tenant,
        "update commerce.subscriptions set state_since = state_since - interval '8 days' "
        "where tenant_id = $1::uuid and state = 'grace'",
        tenant,
    )
    kernel = make_kernel()
    install_parts(kernel)
    try:
        async with kernel.database.transaction(Scope(tenant_id=UUID(tenant))) as session:
            await look_at(kernel, session, UUID(tenant))
    finally:
        await kernel.stop()


if __name__ == "__main__":
    enter_home()
    asyncio.run(close(*sys.argv[1:]))
