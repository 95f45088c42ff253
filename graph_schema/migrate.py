"""Numbered schema changes: each runs once and leaves a `Migration` node that says so."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graph_schema.store import Store, Transaction

FOLDER = Path(__file__).with_name("migrations")


@dataclass(frozen=True, slots=True)
class Migration:
    """One file of the folder `migrations`, which is never edited once it has been released."""

    number: int
    name: str
    statements: tuple[str, ...]


def known(folder: Path = FOLDER) -> tuple[Migration, ...]:
    """The migrations that this version of the project brings, in their order."""
    return tuple(_read(path) for path in sorted(folder.glob("[0-9]*.cypher")))


def pending(store: Store, folder: Path = FOLDER) -> tuple[Migration, ...]:
    """Those that have not run on this database; none when its schema is up to date."""
    done = {row["number"] for row in store.read("MATCH (m:Migration) RETURN m.number AS number")}
    return tuple(migration for migration in known(folder) if migration.number not in done)


def run(store: Store, folder: Path = FOLDER) -> tuple[Migration, ...]:
    """Bring the schema up to date; the migrations that this took.

    Two processes may do so at once, and one that was killed half way may start again: statements say `IF NOT EXISTS`.
    """
    todo = pending(store, folder)
    for migration in todo:
        for statement in migration.statements:
            store.define(statement)
        _remember(store, migration)
    return todo


def _remember(store: Store, migration: Migration) -> None:
    def work(transaction: Transaction) -> None:
        transaction.run(
            "MERGE (m:Migration {number: $number}) SET m.name = $name, m.applied_at = coalesce(m.applied_at, $now)",
            number=migration.number,
            name=migration.name,
            now=datetime.now(UTC).isoformat(timespec="seconds"),
        )

    store.write(work)


def _read(path: Path) -> Migration:
    number, _, name = path.stem.partition("_")
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.strip().startswith("//")]
    statements = (" ".join(part.split()) for part in "\n".join(lines).split(";"))
    return Migration(int(number), name, tuple(statement for statement in statements if statement))
