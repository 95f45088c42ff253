"""The night: every source visited under a lock, and a report of what became of everything."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from graph_schema.settings import Settings
from loaders.nightly.basis import basis, ontology, version
from loaders.nightly.failures import DeadLetter, Failures
from loaders.nightly.fetch import Fetcher
from loaders.nightly.loading import Loading
from loaders.nightly.lock import Lock
from loaders.nightly.marks import Marks
from loaders.nightly.report import Report, Versions
from loaders.nightly.runs import Run, Runs, now
from loaders.nightly.sources import Source, Sources
from loaders.nightly.state import State
from loaders.nightly.tally import Tally
from loaders.nightly.visit import Tools, Visit

Told = Callable[[str, Tally], object]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where the nightly loader keeps its things."""

    home: Path

    @property
    def state(self) -> Path:
        return self.home / "nightly" / "state.sqlite"

    @property
    def lock(self) -> Path:
        return self.home / "nightly" / "lock.json"

    @property
    def reports(self) -> Path:
        return self.home / "reports"

    @contextmanager
    def held(self) -> Iterator[tuple[Lock, State]]:
        """The state, and the lock without which nobody may change it. Raises Locked, and BadInput for a torn state."""
        with Lock(self.lock) as lock, State(self.state) as state:
            yield lock, state


def run(settings: Settings, sources: Sources, told: Told, *, retry: tuple[DeadLetter, ...] | None = None) -> Report:
    """Visit all sources, or only to try these dead letters again; the report, which is also written under `reports`.

    `told` hears what became of items as they come. Raises Locked where a load is at work, StoreUnavailable, and BadInput
    where the state or the model cannot be used; what was done until then stays and is reported.
    """
    desk, started = Desk(settings.home), now()
    with desk.held() as (lock, state), Loading(settings) as loading, Fetcher(sources.contact, version()) as fetcher:
        runs = Runs(state)
        for killed in runs.killed():
            _report(killed, state, loading).write(desk.reports)
        Marks(state).adopt(basis(settings))
        Failures(state).retry(retry or ())
        this = runs.begin(started)
        tools = Tools(this, state, fetcher, loading, lock.check, told, only=retry)
        report = None
        try:
            for source in _wanted(sources, retry):
                Visit(source, tools).pay()
            report = _report(this, state, loading, ended=now())
        finally:
            (report or _report(this, state, loading)).write(desk.reports)
        runs.end()
        return report


def look(settings: Settings, sources: Sources, told: Told) -> dict[str, Tally]:
    """Go through what all sources offer without loading, or remembering, anything; what was seen at each.

    Feeds, sitemaps and files are read, pages are not fetched: what would be looked at counts as `postponed`.
    """
    desk = Desk(settings.home)
    with State.copy(desk.state) as state, Loading(settings) as loading, Fetcher(sources.contact, version()) as fetcher:
        Marks(state).adopt(basis(settings, begin=False))
        this = Runs(state).begin(now())
        tools = Tools(this, state, fetcher, loading, lambda: None, told, dry=True)
        for source in sources.source:
            Visit(source, tools).pay()
        return Runs(state).tallies(this)


def _wanted(sources: Sources, retry: tuple[DeadLetter, ...] | None) -> list[Source]:
    names = None if retry is None else {letter.source for letter in retry}
    return [source for source in sources.source if names is None or source.name in names]


def _report(run: Run, state: State, loading: Loading, ended: str | None = None) -> Report:
    if loading.model:
        state.keep("model", loading.model)
    return Report(
        run=run,
        ended=ended,
        versions=Versions(version(), state.note("model"), ontology()),
        sources=Runs(state).tallies(run),
        letters=tuple(Failures(state).all()),
    )
