"""What the platform has counted, as Prometheus is told."""

import asyncio

from ecomm_core import metrics


async def counted(name: str, **labels: str) -> float:
    """The value of one sample; 0 when nothing has been counted under it.

    Beside the loop, as `/metrics` itself does it: a process that ran thousands of tests has so many
    samples that looking for one takes long, and the loop would seem to stand still in whatever the
    test calls next.
    """
    value = await asyncio.to_thread(metrics.registry.get_sample_value, name, labels)
    return value or 0.0
