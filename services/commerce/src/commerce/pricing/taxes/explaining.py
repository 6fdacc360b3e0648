"""Why each of a store's rates taxes goods somewhere, or does not: `matching.applying`, told."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from commerce.catalog.schemas import TaxClass
from commerce.pricing.taxes.matching import UNTAXED, Place, Rate, applying


class Verdict(StrEnum):
    """What became of a rate."""

    APPLIED = "applied"
    UNTAXED_CLASS = "untaxed_class"
    OTHER_COUNTRY = "other_country"
    OTHER_STATE = "other_state"
    OTHER_POSTCODE = "other_postcode"
    OTHER_CLASS = "other_class"
    LESS_SPECIFIC = "less_specific"
    ZERO_RATE = "zero_rate"


@dataclass(frozen=True, slots=True)
class Judged:
    """A rate and its verdict; `beaten_by` is the rate of the same slot that won."""

    rate: Rate
    verdict: Verdict
    beaten_by: Rate | None = None


def explain(rates: Sequence[Rate], place: Place, tax_class: TaxClass) -> list[Judged]:
    """Every rate with its verdict, in the order given. Those that apply are exactly the ones that
    `applying` names."""
    applied = {rate.slot: rate for rate in applying(rates, place, tax_class)}
    return [_judge(rate, rates, place, tax_class, applied.get(rate.slot)) for rate in rates]


def _judge(
    rate: Rate, rates: Sequence[Rate], place: Place, tax_class: TaxClass, winner: Rate | None
) -> Judged:
    elsewhere = _elsewhere(rate, place)
    if elsewhere is not None:
        return Judged(rate, elsewhere)
    if tax_class in UNTAXED:
        return Judged(rate, Verdict.UNTAXED_CLASS)
    if rate == winner:
        return Judged(rate, Verdict.APPLIED)
    if rate.tax_class not in {tax_class, TaxClass.STANDARD}:
        return Judged(rate, Verdict.OTHER_CLASS)
    if winner is not None:
        lost = Verdict.LESS_SPECIFIC if rate.tax_class is winner.tax_class else Verdict.OTHER_CLASS
        return Judged(rate, lost, winner)
    return Judged(rate, *_beaten_by_zero(rate, rates, place, tax_class))


def _beaten_by_zero(
    rate: Rate, rates: Sequence[Rate], place: Place, tax_class: TaxClass
) -> tuple[Verdict, Rate | None]:
    """Nothing applies in the slot because its best rate is 0: this one, or one that beats it."""
    if rate.ppm == 0:
        return Verdict.ZERO_RATE, None
    zeros = [r for r in rates if r.slot == rate.slot and r.ppm == 0 and r.serves(place)]
    own = [r for r in zeros if r.tax_class is tax_class] or zeros
    better = own[0] if own else None
    same = better is None or better.tax_class is rate.tax_class
    return (Verdict.LESS_SPECIFIC if same else Verdict.OTHER_CLASS), better


def _elsewhere(rate: Rate, place: Place) -> Verdict | None:
    if rate.country != place.country:
        return Verdict.OTHER_COUNTRY
    if not Rate(rate.name, rate.ppm, rate.country, rate.state).serves(place):
        return Verdict.OTHER_STATE
    return None if rate.serves(place) else Verdict.OTHER_POSTCODE
