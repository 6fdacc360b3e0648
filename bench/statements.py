"""Statements as pg_stat_statements would count them: every one the server was sent, BEGIN, COMMIT
and settings included, those inside functions not; read from the server's own log, because the
embedded server has no extensions.

One entry of the log is one message of the protocol. A simple query may hold several statements
(`BEGIN;SELECT set_config(…)`), which count one by one; a statement may have several lines, which
the server indents by a tab.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecomm_cli.embedded import PostgresServer

LINE_PREFIX = "%m [%p] <%a|%d> "
"""What the server writes before every entry while statements are counted (`log_line_prefix`)."""

_ENTRY = re.compile(
    r"\S+ \S+ \S+ \[\d+\] <(?P<sender>[^|]*)\|(?P<database>[^>]*)> "
    r"(?P<level>[A-Z0-9]+):  (?P<text>.*)",
    re.DOTALL,
)
_STATEMENT = re.compile(r"(?:statement|execute (?!fetch from)[^:]*): (?P<sql>.*)", re.DOTALL)
_TOKEN = re.compile(
    r"""(?P<end>;)
      | (?P<quoted>
          (?<![A-Za-z0-9_])[eE]'(?:[^'\\]|\\.|'')*'
        | '(?:[^']|'')*'
        | "(?:[^"]|"")*"
        | (?P<tag>\$(?:[A-Za-z_]\w*)?\$).*?(?P=tag))
      | (?P<comment>--[^\n]* | /\*.*?\*/)
      | (?P<word>[^;'"$\-/\s]+ | .)""",
    re.DOTALL | re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A statement, and the `application_name` of who sent it."""

    sender: str
    sql: str


def split(sql: str) -> Iterator[str]:
    """The statements of a query string; what is only blanks or a comment is none."""
    begin, something = 0, False
    for token in _TOKEN.finditer(sql):
        if token["end"]:
            if something:
                yield sql[begin : token.start()]
            begin, something = token.end(), False
        elif token["quoted"] or (token["word"] or "").strip():
            something = True
    if something:
        yield sql[begin:]


def parse(log: str, database: str) -> Iterator[Sent]:
    """Every statement that was sent to `database`, in the order of the log."""
    for entry in _entries(log.split("\n")):
        found = _ENTRY.match(entry)
        if found is None or found["level"] != "LOG" or found["database"] != database:
            continue
        statement = _STATEMENT.match(found["text"])
        if statement is not None:
            for sql in split(statement["sql"]):
                yield Sent(found["sender"], sql)


def _entries(lines: Iterable[str]) -> Iterator[str]:
    """Lines that begin with a tab belong to the entry before them."""
    entry = ""
    for line in lines:
        if line.startswith("\t"):
            entry += "\n" + line[1:]
        else:
            yield entry
            entry = line
    yield entry


def shape(sql: str) -> str:
    """A statement's first words, by which the report names it."""
    return " ".join(re.sub(r"\s*--[^\n]*", "", sql).split()[:5])[:72]


class StatementLog:
    """Counts what one database of a server is sent between `begin` and `end`."""

    def __init__(self, server: PostgresServer, database: str) -> None:
        self._server = server
        self._database = database
        self._offset = 0

    def switch(self, *, on: bool) -> None:
        """Let the server log every statement, or stop. Its sessions follow within a moment."""
        if on:
            self._server.execute(f"alter system set log_line_prefix = '{LINE_PREFIX}'")
            self._server.execute("alter system set log_statement = 'all'")
        else:
            self._server.execute("alter system reset log_statement")
            self._server.execute("alter system reset log_line_prefix")
        self._server.execute("select pg_reload_conf()")

    def begin(self) -> None:
        """Count from here."""
        self._offset = self._server.log_file.stat().st_size

    def end(self) -> list[Sent]:
        """Statements since `begin`."""
        with self._server.log_file.open("rb") as file:
            file.seek(self._offset)
            text = file.read().decode("utf-8", "replace")
        return list(parse(text, self._database))


def counted(sent: Iterable[Sent]) -> Counter[str]:
    """How often each shape of statement was sent."""
    return Counter(f"{one.sender}: {shape(one.sql)}" for one in sent)
