"""Composition root of the command line's `ecomm billing`: what an operator gives away."""

from datetime import datetime

from commerce.billing import operating
from commerce.kernels import make_kernel
from commerce.wiring import install_parts


async def operate(
    *,
    email: str | None,
    plan: str | None,
    free_until: datetime | None,
    coupon: str | None,
    percent: int | None,
    cents: int | None,
    months: int | None,
    redeem_by: datetime | None,
    most: int | None,
) -> str:
    """Do one of the three; a sentence about it. Raises ValueError or LookupError in words."""
    kernel = make_kernel()
    install_parts(kernel)
    try:
        if coupon is not None:
            async with kernel.database.transaction() as session:
                code = await operating.make_coupon(
                    session,
                    coupon,
                    percent=percent,
                    amount=cents,
                    months=months,
                    redeem_by=redeem_by,
                    most=most,
                )
            return f"{code} can be used at the checkout of a plan"
        await operating.end_trying(kernel, email or "")
        async with operating.tenant_of(kernel, email or "") as (session, tenant_id):
            if plan is not None:
                await operating.put_on(session, tenant_id, plan)
                return f"{email} is on {plan}, without a bill"
            if free_until is None:
                raise ValueError("nothing was asked for")
            await operating.free_until(session, tenant_id, free_until)
            return f"{email} has a free trial until {free_until:%Y-%m-%d %H:%M} UTC"
    finally:
        await kernel.stop()
