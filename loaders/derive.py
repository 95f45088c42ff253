"""What follows from claims and from nothing else: names, kinds and aliases of entities, and the arrows between them.

Everything here can be added up in any order, so the graph does not depend on the order in which documents came.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple, Self

from graph_schema.names import digest
from graph_schema.ontology import ONTOLOGY, STATUSES, WEIGHT, Status
from graph_schema.records import Claim, Document


@dataclass(frozen=True, slots=True)
class Mention:
    """One end of a claim: how a document names an entity."""

    name: str
    kinds: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(slots=True)
class Seen:
    """How often an entity is mentioned under which names, kinds and words; kept with it in the graph.

    So no change has to look at all of its claims again, be they a hundred thousand.
    """

    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    words: Counter[str] = field(default_factory=Counter)

    @classmethod
    def parse(cls, text: str) -> Self:
        return cls(**{part: Counter(counts) for part, counts in json.loads(text).items()})

    def count(self, mention: Mention, times: int) -> None:
        """Add a mention (1) or take it back (-1)."""
        for counts, values in ((self.names, {mention.name}), (self.kinds, mention.kinds), (self.words, mention.words)):
            for value in set(values):
                counts[value] += times
                if not counts[value]:
                    del counts[value]

    @property
    def mentions(self) -> int:
        """Ends of claims that speak of the entity."""
        return self.names.total()

    def properties(self) -> dict[str, Any]:
        """Properties of the entity: its most frequent name (of several, the first in order), the others as aliases."""
        name = min(self.names, key=lambda name: (-self.names[name], name))
        parts = {"names": self.names, "kinds": self.kinds, "words": self.words}
        return {
            "name": name,
            "kinds": sorted(self.kinds),
            "aliases": sorted((self.names.keys() | self.words.keys()) - {name}),
            "seen": json.dumps(parts, sort_keys=True, ensure_ascii=False),
        }


class ArrowKey(NamedTuple):
    """Which arrow: its ends in the order of the wording, or of their ids where the predicate is symmetric."""

    predicate: str
    status: Status
    one: str
    other: str

    @classmethod
    def of(cls, predicate: str, status: Status, subject_id: str, object_id: str) -> Self:
        if ONTOLOGY.predicates[predicate].symmetric and object_id < subject_id:
            subject_id, object_id = object_id, subject_id
        return cls(predicate, status, subject_id, object_id)

    @property
    def id(self) -> str:
        return _arrow_id(self)

    @property
    def type(self) -> str:
        return ONTOLOGY.predicates[self.predicate].arrows[self.status]

    @property
    def symmetric(self) -> bool:
        return ONTOLOGY.predicates[self.predicate].symmetric

    @property
    def triple(self) -> tuple[str, str, str]:
        """What arrows of different status compete for."""
        return self.predicate, self.one, self.other


@lru_cache(maxsize=1 << 14)  # asked for several times in each transaction
def _arrow_id(key: ArrowKey) -> str:
    return digest("arrow", key.predicate, key.status, key.one, key.other)


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim, the arrow that it supports, and what that arrow counts of its document."""

    id: str
    claim: Claim
    key: ArrowKey
    content_id: str
    published: str | None

    @classmethod
    def by(cls, document: Document, claims: Mapping[str, Claim]) -> "list[Stated]":
        """What a document states, from its claims by their ids."""
        content_id = document.content_id
        return [
            cls(
                claim_id,
                claim,
                ArrowKey.of(claim.predicate, claim.status, claim.subject.id, claim.object.id),
                content_id,
                document.published,
            )
            for claim_id, claim in claims.items()
        ]


@dataclass(frozen=True, slots=True)
class Support:
    """What stands behind one arrow.

    `sources`: documents of different words; `first`, `last`: dates of documents, None where none is dated; `upward`:
    claims worded from the end with the smaller id to the other.
    """

    claims: int
    documents: int
    sources: int
    first: str | None
    last: str | None
    confidence: float
    upward: int

    @classmethod
    def of(cls, stated: Sequence[Stated]) -> Self:
        """The support that some claims give by themselves."""
        dates = [each.published for each in stated if each.published]
        return cls(
            claims=len(stated),
            documents=len({each.claim.document_id for each in stated}),
            sources=len({each.content_id for each in stated}),
            first=min(dates, default=None),
            last=max(dates, default=None),
            confidence=max(each.claim.confidence for each in stated),
            upward=sum(each.claim.subject.id <= each.claim.object.id for each in stated),
        )

    def plus(self, more: "Support") -> "Support":
        """Both together; exact where they share neither a document nor the words of one."""
        return Support(
            claims=self.claims + more.claims,
            documents=self.documents + more.documents,
            sources=self.sources + more.sources,
            first=min((date for date in (self.first, more.first) if date), default=None),
            last=max((date for date in (self.last, more.last) if date), default=None),
            confidence=max(self.confidence, more.confidence),
            upward=self.upward + more.upward,
        )


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow as it is drawn. Symmetric ones have a property `this_way`: claims that are worded the way it points."""

    key: ArrowKey
    source_id: str
    target_id: str
    properties: Mapping[str, Any]

    @classmethod
    def read(cls, source_id: str, target_id: str, properties: Mapping[str, Any]) -> Self:
        """An arrow as the graph has it."""
        key = ArrowKey.of(properties["predicate"], properties["status"], source_id, target_id)
        return cls(key, source_id, target_id, properties)

    @property
    def support(self) -> Support:
        claims = self.properties["claims"]
        this_way = self.properties.get("this_way", claims)
        return Support(
            claims=claims,
            documents=self.properties["documents"],
            sources=self.properties["sources"],
            first=self.properties.get("first"),
            last=self.properties.get("last"),
            confidence=self.properties["confidence"],
            upward=this_way if self.source_id <= self.target_id else claims - this_way,
        )


@dataclass(frozen=True, slots=True)
class Change:
    """An arrow that came (`before` None), went (`after` None), or holds now where it did not, or the other way round."""

    before: Arrow | None
    after: Arrow | None

    @property
    def arrow(self) -> Arrow:
        """The arrow as it is, or as it was where it is gone."""
        arrow = self.after or self.before
        assert arrow is not None
        return arrow


def changes(before: Mapping[ArrowKey, Arrow], after: Mapping[ArrowKey, Arrow]) -> list[Change]:
    """What changed for a reader of the graph; more support for an arrow is no change."""

    def holds(arrow: Arrow | None) -> bool | None:
        return arrow.properties["holds"] if arrow else None

    both = (Change(before.get(key), after.get(key)) for key in before.keys() | after.keys())
    found = [change for change in both if holds(change.before) != holds(change.after)]
    return sorted(found, key=lambda change: change.arrow.key.id)


def draw(supports: Mapping[ArrowKey, Support]) -> list[Arrow]:
    """The arrows of one triple, of which exactly one holds now."""
    holder = max(supports, key=lambda key: (supports[key].last or "", WEIGHT[key.status]))
    return [_arrow(key, supports, holder) for key in sorted(supports, key=lambda key: STATUSES.index(key.status))]


def _arrow(key: ArrowKey, supports: Mapping[ArrowKey, Support], holder: ArrowKey) -> Arrow:
    support = supports[key]
    source, target, this_way = key.one, key.other, support.claims
    if key.symmetric:
        downward = support.claims - support.upward
        this_way = max(support.upward, downward)
        if downward > support.upward:
            source, target = target, source
    properties = {
        "id": key.id,
        "predicate": key.predicate,
        "status": key.status,
        "claims": support.claims,
        "documents": support.documents,
        "sources": support.sources,
        "first": support.first,
        "last": support.last,
        "confidence": support.confidence,
        "holds": key == holder,
        "because": _because(key, supports, holder),
    }
    return Arrow(key, source, target, properties | ({"this_way": this_way} if key.symmetric else {}))


def _because(key: ArrowKey, supports: Mapping[ArrowKey, Support], holder: ArrowKey) -> str:
    """Why this arrow holds now, or why another does."""
    if len(supports) == 1:
        return "no document says otherwise"
    own, newest = supports[key].last, supports[holder].last
    others = [other for other in supports if other != key and supports[other].last == newest]
    if key != holder:
        if own == newest:
            return f"{holder.type} is as new ({newest or 'undated'}), and {holder.status} outweighs {key.status}"
        return f"{holder.type} has newer support: {newest}, against {own or 'undated'}"
    if others:
        rivals = " and ".join(sorted(other.status for other in others))
        return f"support as new as any ({newest or 'undated'}), and {key.status} outweighs {rivals}"
    return f"newest support of all: {newest}"
