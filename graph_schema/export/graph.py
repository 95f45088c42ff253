"""What is taken away: the whole graph, or a selection of its claims with all that they rest on.

It is read in portions, each small, in an order that depends on ids alone. So the memory that this takes does not grow with
documents and claims; only a selection keeps in mind the ids of the entities and arrows that its claims lead to.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from graph_schema.errors import StoreUnavailable
from graph_schema.ontology import LABELS, ONTOLOGY, Label
from graph_schema.selection import Selection
from graph_schema.store import Row, Store

DOCUMENTS = 100  # documents of one portion: they bring their text and their claims
ENTITIES = 200  # entities of one portion: each brings its arrows

_SPACE = 16**16  # ids of documents are 16 hexadecimal digits, spread evenly
_ORDERED = sorted(LABELS)  # ids begin with the label, so this is their order

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class End:
    """One end of a claim. `name`: as the graph calls the entity; `words`: name, kinds and forms as the document has them."""

    id: str
    name: str
    words: Row

    @property
    def label(self) -> Label:
        return label_of(self.id)


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim, by its properties, and its ends."""

    claim: Row
    subject: End
    object: End


@dataclass(frozen=True, slots=True)
class Stating:
    """A document, by its properties, and those of its claims that are selected."""

    document: Row
    statements: Sequence[Statement]


@dataclass(frozen=True, slots=True)
class Drawn:
    """An arrow between two entities. Its properties are those that the graph has, whatever the selection."""

    source: str
    type: str
    target: str
    properties: Row


@dataclass(frozen=True, slots=True)
class _Portion:
    """A condition that some ids meet, and its parameters."""

    condition: str
    parameters: dict[str, Any]

    @classmethod
    def between(cls, low: str, high: str | None) -> "_Portion":
        """Ids from `low` on and below `high`, or without end."""
        if high is None:
            return cls("%NODE%.id >= $low", {"low": low})
        return cls("%NODE%.id >= $low AND %NODE%.id < $high", {"low": low, "high": high})

    @classmethod
    def of(cls, ids: Iterable[str]) -> "_Portion":
        return cls("%NODE%.id IN $ids", {"ids": list(ids)})


@dataclass(slots=True)
class Graph:
    """The graph, or a selection of it, to be read once from its beginning to its end.

    `whole`: all parts must be of the same state of the graph, because they refer to each other; then reading ends with
    StoreUnavailable as soon as somebody writes. Without it every row is as it was when it was read.
    """

    store: Store
    selection: Selection = field(default_factory=Selection)
    whole: bool = True
    _state: object = None
    _entities: set[str] = field(default_factory=set)
    _arrows: set[str] = field(default_factory=set)
    _gathered: bool = False

    def __post_init__(self) -> None:
        self._state = self._changes()

    def documents(self, *, text: bool = False) -> Iterator[Stating]:
        """Documents in the order of their ids, each with its claims in the order of theirs.

        A selection leaves out documents of which no claim is selected. Raises StoreUnavailable.
        """
        for portion in self._document_portions():
            yield from self._stating(portion, text)
        self._gathered = True

    def entities(self) -> Iterator[Row]:
        """Properties of the entities, in the order of their ids. Raises StoreUnavailable."""
        for label, portion in self._entity_portions():
            rows = self._read("entities", portion, "entity", LABEL=label)
            yield from sorted((row["entity"] for row in rows), key=lambda entity: str(entity["id"]))

    def arrows(self) -> Iterator[Drawn]:
        """Arrows, in the order of where they begin and then of their ids. Raises StoreUnavailable."""
        for label, portion in self._entity_portions():
            rows = self._read("arrows", portion, "entity", LABEL=label, TYPES="|".join(ONTOLOGY.arrow_names))
            drawn = [Drawn(row["source"], row["type"], row["target"], row["arrow"]) for row in rows]
            for arrow in sorted(drawn, key=lambda arrow: (arrow.source, arrow.properties["id"])):
                if not self._selected or arrow.properties["id"] in self._arrows:
                    yield arrow

    @property
    def _selected(self) -> bool:
        return bool(self.selection.given)

    def _stating(self, portion: _Portion, text: bool) -> Iterator[Stating]:
        documents = self._read("documents", portion, "document", TEXT="document.text" if text else "null")
        wanted = self.selection.model_dump() | {"types": self.selection.types}
        statements: dict[str, list[Statement]] = {}
        for row in self._read("claims", portion, "document", wanted):
            statements.setdefault(row["claim"]["document_id"], []).append(_statement(row))
        for document in sorted((row["document"] for row in documents), key=lambda document: str(document["id"])):
            stated = sorted(statements.get(document["id"], ()), key=lambda each: str(each.claim["id"]))
            if self._selected:
                self._entities.update(end.id for each in stated for end in (each.subject, each.object))
                self._arrows.update(each.claim["arrow_id"] for each in stated)
            if stated or not self._selected:
                yield Stating(document, stated)

    def _document_portions(self) -> Iterator[_Portion]:
        ids = self._stating_ids()
        if ids is not None:
            yield from (_Portion.of(chunk) for chunk in _chunks(sorted(ids), DOCUMENTS))
            return
        total = self.store.read("MATCH (document:Document) RETURN count(document) AS total")[0]["total"]
        count = total // DOCUMENTS + 1
        bounds = ["", *(f"{_SPACE * part // count:016x}" for part in range(1, count))]
        yield from map(_Portion.between, bounds, [*bounds[1:], None])

    def _stating_ids(self) -> set[str] | None:
        """The documents that a selection confines itself to, None where any may state something selected."""
        wanted = self.selection
        if wanted.document:
            return {wanted.document}
        for entity, end in ((wanted.subject, "SUBJECT"), (wanted.object, "OBJECT"), (wanted.entity, "SUBJECT|OBJECT")):
            if entity:
                label = next((label for label in LABELS if entity.startswith(f"{label.lower()}:")), None)
                query = _query("stating", LABEL=label or LABELS[0], END=end)
                return {row["id"] for row in self.store.read(query, entity=entity)}
        return None

    def _entity_portions(self) -> Iterator[tuple[Label, _Portion]]:
        if self._selected and not self._gathered:
            for _ in self.documents():
                pass
        for label in _ORDERED:
            if self._selected:
                ids = sorted(id for id in self._entities if label_of(id) == label)
                yield from ((label, _Portion.of(chunk)) for chunk in _chunks(ids, ENTITIES))
            else:
                rows = self.store.read(_query("bounds", LABEL=label), size=ENTITIES)
                bounds = [row["id"] for row in rows]
                yield from ((label, each) for each in map(_Portion.between, bounds, [*bounds[1:], None]))

    def _read(
        self, name: str, portion: _Portion, node: str, parameters: dict[str, Any] | None = None, **words: str
    ) -> list[Row]:
        query = _query(name, PORTION=portion.condition.replace("%NODE%", node), **words)
        rows = self.store.read(query, **portion.parameters, **(parameters or {}))
        if self.whole and self._changes() != self._state:
            raise StoreUnavailable(
                "the graph was written to while it was being exported, so the parts would not fit together;"
                " export it again when nothing is being loaded"
            )
        return rows

    def _changes(self) -> object:
        rows = self.store.read(_query("state"))
        return rows[0]["changes"] if rows else None


def label_of(entity_id: str) -> Label:
    """The label that an entity's id begins with."""
    return next(label for label in LABELS if entity_id.startswith(f"{label.lower()}:"))


def _statement(row: Row) -> Statement:
    claim = row["claim"]
    subject = End(claim["subject_id"], row["subject_name"], row["subject_words"])
    return Statement(claim, subject, End(claim["object_id"], row["object_name"], row["object_words"]))


def _chunks(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


@cache
def _query(name: str, **words: str) -> str:
    """The statement of a file, its words between percent signs replaced by names from the ontology or constants from here."""
    lines = Path(__file__).with_name("queries").joinpath(f"{name}.cypher").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("//"))
    for word, value in words.items():
        text = text.replace(f"%{word}%", value)
    return text
