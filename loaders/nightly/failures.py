"""What failed, with its reason: tried again by the next runs where the reason may pass, put aside where it does not."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from graph_schema.names import digest
from loaders.nightly.state import State
from loaders.readers import Link


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An item that failed.

    `key`: its path or URL; `passing`: whether the reason may pass, so that the next run tries again; `offer`: the file
    or page that it is in; `mark`: its state when it failed; `link`: how to fetch it should its source no longer name
    it; `first`, `last`: when, in UTC.
    """

    source: str
    key: str
    reason: str
    passing: bool
    mark: str | None
    offer: str | None
    link: Link | None
    first: str
    last: str
    times: int

    @property
    def id(self) -> str:
        """A short name for the command line."""
        return digest(self.source, self.key)[:8]

    @property
    def is_of_source(self) -> bool:
        """Whether it is no item but a feed, folder or file, which is over once it can be opened."""
        return self.mark is None and self.link is None


class Failures:
    """The dead letters in a state."""

    def __init__(self, state: State) -> None:
        self._state = state

    def all(self) -> list[DeadLetter]:
        """All that a person has not dropped."""
        rows = self._state.run("SELECT * FROM failures WHERE NOT dropped ORDER BY source, key")
        return [_letter(dict(row)) for row in rows]

    def is_aside(self, source: str, key: str, mark: str | None) -> bool:
        """Whether this was put aside, or dropped, and is as it was then."""
        row = self._state.one("SELECT * FROM failures WHERE source = ? AND key = ? AND mark IS ?", source, key, mark)
        return row is not None and bool(row["dropped"] or not row["passing"])

    def put(self, letter: DeadLetter) -> None:
        """Remember a failure; the count of times goes on."""
        self._state.run(
            "INSERT INTO failures (source, key, mark, reason, passing, offer, link, first, last, times)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET mark = excluded.mark,"
            " reason = excluded.reason, passing = excluded.passing, offer = excluded.offer, link = excluded.link,"
            " last = excluded.last, times = times + 1, dropped = 0",
            letter.source, letter.key, letter.mark, letter.reason, letter.passing, letter.offer,
            json.dumps(asdict(letter.link)) if letter.link else None, letter.first, letter.last, letter.times,
        )  # fmt: skip

    def forget(self, source: str, key: str) -> None:
        """It succeeded."""
        self._state.run("DELETE FROM failures WHERE source = ? AND key = ?", source, key)

    def retry(self, letters: Iterable[DeadLetter]) -> None:
        """Let the next run try these again, whatever has been settled of the offers that they are in."""
        with self._state.step():
            for letter in letters:
                self._state.run(
                    "UPDATE failures SET passing = 1 WHERE source = ? AND key = ?", letter.source, letter.key
                )
                self._state.run("DELETE FROM offers WHERE source = ? AND key = ?", letter.source, letter.offer)

    def drop(self, letters: Iterable[DeadLetter]) -> None:
        """Forget these. Of what was put aside only the list forgets, so that it stays aside until it changes."""
        with self._state.step():
            for letter in letters:
                if letter.passing:
                    self.forget(letter.source, letter.key)
                else:
                    self._state.run(
                        "UPDATE failures SET dropped = 1 WHERE source = ? AND key = ?", letter.source, letter.key
                    )


def _letter(row: dict[str, object]) -> DeadLetter:
    del row["dropped"]
    link = row.pop("link")
    return DeadLetter(
        **row | {"passing": bool(row["passing"]), "link": Link(**json.loads(str(link))) if link else None}  # type: ignore[arg-type]
    )
