"""What is known of models by their names: packaged data, which a route's target can overrule."""

import json
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files


@cache
def _without_sampling() -> tuple[str, ...]:
    text = files("llm_gateway.routes").joinpath("data/models.json").read_text(encoding="utf-8")
    return tuple(json.loads(text)["without_sampling"])


@cache
def takes_sampling(model: str) -> bool:
    """Whether a model takes temperature, top_p and top_k. A name of a reseller (`anthropic/…`) is
    read by its last part."""
    name = model.rpartition("/")[2]
    return not any(fnmatchcase(name, pattern) for pattern in _without_sampling())
