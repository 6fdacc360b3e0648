"""What a new store begins with: its country's standard rate, and how prices are shown there."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class StandardRate:
    """A country's standard rate, in parts per million."""

    country: str
    name: str
    rate_ppm: int


def standard_rate(country: str) -> StandardRate | None:
    """The standard rate of a country, or None where there is no national one (such as US)."""
    entry = _data()["rates"].get(country)
    return None if entry is None else StandardRate(country, entry["name"], entry["rate_ppm"])


def prices_include_tax(country: str) -> bool:
    """Whether shoppers of a country expect prices with tax in them."""
    return country not in _data()["exclusive"]


@lru_cache
def _data() -> dict[str, Any]:
    file = Path(__file__).with_name("standard_rates.json")
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return loaded
