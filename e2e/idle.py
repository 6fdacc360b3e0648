"""Let a bag have been left an hour ago, and send its reminder:
`python -m e2e.idle TENANT STORE CART`.

For the journey of its link: an hour is longer than a journey. Only the time is made up; the
reminder is decided about and sent by the platform. Runs against the installation that ECOMM_HOME
names.
"""

import asyncio
import sys
from uuid import UUID

from commerce.flows.remind_carts import look
from commerce.kernels import make_kernel
from commerce.wiring import install_parts
from e2e.one_row import enter_home, update_one


async def leave(tenant: str, store: str, cart: str) -> None:
    """Age the cart and look at it. Raises SystemExit where there is no such cart."""
    await update_one(
        tenant,
        "update commerce.carts set updated_at = updated_at - interval '61 minutes' "
        "where id = $1::uuid and store_id = $2::uuid",
        cart,
        store,
    )
    kernel = make_kernel()
    install_parts(kernel)
    try:
        await look(kernel, UUID(tenant), UUID(store), UUID(cart))
    finally:
        await kernel.stop()


if __name__ == "__main__":
    enter_home()
    asyncio.run(leave(*sys.argv[1:]))
