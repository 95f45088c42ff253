"""Pages of claims, arrows and entities that stay stable while data comes and goes: each begins after the last key of the one before.

Where an entity or a document is named, its claims are few enough to be put in order, newest first. Else the order is that
of the ids, which are digests and so spread evenly: a page reads a window of them that is likely to hold enough, and then
wider ones as long as they do not. Where matches turn out to be rare, an index finds all that are left at once. So no page
makes the database order all claims, or read what earlier pages have read.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

from app import queries
from app.filters import ArrowFilter, ClaimFilter, EntityFilter, decode, encode
from app.questions.names import Hit, Known, Names
from app.records import Arrow, Scope, Stated
from graph_schema.selection import Ends
from graph_schema.store import Store

_SPACE = 16**16  # ids are 16 hexadecimal digits
_GROWTH = 8  # times wider than the one before may a window be
_RARE = 200  # claims read for one match, from which on an index is the better way

T = TypeVar("T")
Fetch = Callable[[str, str, int], Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a listing, and the cursor of the next part, None after the last."""

    items: Sequence[T]
    next: str | None


def claims(store: Store, wanted: ClaimFilter) -> Page[Stated]:
    """Claims that the filter lets through.

    Raises BadInput for a cursor that is none.
    """
    parameters = _parameters(wanted) | {"document": wanted.document}
    if scope := _claim_scope(wanted):
        found = queries.claims_of(store, scope, parameters, decode(wanted.cursor, str, str), wanted.limit + 1)
        return _page(found, wanted.limit, lambda stated: [stated.claim.get("published") or "", stated.claim["id"]])
    windows = _Windows(
        between=lambda low, high, limit: queries.claims_between(store, low, high, parameters, limit),
        rare=_rare(wanted, lambda scope, low, limit: queries.rare_claims(store, scope, low, parameters, limit)),
        key=lambda stated: stated.claim["id"],
    )
    return windows.page(store, decode(wanted.cursor, str, int), wanted.limit)


def arrows(store: Store, wanted: ArrowFilter) -> Page[Arrow]:
    """Arrows that the filter lets through.

    Raises BadInput for a cursor that is none.
    """
    parameters = _parameters(wanted) | {"holds": wanted.holds}
    if scope := _arrow_scope(wanted):
        after = decode(wanted.cursor, str, str)
        found = queries.arrows_with(store, scope, wanted.types, parameters, after, wanted.limit + 1)
        return _page(found, wanted.limit, lambda arrow: [arrow.last or "", arrow.id])
    windows = _Windows(
        between=lambda low, high, limit: queries.arrows_between(store, low, high, wanted.types, parameters, limit),
        rare=_rare(
            wanted, lambda scope, low, limit: queries.rare_arrows(store, scope, low, wanted.types, parameters, limit)
        ),
        key=lambda arrow: arrow.id,
    )
    return windows.page(store, decode(wanted.cursor, str, int), wanted.limit)


def entities(names: Names, wanted: EntityFilter) -> tuple[Page[Known], str | None]:
    """Entities that the filter lets through, and a note where the spelling had to be corrected.

    Raises BadInput for a cursor that is none.
    """
    hits = names.search(wanted.q) if wanted.q else names.in_graph
    note = None
    if wanted.q and not hits and (spelling := names.correct(wanted.q)):
        hits = [Hit(0, known) for known in spelling.entities if known.in_graph]
        note = f"nothing is called “{wanted.q}”; these are spelt most like it" if hits else None
    after = decode(wanted.cursor, int, str, str)
    start = bisect_right(hits, tuple(after), key=lambda hit: hit.order) if after else 0
    fitting = (hit for hit in islice(hits, start, None) if _fits(hit.known, wanted))
    page = _page(list(islice(fitting, wanted.limit + 1)), wanted.limit, lambda hit: list(hit.order))
    return Page([hit.known for hit in page.items], page.next), note


def _fits(known: Known, wanted: EntityFilter) -> bool:
    return wanted.label in (None, known.label) and (wanted.kind is None or wanted.kind in known.kinds)


@dataclass(frozen=True, slots=True)
class _Windows:
    """A listing in the order of ids.

    `between`: what lies above one id and up to another; `rare`: all that lies above an id, by an index, None where no
    filter has one; `key`: the id of an item.
    """

    between: Fetch
    rare: Callable[[str, int], Sequence[Any]] | None
    key: Callable[[Any], str]

    def page(self, store: Store, after: list[Any] | None, limit: int) -> Page[Any]:
        low, total = after or ("", queries.total_claims(store))
        items: list[Any] = []
        width = _SPACE * (limit + 1) * 2 // max(total, 1)
        read = 0
        while len(items) <= limit and low < _id(_SPACE - 1):
            if self.rare and read > _RARE * (len(items) + 10):
                items += self.rare(low, limit + 1 - len(items))
                break
            high = _id(min(_number(low) + width, _SPACE - 1))
            items += self.between(low, high, limit + 1 - len(items))
            read += total * width // _SPACE
            low, width = high, width * _GROWTH
        return _page(items, limit, lambda item: [self.key(item), total])


def _page(found: Sequence[Any], limit: int, key: Callable[[Any], list[Any]]) -> Page[Any]:
    """The page, where one item more than it holds was looked for."""
    items = found[:limit]
    return Page(items, encode(key(items[-1])) if len(found) > limit else None)


def _id(number: int) -> str:
    return f"{number:016x}"


def _number(identity: str) -> int:
    return int(identity or "0", 16)


def _parameters(wanted: Ends) -> dict[str, Any]:
    names = ("subject", "object", "entity", "kind", "published_from", "published_to", "min_confidence")
    return {name: getattr(wanted, name) for name in names} | {"types": wanted.types}


def _claim_scope(wanted: ClaimFilter) -> Scope | None:
    """The end from which the claims are reached, None where the filter names none."""
    if wanted.document:
        return "document"
    return "subject" if wanted.subject else "object" if wanted.object else "entity" if wanted.entity else None


def _arrow_scope(wanted: ArrowFilter) -> Scope | None:
    return "subject" if wanted.subject else "object" if wanted.object else "entity" if wanted.entity else None


def _rare(wanted: Ends, fetch: Callable[[Scope, str, int], Sequence[T]]) -> Callable[[str, int], Sequence[T]] | None:
    """How to find the rest by an index: by the dates where they have both ends, by the types where they are given."""
    if wanted.published_from and wanted.published_to:
        return lambda low, limit: fetch("published", low, limit)
    if wanted.types:
        return lambda low, limit: fetch("types", low, limit)
    return None
