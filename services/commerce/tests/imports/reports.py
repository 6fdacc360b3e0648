"""What an import's job says, in short forms for assertions."""

from typing import Any

ACTIONS = ("created", "updated", "unchanged", "skipped")


def actions(job: dict[str, Any]) -> tuple[int, ...]:
    return tuple(job["summary"][name] for name in ACTIONS)


def found(job: dict[str, Any]) -> list[tuple[int, str | None, str]]:
    return [(issue["row"], issue["column"], issue["code"]) for issue in job["issues"]]


def change_fields(job: dict[str, Any]) -> list[str]:
    return [change["field"] for change in job["diff"][0]["changes"]]
