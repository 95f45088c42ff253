"""What the nightly loader remembers between runs: one SQLite file, in which a step holds as a whole or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from graph_schema.errors import BadInput

_TABLES = """
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS offers (
  source TEXT, key TEXT, mark TEXT, items INTEGER NOT NULL, etag TEXT, modified TEXT, run TEXT NOT NULL,
  PRIMARY KEY (source, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS items (
  source TEXT, key TEXT, mark TEXT NOT NULL, PRIMARY KEY (source, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS listings (
  url TEXT PRIMARY KEY, final TEXT NOT NULL, media_type TEXT NOT NULL, etag TEXT, modified TEXT, body BLOB NOT NULL
);
CREATE TABLE IF NOT EXISTS failures (
  source TEXT, key TEXT, mark TEXT, reason TEXT NOT NULL, passing INTEGER NOT NULL, offer TEXT, link TEXT,
  first TEXT NOT NULL, last TEXT NOT NULL, times INTEGER NOT NULL, dropped INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (source, key)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs (id TEXT PRIMARY KEY, started TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS journal (run TEXT NOT NULL, source TEXT NOT NULL, tally TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS journal_of_run ON journal (run);
"""


class State:
    """An open state; without a path one in memory. Raises BadInput where the file is none of ours, or torn."""

    def __init__(self, path: Path | None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=30)
            self._database.row_factory = sqlite3.Row
            self._database.execute("PRAGMA journal_mode = WAL")
            # What is lost with the machine's power is done again; what a killed process wrote is not lost.
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.executescript(_TABLES)
        except sqlite3.DatabaseError as error:
            raise BadInput(
                f"{path} cannot be used ({error}); without it the next run reads everything again, and loads nothing twice"
            ) from error

    @classmethod
    def copy(cls, path: Path) -> Self:
        """A copy in memory of what the file holds, if it is there: whatever is written to it leaves no trace."""
        state = cls(None)
        if path.exists():
            with closing(sqlite3.connect(path, timeout=30)) as original:
                original.backup(state._database)
        return state

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._database.close()

    def run(self, statement: str, *values: object) -> list[sqlite3.Row]:
        """The rows of one statement."""
        return self._database.execute(statement, values).fetchall()

    def one(self, statement: str, *values: object) -> sqlite3.Row | None:
        """The only row of a statement, or None."""
        row: Any = self._database.execute(statement, values).fetchone()
        return row if row is None or isinstance(row, sqlite3.Row) else None

    @contextmanager
    def step(self) -> Iterator[None]:
        """All that is written inside holds, or nothing of it."""
        self._database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    # -- single notes -----------------------------------------------------------------------------------------------

    def note(self, name: str) -> str | None:
        row = self.one("SELECT value FROM notes WHERE name = ?", name)
        return row["value"] if row else None

    def keep(self, name: str, value: str) -> None:
        self.run("INSERT INTO notes VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", name, value)
