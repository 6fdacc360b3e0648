"""Diffs that people read, and that lose nothing of either text."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from contentforge.diffs import Change, Op, diff, diff_values, tally


def _sides(changes: list[Change]) -> tuple[str, str]:
    old = "".join(one.text for one in changes if one.op is not Op.ADDED)
    new = "".join(one.text for one in changes if one.op is not Op.REMOVED)
    return old, new


def _shown(old: str, new: str) -> list[tuple[str, str]]:
    return [(one.op.value, one.text) for one in diff(old, new)]


def test_words_change_as_wholes() -> None:
    """Fault it was seen to catch: compared by letters, "linen" and "lines" differ by one letter."""
    assert _shown("A linen dress", "A cotton dress") == [
        ("same", "A "),
        ("removed", "linen"),
        ("added", "cotton"),
        ("same", " dress"),
    ]


def test_tags_are_pieces_of_their_own() -> None:
    assert _shown("<p>Soft</p>", "<p><strong>Soft</strong></p>") == [
        ("same", "<p>"),
        ("added", "<strong>"),
        ("same", "Soft"),
        ("added", "</strong>"),
        ("same", "</p>"),
    ]


def test_lists_are_compared_line_by_line_and_nothing_before_is_all_new() -> None:
    changes = diff_values(("Soft", "98 cm"), ("Soft", "3 pockets"))
    assert _sides(changes) == ("Soft\n98 cm", "Soft\n3 pockets")
    assert changes[0] == Change(Op.SAME, "Soft\n")
    assert diff_values(None, "Soft") == [Change(Op.ADDED, "Soft")]
    assert diff_values("Soft", "Soft") == [Change(Op.SAME, "Soft")]
    assert diff("", "") == []


def test_words_are_counted() -> None:
    assert tally(diff("<p>one two</p>", "<p>one <em>three</em> four</p>")) == (2, 1)


_TEXTS = st.text(alphabet="ab <p>/&;1\n", max_size=80)


@given(_TEXTS, _TEXTS)
def test_both_texts_come_out_whole(old: str, new: str) -> None:
    """Fault it was seen to catch: the blanks of the new text alone lose those of the old."""
    changes = diff(old, new)
    assert _sides(changes) == (old, new)
    assert all(one.text for one in changes)
    assert all(one.op is not other.op for one, other in itertools.pairwise(changes))


def test_a_long_text_is_compared_in_time_and_loses_nothing() -> None:
    old = "".join(f"<p>Paragraph {n} of the old text</p>" for n in range(2_000))
    new = old.replace("Paragraph 700 of the old", "Paragraph 700 of the new")
    changes = diff(old, new)
    assert _sides(changes) == (old, new)
    assert [one.text for one in changes if one.op is Op.REMOVED] == ["old"]
