"""Points with reasons, and what may be published without a person."""

from dataclasses import replace

import pytest

from contentforge.fields import DEFAULTS, FieldKey, FieldKind, Problem, Severity, Value
from contentforge.prompting import Brief
from contentforge.quality import Quality, assess, judge, main_keyword, overall
from contentforge.voice import Voice

from .goods import BRIEF, DRESS

TITLE = FieldKey(FieldKind.TITLE)
BODY = FieldKey(FieldKind.DESCRIPTION)


def _assess(kind: FieldKind, value: Value, **more: object) -> Quality:
    given: dict[str, object] = {"problems": (), "unsupported": (), **more}
    return assess(kind, value, **given)  # type: ignore[arg-type]  # what a test varies


def _points(quality: Quality) -> dict[str, int]:
    return {one.code: one.points for one in quality.reasons}


def test_a_text_without_fault_has_all_points() -> None:
    assert _assess(FieldKind.TITLE, "Linen Dress", keyword="linen dress") == Quality(100, ())


def test_every_missing_point_has_its_reason() -> None:
    long = " ".join(f"word{'abcdefghijklmnopqrstuvwxyz'[n % 26]}{'xy' * n}" for n in range(30))
    found = _assess(
        FieldKind.DESCRIPTION, f"<p>{long}!!</p>", unsupported=["gold"], supplier=0.8, twins=2
    )
    assert _points(found) == {
        **{"unsupported": 15, "twins": 20, "suppliers_text": 15},
        **{"long_sentences": 10, "shouting": 5},
    }
    assert found.score == 100 - sum(_points(found).values()) == 35


def test_one_kind_of_fault_takes_a_bounded_number_of_points() -> None:
    """Fault it was seen to catch: without the bound ten errors take 200 points and the score is 0
    whatever else is good."""
    many = [Problem(f"p{n}", "x") for n in range(10)]
    assert _assess(FieldKind.TITLE, "Dress", problems=many).score == 40
    assert _assess(FieldKind.TITLE, "Dress", unsupported=["a"] * 9).score == 55
    notes = [replace(one, severity=Severity.NOTE) for one in many]
    assert _assess(FieldKind.TITLE, "Dress", problems=notes).score == 85


def test_a_word_again_and_again_and_a_missing_keyword_cost_points() -> None:
    said = "<p>" + "Linen feels cool. Linen looks good today. " * 10 + "</p>"
    assert "repeats" in _points(_assess(FieldKind.DESCRIPTION, said))
    assert _points(_assess(FieldKind.SEO_TITLE, "Dress", keyword="linen dress")) == {"keyword": 5}
    assert _points(_assess(FieldKind.FEATURES, ("Soft",), keyword="linen")) == {}


def test_a_products_score_is_weighted_and_its_pictures_share_one_weight() -> None:
    """(20*100 + 5*(0+50)/2) / 25 = 85. Fault it was seen to catch: each alt text with a weight of
    its own gives 75."""
    alts = {FieldKey(FieldKind.ALT_TEXT, "a"): 0, FieldKey(FieldKind.ALT_TEXT, "b"): 50}
    assert overall({TITLE: 100, **alts}) == 85
    assert overall({}) is None


def test_a_traced_text_is_sound_and_an_invention_is_not() -> None:
    """Fault it was seen to catch: a judgement of the description alone passes the invented size."""
    good = judge(DRESS, TITLE, "Linen Summer Dress by Nordwind, 98 cm", BRIEF)
    assert good.sound
    assert {one.claim.quote: one.claim.support and one.claim.support.name for one in good.claims}[
        "98 cm"
    ] == "Length"
    bad = judge(DRESS, FieldKey(FieldKind.FEATURES), ("100 % linen", "Only 120 cm long"), BRIEF)
    assert not bad.sound
    assert [(one.item, one.claim.quote) for one in bad.unsupported] == [(1, "120 cm")]
    assert "unsupported" in _points(bad.quality)


def test_a_banned_word_or_a_length_keeps_a_text_from_being_sound() -> None:
    brief = Brief("en", Voice(banned=("summer",)), DEFAULTS)
    assert not judge(DRESS, TITLE, "Linen Summer Dress", brief).sound
    assert not judge(DRESS, TITLE, "Linen dress " * 6, BRIEF).sound
    assert judge(DRESS, TITLE, "Linen", BRIEF).sound  # short is a note


def test_the_suppliers_own_text_is_told() -> None:
    said = "<p>Light dress with two side pockets. Machine wash at 30 °C.</p>"
    assert "suppliers_text" in _points(judge(DRESS, BODY, said, BRIEF).quality)


@pytest.mark.parametrize(("values", "keyword"), [({}, ""), ({TITLE: "x"}, "")])
def test_no_keyword_is_none(values: dict[FieldKey, Value], keyword: str) -> None:
    assert main_keyword(values) == keyword
    assert main_keyword({**values, FieldKey(FieldKind.KEYWORDS): ("linen", "x")}) == "linen"
