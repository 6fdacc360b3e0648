"""Every operation without credentials."""

import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.fuzz.serving import Served

from .campaigns import assert_unbreakable

pytestmark = pytest.mark.slow


def test_no_call_of_nobody_in_particular_breaks_the_api(application: Served[Kernel]) -> None:
    assert_unbreakable(application, "anonymous")
