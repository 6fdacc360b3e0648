"""Every operation as the owner of a tenant."""

import pytest

from ecomm_core.kernel import Kernel
from ecomm_testing.fuzz.serving import Served

from .campaigns import assert_unbreakable

pytestmark = pytest.mark.slow


def test_no_call_of_an_owner_breaks_the_api(application: Served[Kernel]) -> None:
    """Planted: a fault for each check of the campaign, in `test_fuzz_finds_faults`."""
    assert_unbreakable(application, "owner")
