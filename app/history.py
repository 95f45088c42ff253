"""What changed: facts of which another status holds than held before."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app import queries
from app.evaluate import holder
from app.questions.query import Period
from app.records import Arrow, Found
from graph_schema.store import Store


@dataclass(frozen=True, slots=True)
class Turn:
    """A fact that turned: what holds after it, and what held before, None where nothing was said."""

    found: Found
    before: Arrow | None

    @property
    def after(self) -> Arrow:
        return self.found.arrow


def turns(store: Store, found: Sequence[Found], period: Period) -> Iterator[Turn]:
    """The facts that turned in a period; where it has no beginning, all that ever turned.

    A fact that is first heard of turns too. Claims without a date count as oldest.
    """
    if period.until:
        kept = queries.within(store, (item.arrow for item in found), Period(as_of=period.until))
        found = [replace(item, arrow=kept[item.arrow.id]) for item in found if item.arrow.id in kept]
    triples: dict[tuple[str, str, str], list[Found]] = defaultdict(list)
    for item in found:
        triples[item.arrow.triple].append(item)
    since = period.since
    moved = [triple for triple in triples.values() if not since or any((i.arrow.last or "") >= since for i in triple)]
    before = _before(store, moved, since)
    for triple in moved:
        after = holder(item.arrow for item in triple)
        others = [item.arrow for item in triple if since or item.arrow.id != after.id]
        was = [replace(arrow, last=before.get(arrow.id)) for arrow in others if not since or arrow.id in before]
        held = holder(was) if was else None
        if (held and held.status != after.status) or (since and not held):
            item = next(item for item in triple if item.arrow.id == after.id)
            yield Turn(item, next((arrow for arrow in others if held and arrow.id == held.id), None))


def _before(store: Store, triples: Sequence[Sequence[Found]], since: str | None) -> dict[str, str | None]:
    """Arrow to its newest support before a date; without a date, its newest support."""
    arrows = [item.arrow for triple in triples for item in triple]
    if since is None:
        return {arrow.id: arrow.last for arrow in arrows}
    # Support without a date is older than any.
    undated: dict[str, str | None] = {arrow.id: None for arrow in arrows if arrow.last is None}
    return undated | queries.supported_before(store, (arrow.id for arrow in arrows), since)
