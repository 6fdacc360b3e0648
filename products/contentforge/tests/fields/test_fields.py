"""The eight fields: limits, counting, cleaning. What comes in is from a model or a stranger."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contentforge.fields import (
    DEFAULTS,
    FieldKey,
    FieldKind,
    Severity,
    changed,
    cleaned,
    cut,
    fitted,
    length,
    paragraphs,
    problems,
    safe_html,
    words_of,
)

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
DESCRIPTION, TITLE = FieldKind.DESCRIPTION, FieldKind.TITLE


@pytest.mark.parametrize(
    ("text", "characters"),
    [("café", 4), ("cafe\u0301", 4), (FAMILY, 1), ("🇩🇪🇫🇷", 2), ("", 0), ("a" + "\u0301" * 79, 10)],
)
def test_characters_are_counted_as_people_count_them(text: str, characters: int) -> None:
    """Fault it was seen to catch: `len(text)` gives 5, 7 and 4 for the second to fourth."""
    assert length(text) == characters


def test_a_cut_ends_at_a_word_and_never_inside_a_character() -> None:
    """Fault it was seen to catch: slicing code points leaves half a family."""
    assert cut("Linen dress - with pockets", 13) == "Linen dress"
    assert cut("Donaudampfschifffahrt", 5) == "Donau"
    assert cut(f"a{FAMILY}{FAMILY}", 2) == f"a{FAMILY}"
    assert cut("short", 60) == "short"


@given(st.text(max_size=200), st.integers(1, 80))
def test_what_is_cut_is_a_beginning_within_the_length(text: str, most: int) -> None:
    said = cut(text, most)
    assert text.startswith(said)
    assert length(said) <= most


HOSTILE = """<p onclick="x()">Soft <a href="javascript:alert(1)">linen</a>
<script>steal()</script><img src=x onerror=steal()></p><style>p{}</style>
<p>Two</p><p> </p><!-- note --><iframe src="//x"></iframe><h2>Three</h2>"""


def test_a_description_keeps_only_harmless_tags() -> None:
    """Fault it was seen to catch: a cleaner whose attributes are its library's own lets `title`
    and links through."""
    said = cleaned(DESCRIPTION, HOSTILE)
    assert isinstance(said, str)
    assert set(re.findall(r"</?([a-z0-9]+)", said)) == {"p"}
    assert "steal" not in said
    assert "=" not in said
    assert "Soft linen" in said
    assert paragraphs(said) == ["Soft linen", "Two"]


def test_bare_text_becomes_paragraphs() -> None:
    assert cleaned(DESCRIPTION, "One & two\n\nThree") == "<p>One &amp; two</p><p>Three</p>"
    assert words_of("<p>One &amp; two<br>x</p><ul><li>Three</li></ul>") == "One & two\n\nx\n\nThree"


def test_a_hundred_thousand_tags_cost_no_time_and_lose_nothing_said() -> None:
    assert safe_html("<b>" * 100_000 + "warm", str) == "<p>warm</p>"


def test_plain_fields_lose_tags_controls_and_turned_direction() -> None:
    """Fault it was seen to catch: without the check for categories the right-to-left override
    survives."""
    said = cleaned(TITLE, '"<b>Linen</b>\u202e dress\x00\n  & scarf\u00ad"')
    assert said == "Linen dress & scarf"


def test_lists_lose_bullets_repeats_and_empty_items() -> None:
    said = cleaned(FieldKind.FEATURES, ["- Soft", "2) Warm", "soft", " ", "• 3 pockets"])
    assert said == ("Soft", "Warm", "3 pockets")
    assert cleaned(FieldKind.KEYWORDS, "linen\ndress") == ("linen", "dress")


@given(
    st.sampled_from(list(FieldKind)), st.text(max_size=120) | st.text(alphabet='ab <p>/1.-•“”"&\n')
)
def test_cleaning_twice_changes_nothing_more(kind: FieldKind, text: str) -> None:
    once = cleaned(kind, text)
    assert cleaned(kind, once) == once


@given(st.sampled_from(list(FieldKind)), st.text(alphabet="ab <p>/é&\n", max_size=600))
def test_what_was_fitted_breaks_no_limit(kind: FieldKind, text: str) -> None:
    limit = DEFAULTS[kind]
    small = changed(DEFAULTS, kind, 10)[kind]
    for one in (limit, small):
        said = fitted(cleaned(kind, text), one)
        errors = [p for p in problems(kind, said, one) if p.severity is Severity.ERROR]
        assert {p.code for p in errors} <= {"empty"}


@pytest.mark.parametrize(
    ("kind", "value", "code", "severity"),
    [
        (TITLE, "x" * 61, "too_long", "error"),
        (TITLE, "Dress", "short", "note"),
        (TITLE, "", "empty", "error"),
        (TITLE, ("a", "b"), "shape", "error"),
        (FieldKind.SEO_DESCRIPTION, "word " * 32, "too_long", "error"),
        (FieldKind.FEATURES, tuple("abcdefgh"), "too_many", "error"),
        (FieldKind.FEATURES, ("a", "b"), "few", "note"),
        (FieldKind.KEYWORDS, ("k" * 41,), "too_long", "error"),
        (FieldKind.KEYWORDS, tuple(map(str, range(16))), "too_many", "error"),
        (DESCRIPTION, "<p>a</p>" * 5, "paragraphs", "error"),
        (DESCRIPTION, "<p>" + "word " * 50 + "</p>", "paragraphs", "note"),
    ],
)
def test_each_limit_has_its_code(
    kind: FieldKind, value: str | tuple[str, ...], code: str, severity: str
) -> None:
    found = problems(kind, value, DEFAULTS[kind])
    assert (code, severity) in {(one.code, one.severity.value) for one in found}


def test_what_keeps_all_limits_has_no_problem() -> None:
    assert problems(TITLE, "x" * 60, DEFAULTS[TITLE]) == []
    assert problems(FieldKind.FEATURES, tuple("abcdefg"), DEFAULTS[FieldKind.FEATURES]) == []
    body = "<p>" + "</p><p>".join(["many words " * 9] * 3) + "</p>"
    assert problems(DESCRIPTION, body, DEFAULTS[DESCRIPTION]) == []


def test_a_store_tightens_a_limit_but_never_above_what_is_stored() -> None:
    tight = changed(DEFAULTS, TITLE, 40)
    assert [p.code for p in problems(TITLE, "x" * 41, tight[TITLE])] == ["too_long"]
    with pytest.raises(ValueError, match="between 10 and 255"):
        changed(DEFAULTS, TITLE, 256)


def test_keys_of_fields_are_read_back() -> None:
    for key in (FieldKey(TITLE), FieldKey(FieldKind.ALT_TEXT, "m:1")):
        assert FieldKey.parse(str(key)) == key
    with pytest.raises(ValueError, match="picture"):
        FieldKey(FieldKind.ALT_TEXT)
    with pytest.raises(ValueError, match="picture"):
        FieldKey(TITLE, "m1")
