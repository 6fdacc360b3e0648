"""The figures on labelled texts: the goal, and on dev the floor that was reached."""

import pytest

from contentforge.facts.judging import Score, generated, labelled, score

CAUGHT, BLAMED = 0.98, 0.05
"""The goal for data nobody tuned on."""
DEV_FLOOR = 0.90
"""What dev has reached with rules that were not made from its rows alone."""


def _report(result: Score) -> str:
    return f"caught {result.flagged_share():.3f}, blamed {result.blamed_share():.3f}"


def test_a_fresh_seed_of_the_generator_meets_the_goal() -> None:
    """Fault it was seen to catch: "Fenlum 7 and Fenlum 9" told as two claims: 30 % passed."""
    result = score(generated(200, None))
    assert result.flagged_share() >= CAUGHT, _report(result)
    assert result.blamed_share() <= BLAMED, _report(result)


def test_dev_blames_few_and_does_not_fall_back() -> None:
    result = score(labelled("dev"))
    assert result.blamed_share() <= BLAMED, _report(result)
    assert result.flagged_share() >= DEV_FLOOR, _report(result)


@pytest.mark.xfail(
    reason="the goal of 98 % is not reached yet; the figures are in the message", strict=True
)
@pytest.mark.parametrize("half", ["dev", "heldout"])
def test_labelled_texts_meet_the_goal(half: str) -> None:
    """Totals only. Once it is met, this test says so by failing: then the mark goes."""
    rows = labelled(half)
    if not rows:
        pytest.skip(f"the rows of {half} are not here")
    result = score(rows)
    assert result.blamed_share() <= BLAMED, _report(result)
    assert result.flagged_share() >= CAUGHT, _report(result)
