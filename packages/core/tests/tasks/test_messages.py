"""What one message to a worker carries."""

from collections.abc import Iterable
from uuid import UUID

from ecomm_core.ids import new_id
from ecomm_core.outbox.events import Queue
from ecomm_core.outbox.relay import TOGETHER, Due, messages

TENANT = UUID(int=1)
SIZE = TOGETHER["critical"]


def due(*attempts: int) -> list[Due]:
    return [Due("some.task", TENANT, new_id(), tries) for tries in attempts]


def sizes(queue: Queue, rows: Iterable[Due]) -> list[int]:
    return [len(message) for message in messages(queue, list(rows))]


def test_urgent_rows_travel_together_in_order() -> None:
    rows = due(*[0] * (SIZE + 2))
    carried = list(messages("critical", rows))
    assert [len(message) for message in carried] == [SIZE, 2]
    assert [row for message in carried for row in message] == rows


def test_a_row_that_was_tried_travels_alone() -> None:
    """It may have killed its worker: with neighbours each of its deaths would cost them a try."""
    rows = due(0, 1, 0, 9)
    carried = list(messages("critical", rows))
    assert carried == [[rows[0], rows[2]], [rows[1]], [rows[3]]]


def test_what_may_be_long_travels_alone() -> None:
    assert sizes("default", due(0, 0)) == [1, 1]
    assert sizes("bulk", due(0, 0, 0)) == [1, 1, 1]


def test_nothing_due_is_no_message() -> None:
    assert sizes("critical", []) == []
