"""A run's samples: the same for one seed, others for another, and nothing that no seed draws."""

from collections import Counter
from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from ecomm_testing import sampling
from ecomm_testing.fuzz.campaign import PHASES, Campaign, Report, Tolerated
from ecomm_testing.fuzz.malformed import Malformer
from ecomm_testing.fuzz.seeds import Seeds
from ecomm_testing.fuzz.serving import Served, served
from ecomm_testing.leak import operations

from .test_fuzz_finds_faults import CALLS, Ground, planted

ROOMS = {f"{room}_{number}": room for room in "abcdefgh" for number in range(12)}
SEEDS = [str(number) for number in range(60)]


@pytest.fixture(autouse=True)
def nothing_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(sampling.SAMPLE, raising=False)


def test_one_seed_takes_the_same_part_and_others_take_all_in_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Fault it was seen to catch: a part drawn without the seed is the same sixty times."""
    drawn: Counter[str] = Counter()
    for seed in SEEDS:
        monkeypatch.setenv(sampling.SEED, seed)
        taken = sampling.part(ROOMS, 8, "this")
        assert taken == sampling.part(ROOMS, 8, "this")
        assert len(taken) == len(ROOMS) / 8
        drawn.update(taken)
    assert set(drawn) == set(ROOMS)
    monkeypatch.setenv(sampling.SEED, "1")
    assert sampling.part(ROOMS, 8, "this") != sampling.part(ROOMS, 8, "that")


def test_rooms_stay_together(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Counter[str] = Counter()
    for seed in SEEDS:
        monkeypatch.setenv(sampling.SEED, seed)
        taken = sampling.part_by_room(ROOMS, 5, "this")
        assert len(taken) == 20
        assert len({ROOMS[name] for name in taken}) == 2, "a whole room of twelve, and eight more"
        drawn.update(taken)
    assert set(drawn) == set(ROOMS)


def test_a_part_of_little_is_not_nothing_and_all_is_all(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(sampling.part(["only"], 100, "this")) == 1
    assert len(sampling.part_by_room({"only": "room"}, 100, "this")) == 1
    monkeypatch.setenv(sampling.SAMPLE, "all")
    assert sampling.part(ROOMS, 8, "this") == set(ROOMS)
    assert sampling.part_by_room(ROOMS, 8, "this") == set(ROOMS)
    assert sampling.described() == "ECOMM_SAMPLE=all"


def test_a_run_without_a_seed_makes_one_and_keeps_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(sampling.SEED)
    made = sampling.seed()
    assert sampling.described() == f"ECOMM_SEED={made}"
    assert sampling.seed() == made


@pytest.fixture(scope="module")
def application() -> Iterator[Served[FastAPI]]:
    def make(_url: str) -> tuple[FastAPI, FastAPI]:
        app = planted()
        return app, app

    with served(make) as running:
        yield running


async def _ground() -> Ground:
    return Ground()


def _findings(application: Served[FastAPI], names: set[str]) -> set[str]:
    described = application.kernel.openapi()
    report = Report.of("nobody", described)
    seeds = Seeds(application, _ground, holds_tokens=False)
    campaign = Campaign("nobody", described, seeds, Tolerated())
    campaign.run(names, examples=40, phases=PHASES, into=report)
    return {kind[0] for kind in report.findings}


def test_a_sampled_campaign_finds_the_planted_faults_of_its_part(
    application: Served[FastAPI], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: five operations with a fault each, two without. Whatever the seed draws of them is
    found, and several seeds together find them all."""
    faulty = {"breaks", "lies", "teapot", "lax", "strict"}
    found: set[str] = set()
    for seed in SEEDS[:3]:
        monkeypatch.setenv(sampling.SEED, seed)
        taken = sampling.part(CALLS, 3, "planted")
        assert _findings(application, taken) == taken & faulty
        found |= taken & faulty
    assert found == faulty


def test_a_sampled_malformed_campaign_finds_the_planted_fault_when_it_is_drawn(
    application: Served[FastAPI], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Planted: every refusal is outside the declared envelope; each seed's part of the operations
    meets it in each of them."""
    described = application.kernel.openapi()
    described["components"]["schemas"]["ErrorReply"] = {"type": "object", "required": ["data"]}
    known = {o.id: o for o in operations(described) if o.method == "POST"}
    met: set[str] = set()
    for seed in SEEDS[:8]:
        monkeypatch.setenv(sampling.SEED, seed)
        for name in sampling.part(known, 3, "planted"):
            malformer = Malformer(described, application.url, share=10)
            faults = [
                malformer.wrong(known[name], raw, malformer.send(raw))
                for raw in malformer.requests(known[name], CALLS[name], {})
            ]
            assert any("envelope" in str(fault) for fault in faults), (seed, name)
            met.add(name)
    assert met == set(known)
