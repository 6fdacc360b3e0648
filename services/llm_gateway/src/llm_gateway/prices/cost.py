"""Exact sums: a price in dollars per million tokens is the same number of micro-dollars a token."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a call used. `cached` and `cache_write` are part of `input`, `reasoning` of `output`."""

    input: int
    cached: int
    output: int
    reasoning: int
    cache_write: int


@dataclass(frozen=True, slots=True)
class Rates:
    """Micro-dollars a token of one version of a price."""

    input: Decimal
    cached_input: Decimal
    output: Decimal
    reasoning: Decimal
    cache_write: Decimal
    version: int | None
    """None: nobody's price but the worst case that stands for an unknown one."""

    def cost(self, used: Tokens) -> Decimal:
        """Micro-dollars of a call, exact."""
        return (
            (used.input - used.cached - used.cache_write) * self.input
            + used.cached * self.cached_input
            + used.cache_write * self.cache_write
            + (used.output - used.reasoning) * self.output
            + used.reasoning * self.reasoning
        )

    def most(self, input_tokens: int, output_tokens: int, *, writes_cache: bool) -> Decimal:
        """The most that a call of this size can cost."""
        dearest = max(self.input, self.cached_input)
        if writes_cache:
            dearest = max(dearest, self.cache_write)
        return input_tokens * dearest + output_tokens * max(self.output, self.reasoning)


def worst(input_price: Decimal, output_price: Decimal) -> Rates:
    """Rates of a model whose price nobody knows."""
    return Rates(input_price, input_price, output_price, output_price, input_price, None)


def kept_sane(
    input_tokens: int, cached: int, output: int, reasoning: int, cache_write: int
) -> Tokens:
    """Tokens as a provider told them, so that no part is more than its whole: a price is never
    taken off by a number that cannot be."""
    whole_input, whole_output = max(input_tokens, 0), max(output, 0)
    read = min(max(cached, 0), whole_input)
    return Tokens(
        input=whole_input,
        cached=read,
        output=whole_output,
        reasoning=min(max(reasoning, 0), whole_output),
        cache_write=min(max(cache_write, 0), whole_input - read),
    )
