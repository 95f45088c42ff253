"""What the graph gives to the application: frozen records of entities, arrows, claims, and of the statements sent."""

from dataclasses import dataclass
from typing import Any, Literal

from app.questions.query import Role
from graph_schema.ontology import LABELS, ONTOLOGY, Label, Status
from graph_schema.store import Row

Scope = Literal["document", "subject", "object", "entity", "types", "published"]
"""From where the claims of a listing are reached."""


@dataclass(frozen=True, slots=True)
class Node:
    """An entity at the end of an arrow."""

    id: str
    name: str

    @property
    def label(self) -> Label:
        return label_of(self.id)


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between two entities, with its support. `holds`: it does so now, among those of its triple."""

    id: str
    type: str
    predicate: str
    status: Status
    source: Node
    target: Node
    claims: int
    documents: int
    sources: int
    first: str | None
    last: str | None
    confidence: float
    holds: bool
    because: str

    @property
    def triple(self) -> tuple[str, str, str]:
        """What arrows of different status compete for."""
        one, other = self.source.id, self.target.id
        if ONTOLOGY.predicates[self.predicate].symmetric:
            one, other = min(one, other), max(one, other)
        return self.predicate, one, other


@dataclass(frozen=True, slots=True)
class Found:
    """An arrow between an asked-for entity and a named one, perhaps through a product that one of them `made`."""

    way: int
    entity: Node
    arrow: Arrow
    made: Arrow | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """One pattern of a statement: which arrows of which predicates, and where the asked-for entity stands."""

    way: int
    predicates: tuple[str, ...]
    role: Role
    through_product: bool


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim with the document that states it; `date`: when what it says happened, as far as known."""

    arrow_id: str
    claim: Row
    date: str | None
    title: str
    url: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Stated:
    """A claim with the names of its ends."""

    claim: Row
    subject: Node
    object: Node


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement as it was sent, to be shown."""

    text: str
    parameters: dict[str, Any]


def label_of(entity_id: str) -> Label:
    """The label that an entity's id begins with; `Company` for what is no id, of which there is no node either."""
    return next((label for label in LABELS if entity_id.startswith(f"{label.lower()}:")), LABELS[0])
