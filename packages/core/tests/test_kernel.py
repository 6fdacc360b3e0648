"""A process gives its connections back."""

from collections.abc import Awaitable, Callable

from ecomm_core.kernel import Kernel


async def test_what_the_parts_hold_is_closed_once_the_last_first(
    make_kernel: Callable[..., Kernel],
) -> None:
    kernel = make_kernel()
    closed: list[str] = []

    def closer(name: str) -> Callable[[], Awaitable[None]]:
        async def close() -> None:
            closed.append(name)

        return close

    kernel.closers += [closer("client"), closer("providers on the client")]
    await kernel.stop()
    await kernel.stop()
    assert closed == ["providers on the client", "client"]
