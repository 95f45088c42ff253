"""Runs and their journal: what each has done so far, so that a kill loses neither work nor counts."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from loaders.nightly.state import State
from loaders.nightly.tally import Tally

RESUME_WITHIN = timedelta(hours=24)
"""What a killed run looked at longer ago than this is looked at again."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run. `started` in UTC; `resumed`: ids of the killed runs that it goes on with, and its own."""

    id: str
    started: str
    resumed: frozenset[str]


def now() -> str:
    """The time in UTC, as reports and dead letters have it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Runs:
    """The runs in a state that have not come to their end."""

    def __init__(self, state: State) -> None:
        self._state = state

    def begin(self, started: str) -> Run:
        """A new run, which goes on where killed ones stopped."""
        began = datetime.fromisoformat(started)
        earliest = (began - RESUME_WITHIN).isoformat(timespec="milliseconds")
        resumed = {run.id for run in self.killed() if run.started > earliest}
        run_id = began.isoformat(timespec="milliseconds").replace(":", "-").replace("+00-00", "Z")
        self._state.run("INSERT INTO runs (id, started) VALUES (?, ?)", run_id, started)
        return Run(run_id, started, frozenset({run_id, *resumed}))

    def killed(self) -> list[Run]:
        """Those that did not come to their end, before one begins."""
        rows = self._state.run("SELECT id, started FROM runs ORDER BY id")
        return [Run(row["id"], row["started"], frozenset()) for row in rows]

    def write(self, run: Run, source: str, tally: Tally) -> None:
        """One entry in the journal."""
        self._state.run("INSERT INTO journal (run, source, tally) VALUES (?, ?, ?)", run.id, source, tally.text())

    def tallies(self, run: Run) -> dict[str, Tally]:
        """What a run has done so far, by source, in the order in which it came to them."""
        found: dict[str, Tally] = {}
        rows = self._state.run("SELECT source, tally FROM journal WHERE run = ? ORDER BY rowid", run.id)
        for row in rows:
            found.setdefault(row["source"], Tally()).add(Tally.parse(row["tally"]))
        return found

    def end(self) -> None:
        """The run has been everywhere: nothing is left to go on with."""
        with self._state.step():
            self._state.run("DELETE FROM runs")
            self._state.run("DELETE FROM journal")
