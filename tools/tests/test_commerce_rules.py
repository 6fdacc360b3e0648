"""The check that every bullet of the commerce rules is proven, and what makes it fail."""

import pytest

from tools import commerce_rules
from tools.commerce_rules import Rules, load, places, problems

RULES = Rules({"R1.1": "one", "R1.2": "two"}, frozenset({"R1.2"}))


def test_a_bullet_without_a_test_fails() -> None:
    assert problems(RULES, {}) == ["R1.1 (one): no test carries it"]
    assert problems(RULES, {"R1.1": ["a.py"]}) == []


def test_a_waiting_bullet_that_is_proven_fails() -> None:
    proven = {"R1.1": ["a.py"], "R1.2": ["b.py"]}
    assert problems(RULES, proven) == ["R1.2 is proven by now: take it off the waiting list"]


def test_a_place_that_does_not_exist_fails() -> None:
    proven = {"R1.1": ["a.py"], "R7.9": ["b.py", "a.py"]}
    assert problems(RULES, proven) == ["R7.9 does not exist; named in a.py, b.py"]


def test_only_docstrings_of_tests_count() -> None:
    source = '''
"""R1.1 in the file's own."""
# R1.2
def helper():
    """R1.3"""
class TestOne:
    """R1.4"""
    async def test_async(self):
        """R2.1, R2.2 (somebody#1)."""
def test_without():
    word = "R2.3"
'''
    assert places(source) == {"R2.1", "R2.2"}


def test_the_list_is_numbered_in_its_order_and_waits_for_nothing_unknown() -> None:
    rules = load('waiting = ["R2.1"]\n[sections]\n1 = ["a", "b"]\n2 = ["c"]\n')
    assert dict(rules.titles) == {"R1.1": "a", "R1.2": "b", "R2.1": "c"}
    assert rules.waiting == {"R2.1"}
    with pytest.raises(ValueError, match=r"R9\.1"):
        load('waiting = ["R9.1"]\n[sections]\n1 = ["a"]\n')


def test_the_list_that_is_used_can_be_read() -> None:
    assert len(load(commerce_rules.LIST.read_text(encoding="utf-8")).titles) == 51
