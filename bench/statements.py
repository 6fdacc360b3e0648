"""Statements as pg_stat_statements would count them: every one the server was sent, BEGIN, COMMIT
and settings included; read from the server's own log (the embedded server has no extensions)."""

import re
from collections import Counter
from pathlib import Path

from bench.platform import Platform

_LINE = re.compile(r"(?:LOG:\s+)(?:statement|execute [^:]*): (?P<sql>.*)")


class StatementLog:
    """Counts what the server logs between `begin` and `end`."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._offset = 0

    @property
    def _path(self) -> Path:
        path = self._platform.cluster.postgres.log_file
        if path is None:
            raise RuntimeError("the cluster writes no log")
        return Path(path)

    def switch(self, *, on: bool) -> None:
        """Let the server log every statement, or stop."""
        value = "all" if on else "none"
        self._platform.cluster.postgres.execute(f"alter system set log_statement = '{value}'")
        self._platform.cluster.postgres.execute("select pg_reload_conf()")

    def begin(self) -> None:
        """Count from here."""
        self._offset = self._path.stat().st_size

    def end(self) -> Counter[str]:
        """Statements since `begin`, by their first words."""
        with self._path.open("rb") as file:
            file.seek(self._offset)
            text = file.read().decode("utf-8", "replace")
        counted: Counter[str] = Counter()
        for found in _LINE.finditer(text):
            for statement in found["sql"].split(";"):
                words = statement.split()
                if words:
                    counted[" ".join(words[:4])[:60].lower()] += 1
        return counted
