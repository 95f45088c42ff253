"""What the grammar finds in a question, before it is known which labels and predicates fit together."""

from dataclasses import dataclass
from typing import Literal

from app.questions.tokens import Name
from app.questions.words import Mark, Sense, Sign, Sort
from graph_schema.ontology import Status

Marks = tuple[Mark, ...]
Join = Literal["and", "or", "nor"]


@dataclass(frozen=True, slots=True)
class NounOf:
    """`former partners of Amazon`: the entity stands in this relation to the name."""

    senses: tuple[Sense, ...]
    name: Name
    status: Status | None


@dataclass(frozen=True, slots=True)
class Belongs:
    """`Google products`: made or owned by the name, as the noun's labels want it."""

    name: Name
    status: Status | None


@dataclass(frozen=True, slots=True)
class Gap:
    """`does BMW use …`: the entity is what all the names do something to, and `without` does not."""

    marks: Marks
    names: tuple[Name, ...]
    word: Sign
    without: Name | None = None


@dataclass(frozen=True, slots=True)
class Objects:
    """What a verb is said of, and what is left out (`but not Azure`)."""

    join: Join
    items: "tuple[Name | GroupDraft, ...]"
    without: "tuple[Name | GroupDraft, ...]" = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """`have dropped Alexa`. `instead`: what took the place of the object (`replaced X with Y`)."""

    marks: Marks
    word: Sign
    objects: Objects
    instead: "Name | GroupDraft | None" = None


@dataclass(frozen=True, slots=True)
class ClauseIs:
    """`are partners of Amazon`."""

    marks: Marks
    group: "GroupDraft"


@dataclass(frozen=True, slots=True)
class Predication:
    """Clauses that are all, or not all, said of one entity."""

    join: Join
    clauses: tuple[Clause | ClauseIs, ...]


@dataclass(frozen=True, slots=True)
class GroupDraft:
    """A noun with all that narrows it down."""

    sort: Sort
    conditions: tuple[NounOf | Belongs | Gap | Predication, ...] = ()
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """`who`, `what`, `which`, or `which carmakers`."""

    group: GroupDraft


@dataclass(frozen=True, slots=True)
class Question:
    """A whole question: what it asks for, about whom, under which condition."""

    ask: Literal["which", "how many", "whether", "when", "path", "changes", "about"]
    subject: Name | GroupDraft
    condition: Predication | Gap | NounOf | ClauseIs | None = None
    front: Marks = ()
    other: Name | None = None
