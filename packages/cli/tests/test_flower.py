"""`ecomm flower` is for whoever sits at the machine and knows the password of this run."""

import re
from typing import Any

import pytest
from typer.testing import CliRunner

from ecomm_cli.commands import flower
from ecomm_cli.main import COMMANDS, build


class Workers:
    """Takes the place of a service's Celery application: how it was started, and told to be
    silent."""

    def __init__(self, ends: BaseException | None = None) -> None:
        self.given: list[str] = []
        self.silenced = 0
        self.control = self
        self._ends = ends

    def start(self, argv: list[str]) -> None:
        self.given = argv
        if self._ends is not None:
            raise self._ends

    def disable_events(self) -> None:
        self.silenced += 1


def run(monkeypatch: pytest.MonkeyPatch, workers: Workers) -> str:
    monkeypatch.setattr(flower, "enter_environment", lambda: None)
    monkeypatch.setattr(flower, "resolve", lambda _: workers)
    reply = CliRunner().invoke(build(list(COMMANDS)), ["flower", "--port", "23555"])
    assert reply.exit_code == 0, reply.output
    return reply.output


def test_it_listens_here_alone_and_asks_for_a_new_password_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The address left to Flower would be every network."""
    said: set[str] = set()
    for _ in range(2):
        workers = Workers()
        output = "".join(run(monkeypatch, workers).split())
        assert {"--address=127.0.0.1", "--port=23555"} < set(workers.given)
        [auth] = [one for one in workers.given if one.startswith("--basic-auth=")]
        found = re.fullmatch(r"--basic-auth=ecomm:([\w-]{24})", auth)
        assert found is not None
        assert found[1] in output
        said.add(found[1])
    assert len(said) == 2


@pytest.mark.parametrize("ends", [None, KeyboardInterrupt(), RuntimeError("gone")])
def test_workers_are_silent_again_however_it_ended(ends: BaseException | None) -> None:
    """An exception and Ctrl-C, too."""
    workers: Any = Workers(ends)
    if ends is None:
        flower.watch(workers, 23555, "x")
    else:
        with pytest.raises(type(ends)):
            flower.watch(workers, 23555, "x")
    assert workers.silenced == 1
