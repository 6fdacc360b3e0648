"""The application that is fuzzed: served for real, on a database of this test process."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

import pytest
from fastapi import FastAPI

from commerce.app import create
from ecomm_core import logging
from ecomm_core.kernel import Kernel
from ecomm_testing.fuzz.serving import Served, served


@pytest.fixture(scope="module")
def application(
    make_kernel: Callable[..., Kernel], deaf: Callable[[Kernel], AbstractContextManager[None]]
) -> Iterator[Served[Kernel]]:
    """The whole application behind HTTP. The mock provider's webhooks reach it there."""

    def make(url: str) -> tuple[Kernel, FastAPI]:
        logging.configure("local", "fuzz")
        kernel = make_kernel(ECOMM_API_URL=url)
        return kernel, create(kernel)

    with served(make) as running, deaf(running.kernel):
        yield running
