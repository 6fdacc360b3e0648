"""One line per event, the same for structlog and the standard library, redacted, with context."""

import asyncio
import io
import json
import logging
import os
import threading
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from ecomm_core.logging import _Output, configure, get_logger, log_context


@pytest.fixture(autouse=True)
def _restore_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    before = structlog.get_config()
    # A test before this one may have called an application in its own context.
    structlog.contextvars.clear_contextvars()
    yield
    # As it was, not the library's defaults: those draw tracebacks for 200 ms and more.
    structlog.configure(**before)
    structlog.contextvars.clear_contextvars()
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)


def production(level: str = "INFO") -> io.StringIO:
    stream = io.StringIO()
    configure("production", "commerce", level=level, stream=stream)
    return stream


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_production_writes_one_json_object_per_event() -> None:
    stream = production()
    get_logger("orders").info("order_paid", order_id="o1", amount=1200)
    [line] = lines(stream)
    stamp = line.pop("timestamp")
    assert stamp.endswith("Z")
    assert "T" in stamp
    assert line == {
        "level": "info",
        "event": "order_paid",
        "logger": "orders",
        "order_id": "o1",
        "amount": 1200,
        "service": "commerce",
    }


def test_secrets_and_addresses_are_redacted_in_fields_events_and_exceptions() -> None:
    stream = production()
    log = get_logger("x")
    log.info(
        "mail to jane@example.com", password="hunter2-canary", body={"token": "hunter2-canary"}
    )
    try:
        raise RuntimeError("connect postgresql://app:hunter2-canary@db/x for jane@example.com")
    except RuntimeError:
        log.exception("failed")
    text = stream.getvalue()
    assert "hunter2-canary" not in text
    assert "jane" not in text.replace("j***@example.com", "")
    assert "Traceback" in lines(stream)[1]["exception"]
    assert "RuntimeError" in lines(stream)[1]["exception"]
    assert lines(stream)[1]["level"] == "error"


def test_stdlib_logging_takes_the_same_way() -> None:
    stream = production()
    logger = logging.getLogger("some.library")
    logger.warning("token=%s for %s", "hunter2-canary", "jane@example.com")
    try:
        raise ValueError("password=hunter2-canary")
    except ValueError:
        logger.exception("broke")
    logger.debug("too quiet")
    first, second = lines(stream)
    assert first["event"] == "token=[redacted] for j***@example.com"
    assert (first["logger"], first["level"], first["service"]) == (
        "some.library",
        "warning",
        "commerce",
    )
    assert "ValueError" in second["exception"]
    assert "hunter2-canary" not in stream.getvalue()


def test_what_repeats_itself_while_the_database_is_away_says_so_in_a_line() -> None:
    """Planted: the driver's pool, which draws its stack at each try; another's stack stays."""
    stream = production()

    def fail(name: str) -> None:
        try:
            raise ConnectionRefusedError("no database")
        except ConnectionRefusedError:
            logging.getLogger(name).warning("try %d failed", 2, exc_info=True)

    fail("asyncpg.pool")
    fail("asyncpg.other")
    pool, other = lines(stream)
    assert pool["event"] == "try 2 failed: ConnectionRefusedError('no database')"
    assert "exception" not in pool
    assert "Traceback" in other["exception"]


def test_warnings_are_logged() -> None:
    stream = production()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(capture=True)
        warnings.warn("careful with password=hunter2", UserWarning, stacklevel=1)
    [line] = lines(stream)
    assert line["logger"] == "py.warnings"
    assert "hunter2" not in line["event"]


def test_context_is_in_every_line_inside_and_gone_outside() -> None:
    stream = production()
    log = get_logger("x")
    with log_context(request_id="r1", tenant_id="t1", store_id=None):
        log.info("inside")
        logging.getLogger("lib").info("inside too")
        with log_context(job="sweep"):
            log.info("deeper")
    log.info("outside")
    inside, library, deeper, outside = lines(stream)
    assert (inside["request_id"], inside["tenant_id"]) == ("r1", "t1")
    assert "store_id" not in inside
    assert library["request_id"] == "r1"
    assert deeper["job"] == "sweep"
    assert deeper["request_id"] == "r1"
    assert not {"request_id", "tenant_id", "job"} & outside.keys()


async def test_concurrent_requests_keep_their_own_context() -> None:
    stream = production()
    log = get_logger("x")

    async def request(number: int) -> None:
        with log_context(request_id=f"r{number}"):
            await asyncio.sleep(0.001 * (number % 3))
            log.info("served", number=number)

    await asyncio.gather(*(request(n) for n in range(20)))
    # the loop may tell of others meanwhile
    served = [line for line in lines(stream) if line["event"] == "served"]
    assert sorted((line["number"], line["request_id"]) for line in served) == [
        (n, f"r{n}") for n in range(20)
    ]


def test_levels_are_honoured() -> None:
    stream = production("WARNING")
    get_logger("x").info("quiet")
    get_logger("x").warning("loud")
    logging.getLogger("lib").info("quiet")
    assert [line["event"] for line in lines(stream)] == ["loud"]


def test_input_cannot_forge_a_line() -> None:
    stream = production()
    get_logger("x").info('a\n{"level":"critical"}', name="b\r\nc")
    assert len(stream.getvalue().splitlines()) == 1
    local = io.StringIO()
    configure("local", "commerce", stream=local)
    get_logger("x").info("event", name="b\r\n12:00 [error] forged\x1b[2J")
    assert len(local.getvalue().splitlines()) == 1
    assert "\x1b" not in local.getvalue()


def test_local_lines_are_readable_and_plain_when_not_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    stream = io.StringIO()
    configure("local", "commerce", stream=stream)
    get_logger("orders").info("order_paid", to="jane@example.com", password="hunter2")
    try:
        local_secret = "hunter2"
        raise RuntimeError("boom" + local_secret[:0])
    except RuntimeError:
        get_logger("orders").exception("failed")
    text = stream.getvalue()
    assert "order_paid" in text
    assert "to=jane@example.com" in text
    assert "RuntimeError: boom" in text
    assert "hunter2" not in text.replace('local_secret = "hunter2"', "")
    assert "\x1b" not in text


def test_local_lines_are_coloured_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(stream, "isatty", lambda: True)
    configure("local", "commerce", stream=stream)
    get_logger("x").info("hello")
    assert "\x1b[" in stream.getvalue()


def test_configuring_again_replaces_the_earlier_set_up() -> None:
    first = production()
    second = production()
    logging.getLogger("lib").warning("once")
    get_logger("x").info("once more")
    assert first.getvalue() == ""
    assert [line["event"] for line in lines(second)] == ["once", "once more"]


def test_unknown_mode_and_level_are_refused() -> None:
    with pytest.raises(ValueError, match="mode"):
        configure("staging", "x")
    with pytest.raises(ValueError, match="level"):
        configure("local", "x", level="LOUD")


def test_a_record_that_cannot_be_formatted_is_named_without_its_arguments() -> None:
    stream = production()
    # pytest's own handlers would raise on the broken record.
    [handler] = [
        h for h in logging.getLogger().handlers if type(h).__module__ == "ecomm_core.logging"
    ]
    record = logging.LogRecord("lib", logging.WARNING, "f.py", 1, "%d of %s", ("hunter2",), None)
    handler.handle(record)
    logging.getLogger("lib").warning("still works")
    broken, fine = lines(stream)
    assert (broken["event"], broken["template"]) == ("log_record_broken", "%d of %s")
    assert "TypeError" in broken["error"]
    assert "hunter2" not in stream.getvalue()
    assert fine["event"] == "still works"


def test_threads_do_not_mix_their_lines() -> None:
    stream = production()
    log = get_logger("x")
    threads = [
        threading.Thread(target=lambda: [log.info("e" * 500) for _ in range(50)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lines(stream)) == 400


def test_a_fork_while_the_lock_is_held_leaves_the_child_able_to_log() -> None:
    production()
    with _Output.lock:
        child = os.fork()
        if child == 0:
            os._exit(0 if _Output.lock.acquire(timeout=1) else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
