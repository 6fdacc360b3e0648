"""Composition root of the command line's `ecomm partners`: what affiliates are owed and paid."""

import asyncio
from pathlib import Path
from uuid import UUID

from commerce.kernels import make_kernel
from commerce.partners import paying
from commerce.wiring import install_parts


async def operate(*, export: Path | None, paid: str | None, reference: str | None) -> str:
    """Do one of the three: write what is due into a file, note a payout as paid, or say what is
    due. A sentence about it. Raises ValueError or LookupError in words."""
    kernel = make_kernel()
    install_parts(kernel)
    try:
        if paid is not None:
            try:
                payout = UUID(paid)
            except ValueError as error:
                raise ValueError(f"{paid} is no payout's id") from error
            fresh = await paying.mark_paid(kernel, payout, reference or "")
            return f"{payout} is paid" if fresh else f"{payout} was paid before, by this transfer"
        found = await paying.open_payouts(kernel)
        if not found:
            return "nobody is owed a payout"
        if export is not None:
            await asyncio.to_thread(export.write_bytes, paying.as_csv(found))
            return f"{export} has {_payouts(len(found))}"
        lines = (
            f"{due.id}  {paying.decimal(due.amount, due.currency)} {due.currency}  {due.name}"
            for due in found
        )
        return "\n".join([f"{_payouts(len(found))} to pay:", *lines])
    finally:
        await kernel.stop()


def _payouts(count: int) -> str:
    return f"{count} payout{'' if count == 1 else 's'}"
