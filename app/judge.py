"""What arrows say to a question: yes, no, or nothing.

Arrows compete within a thread: those between the same two ends (using something and moving to it are one thread), or
through the same product. In each thread the one with the newest support holds; at the same date the status with the
greater weight. Only statuses that can answer what was asked compete:

| asked    | yes where this holds | no where this holds | competing                | example                     |
|----------|----------------------|---------------------|--------------------------|-----------------------------|
| current  | current              | ended, denied       | current, ended, denied   | does X use Y                |
| past     | current, ended       | denied              | current, ended, denied   | has X ever used Y           |
| ongoing  | current, planned     | ended, denied       | all                      | is X moving to Y            |
| ended    | ended                | current             | current, ended           | did X drop Y                |
| planned  | planned              | ended, denied       | all                      | will X use Y                |
| possible | possible             | ended, denied       | all                      | may X use Y                 |
| denied   | ended, denied        | current             | current, ended, denied   | is it true X does not use Y |

A plan or a rumour does not undo what is so: planned and possible claims do not compete with what is asked as a fact.

Yes where any thread says yes; else no where any says no; else there is no evidence. For `denied` it is the other way
round: what holds in one thread is not denied by another. A set ("which OEMs dropped X") holds everything judged yes,
and for `ended` and `past` also what has such an arrow that newer claims speak against: it did happen, and the row shows
what speaks against it now.

Through a product: a company uses what a product that it makes is based on; it dropped what such a product was based on.
That a product is *not* based on something says nothing about its maker.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from app.questions.query import Asked
from app.questions.wording import STATES
from app.records import Arrow, Node
from graph_schema.ontology import STATUSES, WEIGHT, Status

Value = Literal["yes", "no", "no evidence"]

_AGAINST: dict[Asked, tuple[Status, ...]] = {
    "current": ("ended", "denied"),
    "past": ("denied",),
    "ongoing": ("ended", "denied"),
    "ended": ("current",),
    "planned": ("ended", "denied"),
    "possible": ("ended", "denied"),
    "denied": ("current",),
}
_ALL_COMPETE: tuple[Asked, ...] = ("ongoing", "planned", "possible")
_HAPPENED: tuple[Asked, ...] = ("ended", "past")

# Which making of a product lets what is said of the product count for its maker.
_MAKING: dict[Status, tuple[Status, ...]] = {
    "current": ("current",),
    "ended": ("current", "ended"),
    "planned": ("current", "planned", "possible"),
    "possible": ("current", "planned", "possible"),
    "denied": (),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """An arrow that bears on the question, and the whole path that it is part of."""

    entity: Node
    arrow: Arrow
    way: int = 0
    made: Arrow | None = None
    beyond: tuple[Arrow, ...] = ()

    @property
    def path(self) -> tuple[Arrow, ...]:
        """From the asked-for entity on: the making of the product, the arrow, and what makes its other end count."""
        return (*((self.made,) if self.made else ()), self.arrow, *self.beyond)

    @property
    def counts(self) -> bool:
        """Whether what is said of a product counts for who makes it."""
        return self.made is None or (self.made.holds and self.made.status in _MAKING[self.arrow.status])

    @property
    def rank(self) -> tuple[str, int]:
        """The greatest in a thread holds."""
        return (self.arrow.last or "", WEIGHT[self.arrow.status])

    @property
    def order(self) -> tuple[bool, str, int, int, str]:
        """The more telling the greater: direct before through a product, then new, then well supported."""
        return (self.made is None, self.arrow.last or "", self.arrow.sources, self.arrow.claims, self.arrow.id)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the graph says of one entity.

    `proof`: the facts that the value rests on; `against`: those that speak against it; `case`: those by which the
    entity belongs to a set, empty where it does not; `instead`: what is known where that is no answer.
    """

    value: Value = "no evidence"
    proof: tuple[Fact, ...] = ()
    against: tuple[Fact, ...] = ()
    case: tuple[Fact, ...] = ()
    instead: tuple[Fact, ...] = ()

    @property
    def known(self) -> tuple[Fact, ...]:
        """Everything that the graph does say that bears on the question."""
        return self.instead + self.proof

    @property
    def as_member(self) -> "Judgement":
        """What lets the entity into a set, and what speaks against that."""
        return self if self.value == "yes" else Judgement("yes", self.case, self.proof)


def judge(asked: Asked, facts: Iterable[Fact]) -> Judgement:
    """The judgement on one entity from all facts that bear on it, by the table above."""
    counting = sorted((fact for fact in facts if fact.counts), key=lambda fact: fact.order, reverse=True)
    holders = _holders(asked, counting)
    yes = [fact for fact in holders if fact.arrow.status in STATES[asked]]
    no = [fact for fact in holders if fact.arrow.status in _AGAINST[asked]]
    for_it = [fact for fact in counting if fact.arrow.status in STATES[asked]]
    against_it = [fact for fact in counting if fact.arrow.status in _AGAINST[asked]]
    if yes and not (asked == "denied" and no):
        return Judgement("yes", (yes[0],), tuple(against_it), (yes[0],))
    happened = tuple(for_it[:1]) if asked in _HAPPENED else ()
    if no:
        return Judgement("no", (no[0],), tuple(for_it), happened)
    return Judgement(case=happened, instead=tuple(counting))


def _holders(asked: Asked, facts: Iterable[Fact]) -> list[Fact]:
    """The fact that holds in each thread, in the order of the facts."""
    competing = STATUSES if asked in _ALL_COMPETE else STATES[asked] + _AGAINST[asked]
    threads: dict[tuple[int, frozenset[str], str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.arrow.status in competing:
            ends = frozenset((fact.arrow.source.id, fact.arrow.target.id))
            threads[fact.way, ends, fact.made.target.id if fact.made else ""].append(fact)
    return [max(thread, key=lambda fact: fact.rank) for thread in threads.values()]


def both(judgements: Iterable[Judgement]) -> Judgement:
    """All parts of a condition together: no where one is no, yes where all are yes."""
    parts = list(judgements)
    against = _joined(part.against for part in parts)
    case = _joined(part.case for part in parts) if all(part.case for part in parts) else ()
    denying = next((part for part in parts if part.value == "no"), None)
    if denying:
        return Judgement("no", denying.proof, denying.against, case)
    if all(part.value == "yes" for part in parts):
        return Judgement("yes", _joined(part.proof for part in parts), against, case)
    return Judgement(case=case, instead=_joined(part.proof + part.instead for part in parts))


def either(judgements: Iterable[Judgement]) -> Judgement:
    """At least one part of a condition: yes where one is yes, no where all are no."""
    parts = list(judgements)
    yes = [part for part in parts if part.value == "yes"]
    chosen = yes or parts
    proof, against = _joined(part.proof for part in chosen), _joined(part.against for part in chosen)
    case = _joined(part.case for part in chosen)
    if yes:
        return Judgement("yes", proof, against, case)
    if all(part.value == "no" for part in parts):
        return Judgement("no", proof, against, case)
    return Judgement(case=case, instead=_joined(part.proof + part.instead for part in parts))


def reading(judgements: Iterable[Judgement]) -> Judgement:
    """The same wording in different ways: yes where one is yes, else no where one is no."""
    parts = list(judgements)
    decided = [part for part in parts if part.value != "no evidence"]
    return either(decided or parts)


def without(judgement: Judgement) -> Judgement:
    """The other way round: what is known not to be so."""
    turned: dict[Value, Value] = {"yes": "no", "no": "yes", "no evidence": "no evidence"}
    return replace(judgement, value=turned[judgement.value], case=())


def _joined(parts: Iterable[tuple[Fact, ...]]) -> tuple[Fact, ...]:
    return tuple(fact for part in parts for fact in part)
