"""Shapes of A/B tests. Shares and probabilities are parts per million: a rate of 40,000 ppm is four
visitors of a hundred."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator

from commerce.catalog.schemas import ImageOut
from commerce.marketing.ab_tests.models import AbOutcome, TestStatus
from ecomm_core.api.schemas import Input, Money, Output

Name = Annotated[str, Field(min_length=1, max_length=120)]
Share = Annotated[int, Field(ge=1, le=99, strict=True)]
Ppm = Annotated[int, Field(gt=0, lt=1_000_000, strict=True)]


class FaceIn(Input):
    """What version B shows in place of the product's own; null leaves it as it is."""

    title: Annotated[str, Field(min_length=1, max_length=255)] | None = None
    description: Annotated[str, Field(max_length=200_000)] | None = None
    media_id: UUID | None = Field(
        default=None, description="Of the product's pictures, shown first."
    )

    @model_validator(mode="after")
    def _something(self) -> "FaceIn":
        if self.title is None and self.description is None and self.media_id is None:
            raise ValueError("say what version B changes: title, description or first picture")
        return self


class AbTestIn(Input):
    """A test of a product's page. `baseline_ppm` is the share of visitors that buy today,
    `effect_ppm` what should at least be added to it for B to be worth while; they say how many
    visitors it takes."""

    name: Name
    product_id: UUID
    face: FaceIn
    share_of_b: Share = Field(default=50, description="Visitors of a hundred that see B.")
    baseline_ppm: Ppm
    effect_ppm: Ppm

    @model_validator(mode="after")
    def _below_all(self) -> "AbTestIn":
        if self.baseline_ppm + self.effect_ppm >= 1_000_000:
            raise ValueError("baseline and effect together stay below all visitors")
        return self


class AbTestPatch(Input):
    """Changes to a draft; absent fields stay."""

    name: Name | None = None
    face: FaceIn | None = None
    share_of_b: Share | None = None
    baseline_ppm: Ppm | None = None
    effect_ppm: Ppm | None = None


class DecisionIn(Input):
    """Which face stays: `b` is written into the product."""

    keep: Literal["a", "b"]


class FaceOut(Output):
    """What version B shows in place of the product's own."""

    title: str | None
    description: str | None
    image: ImageOut | None


class AbTestOut(Output):
    """A test. `planned` is how many visitors each version needs; `visitors` is how many came to
    both together."""

    id: UUID
    name: str
    status: TestStatus
    product_id: UUID
    product_title: str
    product_slug: str
    face: FaceOut
    share_of_b: int
    baseline_ppm: int
    effect_ppm: int
    planned: int
    visitors: int
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    outcome: AbOutcome | None


class ArmOut(Output):
    """One face: visitors who saw it, those of them who bought, what their orders brought less what
    was given back, in the store's currency."""

    arm: Literal["a", "b"]
    visitors: int
    buyers: int
    rate_ppm: int
    orders: int
    revenue: Money
    revenue_per_visitor: Money


class SplitOut(Output):
    """Whether visitors fell to the faces as they should. `broken`: so uneven by chance once in a
    thousand tests, and then no other figure can be trusted."""

    p_ppm: int
    broken: bool


Verdict = Literal["collecting", "b_better", "a_better", "no_difference", "broken_split"]


class ResultsOut(Output):
    """What the counts say.

    `verdict` keeps its promise however often it is read: arms that are alike are told apart in one
    of twenty tests at most. It rests on `p_always_valid_ppm` (at most 10,000: decided early) and on
    the one look the plan foresees, `p_final_ppm` (at most 40,000). `p_one_look_ppm` is the plain
    two-proportion test of this moment; who stops at the first small one is misled.
    `difference_ppm` is B less A, with its 95 % bounds. `test_orders`: they are test orders.
    """

    verdict: Verdict
    test_orders: bool
    a: ArmOut
    b: ArmOut
    difference_ppm: int | None
    difference_low_ppm: int | None
    difference_high_ppm: int | None
    chance_b_is_better_ppm: int | None
    expected_loss_ppm: int | None
    p_one_look_ppm: int | None
    p_always_valid_ppm: int
    p_final_ppm: int | None
    final_at: datetime | None
    split: SplitOut | None
    planned: int
    progress_ppm: int


class PublicAbTestOut(Output):
    """A running test, as a storefront draws its lots."""

    id: UUID
    product_slug: str
    share_of_b: int


class AbVisitorIn(Input):
    """A browser that was shown a face."""

    visitor: UUID
    arm: Literal["a", "b"]


class AbVisitorOut(Output):
    """The face this browser is counted for: the first one it was shown."""

    arm: Literal["a", "b"]
    counted: bool


class AbCartIn(Input):
    """The tests a cart's browser takes part in."""

    tests: Annotated[list["AbSeatIn"], Field(min_length=1, max_length=10)]


class AbSeatIn(Input):
    """One test, and who the browser is in it."""

    test_id: UUID
    visitor: UUID


class AbCartOut(Output):
    """Of how many tests the cart was noted."""

    noted: int
