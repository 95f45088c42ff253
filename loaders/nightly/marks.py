"""What has been dealt with, and by which sign one can tell that it is as it was.

An *offer* is what a source has as a whole: a file, or a page that it names. Its mark is a digest of the file, or what the
source says of the page. Inside are *items*, each with a mark of its own. What is settled under the same mark is passed
over before it is cleaned, a page even before it is fetched.
"""

from dataclasses import dataclass

from loaders.nightly.fetch import Answer, Validators
from loaders.nightly.state import State


@dataclass(frozen=True, slots=True)
class Settled:
    """An offer that has been dealt with. `items`: how many are inside; `run`: the last one that looked at it."""

    mark: str | None
    items: int
    validators: Validators
    run: str


class Marks:
    """The marks in a state."""

    def __init__(self, state: State) -> None:
        self._state = state

    def adopt(self, basis: str) -> None:
        """Begin a run on this basis (code, model, graph). On another one than the last run's nothing is settled, and
        what was put aside is tried again."""
        if self._state.note("basis") == basis:
            return
        with self._state.step():
            self._state.run("DELETE FROM offers")
            self._state.run("DELETE FROM items")
            self._state.run("DELETE FROM notes")
            self._state.run("UPDATE failures SET passing = 1 WHERE NOT dropped")
            self._state.keep("basis", basis)

    def offer(self, source: str, key: str) -> Settled | None:
        row = self._state.one("SELECT * FROM offers WHERE source = ? AND key = ?", source, key)
        if row is None:
            return None
        return Settled(row["mark"], row["items"], Validators(row["etag"], row["modified"]), row["run"])

    def settle_offer(self, source: str, key: str, settled: Settled) -> None:
        validators = settled.validators
        self._state.run(
            "INSERT OR REPLACE INTO offers (source, key, mark, items, etag, modified, run) VALUES (?, ?, ?, ?, ?, ?, ?)",
            source, key, settled.mark, settled.items, validators.etag, validators.modified, settled.run,
        )  # fmt: skip

    def is_settled(self, source: str, key: str, mark: str) -> bool:
        """Whether this item has been dealt with under this mark."""
        row = self._state.one("SELECT mark FROM items WHERE source = ? AND key = ?", source, key)
        return row is not None and row["mark"] == mark

    def settle_item(self, source: str, key: str, mark: str) -> None:
        self._state.run("INSERT OR REPLACE INTO items (source, key, mark) VALUES (?, ?, ?)", source, key, mark)


class Listings:
    """Feeds and sitemaps as they last came, for when a server says that they are unchanged."""

    def __init__(self, state: State) -> None:
        self._state = state

    def get(self, url: str) -> Answer | None:
        row = self._state.one("SELECT * FROM listings WHERE url = ?", url)
        if row is None:
            return None
        return Answer(url, row["final"], row["media_type"], row["body"], Validators(row["etag"], row["modified"]))

    def keep(self, answer: Answer) -> None:
        validators = answer.validators
        self._state.run(
            "INSERT OR REPLACE INTO listings (url, final, media_type, etag, modified, body) VALUES (?, ?, ?, ?, ?, ?)",
            answer.given, answer.url, answer.media_type, validators.etag, validators.modified, answer.body,
        )  # fmt: skip
