"""Every event that can be asked for is shown with a message made up for it."""

import pytest

from commerce.public_events.catalogue import BY_TYPE
from commerce.public_events.samples import sample
from ecomm_core.contracts.names import EventName


@pytest.mark.parametrize("name", EventName)
def test_an_event_has_a_sample_of_its_own_shape(name: EventName) -> None:
    """Seen failing: for `customer.erased`, whose facts were those of a customer."""
    shown = sample(name)
    assert shown.type == name
    assert set(shown.data) == set(BY_TYPE[name].model.model_fields)
