"""One source in one run: what is as it was is passed over, the rest is loaded, and what became of it is remembered."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from graph_schema.errors import BadInput
from graph_schema.names import digest
from loaders.nightly import offers, runs
from loaders.nightly.failures import DeadLetter, Failures
from loaders.nightly.fetch import Answer, Fetcher, Passing, Validators
from loaders.nightly.marks import Listings, Marks, Settled
from loaders.nightly.offers import File
from loaders.nightly.runs import Run, Runs
from loaders.nightly.sources import Feed, Jsonl, Sitemap, Source
from loaders.nightly.state import State
from loaders.nightly.tally import Tally
from loaders.readers import Failure, Item, Link, Raw, follow, local, parsed

STEP = 32
"""Items between two entries in the journal: at most so many does a run look at again after a kill."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What the visits of one run work with.

    `load` cleans, extracts and writes items; `check` raises Locked where another run has taken over; `told` hears what
    became of items; `dry`: look, but load nothing; `only`: the dead letters that are tried again, where this is all that
    the run is for.
    """

    run: Run
    state: State
    fetcher: Fetcher
    load: Callable[[Sequence[Item]], Tally]
    check: Callable[[], object]
    told: Callable[[str, Tally], object]
    dry: bool = False
    only: tuple[DeadLetter, ...] | None = None


@dataclass(slots=True)
class _Offer:
    """A file or a page while its items are dealt with. `items`: how many of them are settled; `open`: whether the next
    run must look inside again."""

    key: str
    mark: str | None
    link: Link | None = None
    validators: Validators = field(default_factory=Validators)
    items: int = 0
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An item that will be loaded with the next step. `passing`: whether its reason may pass, should it fail."""

    item: Item
    mark: str | None
    passing: bool
    offer: _Offer | None


class Visit:
    """A visit of one source. What it raises ends the run: StoreUnavailable, Locked."""

    def __init__(self, source: Source, tools: Tools) -> None:
        self._source = source
        self._tools = tools
        self._marks = Marks(tools.state)
        self._listings = Listings(tools.state)
        self._failures = Failures(tools.state)
        self._runs = Runs(tools.state)
        self._left = 0 if tools.dry else source.max_items
        self._wanted = _keys(source, tools.only)
        self._broken = False
        self._linked: set[str] = set()
        self._taken: set[str] = set()
        self._waiting: list[_Waiting] = []
        self._ended: list[_Offer] = []
        self._tally = Tally()
        self._since = time.monotonic()

    def pay(self) -> None:
        """Go through all that the source offers, then through what it offered earlier and may succeed now."""
        for offer in offers.of(self._source, self._listing):
            match offer:
                case File():
                    self._file(offer)
                case Link():
                    self._link(offer)
                case _:
                    self._item(offer, None, of_source=isinstance(offer, Failure))
        for letter in self._letters():
            if letter.passing and letter.link:
                self._link(letter.link)
        for letter in self._tools.only or ():
            self._miss(letter)
        self._step()
        for letter in self._letters():
            if letter.is_of_source and self._is_wanted(letter.key) and letter.last < self._tools.run.started:
                self._failures.forget(letter.source, letter.key)

    def _letters(self) -> list[DeadLetter]:
        return [letter for letter in self._failures.all() if letter.source == self._source.name]

    def _miss(self, letter: DeadLetter) -> None:
        """Have it fail again if it was to be tried again and has not come up."""
        came_up = letter.key in self._taken or letter.key in self._linked
        if letter.source == self._source.name and not (came_up or self._broken or letter.is_of_source):
            gone = Failure(letter.key, "its source no longer offers it")
            self._wait(_Waiting(gone, letter.mark, passing=False, offer=None))

    # -- what a source offers ---------------------------------------------------------------------------------------

    def _listing(self, url: str) -> Answer:
        """A feed or sitemap; as the last run had it where the server says that it has not changed."""
        assert isinstance(self._source, Feed | Sitemap)
        kept = self._listings.get(url)
        answer = self._tools.fetcher.get(url, self._source, kept.validators if kept else None)
        if answer is None:
            assert kept is not None
            return kept
        self._listings.keep(answer)
        return answer

    def _file(self, file: File) -> None:
        key = str(file.path)
        if not self._is_wanted(key):
            return
        try:
            blob = local.file(file.path)
            with blob.stream:
                mark = hashlib.file_digest(blob.stream, "sha256").hexdigest()
                if (settled := self._marks.offer(self._source.name, key)) and settled.mark == mark:
                    self._tally.see(settled.items)
                    return
                blob.stream.seek(0)
                offer = _Offer(key, mark)
                for found in parsed(replace(blob, name=file.kind or blob.name)):
                    if isinstance(found, Link):
                        offer.open = True  # a feed: its pages are offers of their own
                        self._link(found)
                    else:
                        self._item(found, offer)
                self._end(offer)
        except OSError as error:
            self._item(Failure(key, f"cannot be opened: {error.strerror}"), None, of_source=True)

    def _link(self, link: Link) -> None:
        if link.url in self._linked or not self._is_wanted(link.url):
            return
        self._linked.add(link.url)
        settled = self._marks.offer(self._source.name, link.url)
        if settled and self._is_as_it_was(link, settled):
            self._tally.see(settled.items)
        elif self._failures.is_aside(self._source.name, link.url, link.mark):
            return
        elif self._left:
            self._fetch(link, settled)
        else:
            self._tally.counts["postponed"] += 1

    def _is_as_it_was(self, link: Link, settled: Settled) -> bool:
        """By what the source says of the page; where it says nothing, because a run that was killed has just looked."""
        return settled.mark == link.mark if link.mark else settled.run in self._tools.run.resumed

    def _fetch(self, link: Link, settled: Settled | None) -> None:
        assert not isinstance(self._source, Jsonl)
        offer = _Offer(link.url, link.mark, link)
        try:
            answer = self._tools.fetcher.get(link.url, self._source, settled.validators if settled else None)
        except BadInput as error:
            passing = isinstance(error, Passing)
            self._wait(_Waiting(Failure(link.url, str(error)), link.mark, passing, offer))
            return
        if answer:
            offer.validators = answer.validators
            for item in follow(link, answer.blob):
                self._item(item, offer)
        elif settled:
            offer.validators, offer.items = settled.validators, settled.items
            self._tally.see(settled.items)
            self._failures.forget(self._source.name, link.url)
        self._end(offer)

    def _item(self, item: Item, offer: _Offer | None, *, of_source: bool = False) -> None:
        """Pass over an item, or have it wait to be loaded. What a source names twice is taken once, the first time.

        `of_source`: it is no item but the failure of a feed, folder or file, which the next run will find mended or not.
        """
        if item.given in self._taken:
            return
        self._taken.add(item.given)
        name = self._source.name
        if of_source:
            self._broken = True
            self._wait(_Waiting(item, None, passing=True, offer=None))
            return
        mark = item.mark if isinstance(item, Raw) else digest(item.reason)
        if self._marks.is_settled(name, item.given, mark):
            self._pass_over(item, offer)
        elif not self._is_wanted(item.given):
            _keep_open(offer)
        elif self._failures.is_aside(name, item.given, mark):
            return
        elif isinstance(item, Raw) and not self._left:
            self._tally.counts["postponed"] += 1
            _keep_open(offer)
        else:
            self._left -= isinstance(item, Raw)
            self._wait(_Waiting(item, mark, passing=False, offer=offer))

    def _pass_over(self, item: Item, offer: _Offer | None) -> None:
        if self._is_wanted(item.given):
            self._tally.see(1)
        if offer:
            offer.items += 1
            if offer.link:
                self._failures.forget(self._source.name, item.given)

    def _is_wanted(self, key: str) -> bool:
        return self._wanted is None or key in self._wanted

    # -- what becomes of it -----------------------------------------------------------------------------------------

    def _wait(self, waiting: _Waiting) -> None:
        self._waiting.append(waiting)
        if len(self._waiting) >= STEP:
            self._step()

    def _end(self, offer: _Offer) -> None:
        self._ended.append(offer)
        if len(self._ended) >= STEP:
            self._step()

    def _step(self) -> None:
        """Load what waits; then remember, in one go, what became of it."""
        tools = self._tools
        tools.check()
        if self._waiting:
            self._tally.add(tools.load([waiting.item for waiting in self._waiting]))
        since, self._since = self._since, time.monotonic()
        self._tally.seconds = self._since - since
        failed = dict(self._tally.failures)
        with tools.state.step():
            for waiting in self._waiting:
                self._settle(waiting, failed.get(waiting.item.given))
            for offer in self._ended:
                if not offer.open:
                    settled = Settled(offer.mark, offer.items, offer.validators, tools.run.id)
                    self._marks.settle_offer(self._source.name, offer.key, settled)
            self._runs.write(tools.run, self._source.name, self._tally)
        tools.told(self._source.name, self._tally)
        self._waiting, self._ended, self._tally = [], [], Tally()

    def _settle(self, waiting: _Waiting, reason: str | None) -> None:
        name, item, offer = self._source.name, waiting.item, waiting.offer
        if reason is None:
            assert waiting.mark is not None
            self._marks.settle_item(name, item.given, waiting.mark)
            self._failures.forget(name, item.given)
            if offer:
                offer.items += 1
            return
        if waiting.passing:
            _keep_open(offer)
        now = runs.now()
        self._failures.put(
            DeadLetter(
                source=name,
                key=item.given,
                reason=reason,
                passing=waiting.passing,
                mark=waiting.mark,
                offer=offer.key if offer else None,
                link=offer.link if offer else None,
                first=now,
                last=now,
                times=1,
            )
        )


def _keep_open(offer: _Offer | None) -> None:
    if offer:
        offer.open = True


def _keys(source: Source, only: tuple[DeadLetter, ...] | None) -> set[str] | None:
    """The items, and the files and pages around them, that are wanted; None for all."""
    if only is None:
        return None
    own = [letter for letter in only if letter.source == source.name]
    return {letter.key for letter in own} | {letter.offer for letter in own if letter.offer}
