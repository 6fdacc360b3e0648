"""Structured logs: one JSON object a line in production, readable lines in local mode.

`configure` is called once by each composition root. structlog and the standard library's logging
go through the same processors and the same redaction to the same stream.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, TextIO, cast

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, Processor, WrappedLogger

from ecomm_core.redaction import Redactor

_QUIET: Final = {
    # Named every request or every poll, at INFO; their warnings are kept.
    "uvicorn.access": logging.WARNING,
    "httpx2": logging.WARNING,
    "httpcore2": logging.WARNING,
    "asyncio": logging.WARNING,
    "kombu": logging.WARNING,
    "amqp": logging.WARNING,
    "botocore": logging.WARNING,
}
_IN_A_LINE: Final = ("asyncpg.pool",)
"""Says again and again, with its stack, that the database is away."""
_OWN: Final = frozenset({"_record", "_from_structlog"})
"""Keys that are not the caller's; not redacted."""


class _Output:
    """Writes finished lines. Without a fixed stream, to whatever `sys.stderr` is at that moment."""

    lock = threading.Lock()

    def __init__(self, stream: TextIO | None, name: str) -> None:
        self._stream = stream
        self.name = name

    @classmethod
    def renew_lock(cls) -> None:
        """A lock held by another thread at the moment of a fork stays held in the child."""
        cls.lock = threading.Lock()

    def write(self, line: str) -> None:
        """One line, whole and at once."""
        stream = self._stream or sys.stderr
        with _Output.lock:
            stream.write(line + "\n")
            stream.flush()

    def msg(self, line: str) -> None:
        """What structlog calls, whatever the level."""
        self.write(line)

    debug = info = warning = error = critical = exception = log = warn = fatal = failure = err = msg


os.register_at_fork(after_in_child=_Output.renew_lock)  # Celery forks its workers


class _StdlibHandler(logging.Handler):
    """Sends records of the standard library's loggers through the processors."""

    def __init__(self, output: _Output, formatter: logging.Formatter) -> None:
        super().__init__()
        self._output = output
        self.setFormatter(formatter)

    def emit(self, record: logging.LogRecord) -> None:
        """Format and write. A record whose arguments do not fit is named, without them."""
        try:
            line = self.format(record)
        except Exception as exc:  # noqa: BLE001 - emit never raises; the caller's work goes on
            get_logger(record.name).error("log_record_broken", template=record.msg, error=exc)
            return
        self._output.write(line)


def configure(
    mode: str, service: str, *, level: str = "INFO", stream: TextIO | None = None
) -> None:
    """Set up logging of this process. Calling it again replaces the earlier set-up.

    `mode` is `production` (JSON, e-mail addresses masked) or `local` (readable; coloured when the
    stream is a terminal or FORCE_COLOR is set). `service` is named in every JSON line. Lines go to
    standard error unless `stream` says otherwise. Raises ValueError for an unknown mode or level.
    """
    if mode not in {"local", "production"}:
        raise ValueError(f"mode is local or production, not {mode!r}")
    threshold = logging.getLevelNamesMapping().get(level.upper())
    if threshold is None:
        raise ValueError(f"unknown log level {level!r}")
    production = mode == "production"
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.format_exc_info,
        structlog.processors.StackInfoRenderer(),
        _redact(mask_emails=production),
        structlog.stdlib.add_logger_name,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(
            fmt="iso" if production else "%H:%M:%S.%f", utc=production
        ),
    ]
    render = _json_lines(service) if production else _readable(stream or sys.stderr)
    structlog.configure(
        processors=[*shared, render],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        context_class=dict,
        logger_factory=lambda name="root": _Output(stream, name),
        # Tests and the supervisor configure more than once; production does once and is hot.
        cache_logger_on_first_use=production,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
    )
    _route_stdlib(_StdlibHandler(_Output(stream, "root"), formatter), threshold)


def _route_stdlib(handler: logging.Handler, threshold: int) -> None:
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, logging.StreamHandler | _StdlibHandler)]:
        if isinstance(old, _StdlibHandler) or type(old) is logging.StreamHandler:
            root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(threshold)
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(max(quiet, threshold))
    for name in _IN_A_LINE:
        logging.getLogger(name).addFilter(_without_stack)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "celery"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    logging.captureWarnings(capture=True)


def _without_stack(record: logging.LogRecord) -> bool:
    """The fault as a word of the line in place of its stack."""
    if record.exc_info and record.exc_info[1] is not None:
        record.msg = f"{record.getMessage()}: {record.exc_info[1]!r}"
        record.args, record.exc_info, record.exc_text = (), None, None
    return True


def _redact(*, mask_emails: bool) -> Processor:
    clean = Redactor(mask_emails=mask_emails)

    def process(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        for key, value in event.items():
            if key not in _OWN:
                event[key] = clean(key, value)
        return event

    return process


def _json_lines(service: str) -> Processor:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode

    def render(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
        line: dict[str, Any] = {
            "timestamp": event.pop("timestamp"),
            "level": event.pop("level"),
            **event,
            "service": service,
        }
        return encode(line)

    return render


def _readable(stream: TextIO) -> Processor:
    colours = stream.isatty() or bool(os.environ.get("FORCE_COLOR"))
    return structlog.dev.ConsoleRenderer(
        colors=colours,
        pad_event_to=0,
        sort_keys=False,
        # Exceptions are formatted and redacted before; no locals, which hold secrets.
        exception_formatter=structlog.dev.plain_traceback,
    )


def get_logger(name: str) -> FilteringBoundLogger:
    """A logger that names itself in every line. Events are `snake_case`, facts are keywords."""
    return cast("FilteringBoundLogger", structlog.get_logger(name))


@contextmanager
def log_context(
    *,
    request_id: str | None = None,
    tenant_id: object = None,
    store_id: object = None,
    job: str | None = None,
) -> Iterator[None]:
    """Name the request, tenant, store or job in every line logged inside, also by callees."""
    given = {
        "request_id": request_id,
        "tenant_id": None if tenant_id is None else str(tenant_id),
        "store_id": None if store_id is None else str(store_id),
        "job": job,
    }
    with structlog.contextvars.bound_contextvars(
        **{name: value for name, value in given.items() if value is not None}
    ):
        yield
