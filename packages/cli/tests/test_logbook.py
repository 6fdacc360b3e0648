"""Prefixes, colours, rotation, and what happens when nobody looks any more."""

import asyncio
import io
from pathlib import Path

import pytest

from ecomm_cli.supervisor import logbook as module
from ecomm_cli.supervisor.logbook import Logbook


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Gone(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


async def copied(logbook: Logbook, *chunks: bytes) -> None:
    reader = asyncio.StreamReader()
    for chunk in chunks:
        reader.feed_data(chunk)
    reader.feed_eof()
    await logbook.copy("api", reader)


async def test_lines_get_their_name_on_the_screen_and_not_in_the_file(tmp_path: Path) -> None:
    screen = io.StringIO()
    logbook = Logbook(tmp_path, ["api", "worker"], screen=screen)
    await copied(logbook, b"fir", b"st\nsec\xc3\xb6nd\r\n", b"no end")
    logbook.line("worker", "hello")
    logbook.close()
    assert screen.getvalue() == (
        "api    │ first\napi    │ secönd\napi    │ no end\nworker │ hello\n"
    )
    assert (tmp_path / "api.log").read_text() == "first\nsecönd\nno end\n"


def test_a_terminal_gets_colours_unless_it_asks_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    screen = Terminal()
    logbook = Logbook(tmp_path, ["api", "worker"], screen=screen)
    logbook.show("api", "x")
    logbook.show("worker", "y")
    first, second = screen.getvalue().splitlines()
    assert first == "\x1b[36mapi    │\x1b[0m x"
    assert second == "\x1b[33mworker │\x1b[0m y"
    monkeypatch.setenv("NO_COLOR", "1")
    plain = Terminal()
    Logbook(tmp_path, ["api"], screen=plain).show("api", "x")
    assert plain.getvalue() == "api │ x\n"


async def test_a_line_without_end_does_not_grow_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LONGEST_LINE", 100)
    screen = io.StringIO()
    logbook = Logbook(tmp_path, ["api"], screen=screen)
    await copied(logbook, b"x" * 1000)
    logbook.close()
    lines = screen.getvalue().splitlines()
    assert len(lines) > 3
    assert sum(line.count("x") for line in lines) == 1000


def test_files_are_rotated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 200)
    logbook = Logbook(tmp_path, ["api"], screen=io.StringIO())
    for number in range(100):
        logbook.line("api", f"line {number:03}")
    logbook.close()
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"api.log", "api.log.1", "api.log.2", "api.log.3"}
    assert all(path.stat().st_size <= 200 for path in tmp_path.iterdir())
    assert (tmp_path / "api.log").read_text().endswith("line 099\n")


def test_a_closed_screen_stops_nothing(tmp_path: Path) -> None:
    logbook = Logbook(tmp_path, ["api"], screen=Gone())
    logbook.line("api", "one")
    logbook.line("api", "two")
    logbook.close()
    assert (tmp_path / "api.log").read_text() == "one\ntwo\n"


async def test_a_servers_own_log_is_shown_as_it_grows_and_emptied_when_it_is_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 60)
    monkeypatch.setattr(module, "_POLL_SECONDS", 0.01)
    path = tmp_path / "postgres.log"
    path.write_text("before\n")
    screen = io.StringIO()
    logbook = Logbook(tmp_path, ["postgres"], screen=screen)
    following = asyncio.create_task(logbook.follow("postgres"))
    await asyncio.sleep(0)  # it has seen what is there
    async with asyncio.timeout(30):
        with path.open("a") as server:
            for number in range(12):
                server.write(f"message {number}\n")
                server.flush()
                while f"message {number}\n" not in screen.getvalue():  # noqa: ASYNC110 - as below
                    await asyncio.sleep(0.005)
        while path.stat().st_size > 75:  # noqa: ASYNC110 - the follower tells nobody
            await asyncio.sleep(0.005)
    following.cancel()
    lines = screen.getvalue().splitlines()
    assert lines == [f"postgres │ message {number}" for number in range(12)]
    assert (tmp_path / "postgres.log.1").exists()
