"""The audit log: what was done is read, narrowed and taken home."""

from typing import Any

TAGS = ("audit",)


async def test_a_change_is_found_in_the_log(room: Any) -> None:
    """A category is made; its entry is found by what the log offers to narrow by, and in a file."""
    made = await room.owner.post("/categories", name="Grinders")
    choices = await room.account.get("/audit/choices")
    assert "category" in choices["resource_types"]
    [entry] = await room.account.get("/audit", resource_id=made["id"], resource_type="category")
    assert entry["after"]["name"] == "Grinders"
    assert made["id"] in await room.account.text("/audit/export", resource_id=made["id"])


def test_all_of_it_was_walked(walked: Any) -> None:
    walked.all_of(TAGS)
