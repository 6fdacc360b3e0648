"""Declared graphs: wrong ones fail when they are declared, illegal steps name what is allowed."""

from enum import StrEnum

import pytest

from ecomm_core.states import IllegalTransition, Lifecycle


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    BROKEN = "broken"


GRAPH = {Light.RED: {Light.GREEN}, Light.GREEN: {Light.RED, Light.BROKEN}, Light.BROKEN: set()}


def test_a_graph_with_an_undeclared_state_fails_at_declaration() -> None:
    with pytest.raises(ValueError, match="no transitions declared"):
        Lifecycle("light", Light, {Light.RED}, {Light.RED: {Light.GREEN}})


def test_a_graph_with_an_unreachable_state_fails_at_declaration() -> None:
    with pytest.raises(ValueError, match="unreachable"):
        Lifecycle("light", Light, {Light.RED}, {**GRAPH, Light.GREEN: {Light.RED}})


def test_an_illegal_step_is_a_409_naming_current_and_allowed() -> None:
    """R6.6"""
    lifecycle = Lifecycle("light", Light, {Light.RED}, GRAPH)
    lifecycle.check(Light.RED, Light.GREEN)
    with pytest.raises(IllegalTransition) as refused:
        lifecycle.check(Light.RED, Light.BROKEN)
    assert refused.value.status == 409
    assert refused.value.details[0]["current"] == "red"
    assert refused.value.details[0]["allowed"] == ["green"]
