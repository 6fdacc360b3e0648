"""The simulated supplier's state: one SQLite file, one short transaction an act.

Written through the write-ahead log: what was committed outlives a kill of the process.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Final

_TABLES: Final = """
create table if not exists accounts (
  id text primary key, api_key text not null unique, doc text not null);
create table if not exists orders (
  id text primary key, account text not null, reference text not null, created_at real not null,
  doc text not null);
create index if not exists orders_reference on orders (account, reference);
create table if not exists sold (
  order_id text not null, account text not null, sku text not null, units integer not null,
  at real not null);
create index if not exists sold_sku on sold (account, sku, at);
create table if not exists disputes (
  id text primary key, account text not null, reference text not null, order_id text not null,
  doc text not null);
create index if not exists disputes_reference on disputes (account, reference);
create table if not exists overrides (
  account text not null, target text not null, doc text not null, primary key (account, target));
create table if not exists faults (
  id integer primary key autoincrement, account text not null, op text not null,
  left_over integer not null, doc text not null);
create table if not exists subscriptions (
  account text not null, product text not null, told integer not null,
  primary key (account, product));
create table if not exists hints (
  id integer primary key autoincrement, account text not null, order_id text not null,
  due_at real not null, attempts integer not null, doc text not null);
create index if not exists hints_due on hints (due_at);
"""

Doc = dict[str, Any]


class Store:
    """Opens the file for each act: threads, processes and kills share it as they like."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._ready = False

    def exists(self) -> bool:
        """Whether anything was ever written."""
        return self._path.exists()

    @contextmanager
    def act(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        if not self._ready:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as db:
            db.execute("pragma synchronous = normal")
            if not self._ready:
                db.execute("pragma journal_mode = wal")
                db.executescript(_TABLES)
                self._ready = True
            db.execute("begin immediate")
            try:
                yield db
            except BaseException:
                db.execute("rollback")
                raise
            db.execute("commit")


def docs(db: sqlite3.Connection, query: str, *values: object) -> list[Doc]:
    """The JSON of the first column of each row."""
    return [json.loads(row[0]) for row in db.execute(query, values)]


def doc(db: sqlite3.Connection, query: str, *values: object) -> Doc | None:
    """The JSON of the first row, None without one."""
    found = docs(db, query, *values)
    return found[0] if found else None


def put_account(db: sqlite3.Connection, account: Doc) -> None:
    """Insert or replace an account."""
    db.execute(
        "insert into accounts values (?, ?, ?) on conflict (id) do update set doc = excluded.doc",
        (account["id"], account["api_key"], json.dumps(account)),
    )


def account_by_key(db: sqlite3.Connection, api_key: str) -> Doc | None:
    """Whose key it is."""
    return doc(db, "select doc from accounts where api_key = ?", api_key)


def account_by_id(db: sqlite3.Connection, account_id: str) -> Doc:
    """An account that exists."""
    found = doc(db, "select doc from accounts where id = ?", account_id)
    if found is None:
        raise KeyError(account_id)
    return found


def put_order(db: sqlite3.Connection, order: Doc) -> None:
    """Insert or replace an order."""
    db.execute(
        "insert into orders values (?, ?, ?, ?, ?) on conflict (id) do update set doc ="
        " excluded.doc",
        (order["id"], order["account"], order["reference"], order["created_at"], json.dumps(order)),
    )


def put_dispute(db: sqlite3.Connection, dispute: Doc) -> None:
    """Insert or replace a dispute."""
    db.execute(
        "insert into disputes values (?, ?, ?, ?, ?) on conflict (id) do update set doc ="
        " excluded.doc",
        (
            dispute["id"],
            dispute["account"],
            dispute["reference"],
            dispute["order_id"],
            json.dumps(dispute),
        ),
    )
