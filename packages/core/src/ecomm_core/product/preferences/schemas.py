"""Shapes of a business's settings."""

from typing import Annotated, Any

from pydantic import Field

from ecomm_core.api.schemas import Input, Output


class SettingsIn(Input):
    """Settings to replace; the others stay. `version`: that of what was read; another one now is
    409."""

    values: Annotated[dict[str, Any], Field(max_length=100)]
    version: int | None = None


class SettingsOut(Output):
    """What the business has chosen over the defaults, and the JSON schema it is judged by."""

    values: dict[str, Any]
    version: int
    json_schema: dict[str, Any]
