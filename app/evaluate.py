"""From the condition of a query to judgements on entities: which statements to send, and how their answers add up."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from app import queries
from app.judge import Fact, Judgement, both, either, judge, reading, without
from app.questions.query import All, Condition, Either, Group, Link, Period, Readings, Ref, Way, Without
from app.records import Arrow, Branch, Found, Node, Statement, label_of
from graph_schema.ontology import LABELS, ONTOLOGY, WEIGHT, Label
from graph_schema.store import Store

NOTHING = Judgement()
_THINGS: tuple[Label, ...] = ("Product", "Platform")

Judgements = dict[Node, Judgement]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which entities are asked about; `ids`: only these, None for all of the labels and kinds."""

    labels: tuple[Label, ...] = ()
    kinds: tuple[str, ...] = ()
    ids: tuple[str, ...] | None = None


@dataclass
class Evaluation:
    """One question on its way: what it has asked the database so far, in `statements`."""

    store: Store
    period: Period
    statements: list[Statement] = field(default_factory=list)

    def noted(self, statement: Statement) -> Statement:
        """The statement, which the answer will show."""
        self.statements.append(statement)
        return statement

    def members(self, group: Group) -> Judgements:
        """The entities of the group with the judgement that lets them in."""
        return {entity: judgement for entity, judgement in self.candidates(group).items() if judgement.case}

    def candidates(self, group: Group) -> Judgements:
        """What the graph says of every entity of these labels and kinds of which it says anything that bears on it."""
        return self.judgements(group.where, Scope(group.labels, group.kinds)) if group.where else {}

    def judgements(self, condition: Condition, scope: Scope) -> Judgements:
        """What the graph says of every entity in scope of which it says anything that bears on the condition."""
        match condition:
            case Link():
                return self._link(condition, scope)
            case Without(part=part):
                return {entity: without(judgement) for entity, judgement in self.judgements(part, scope).items()}
            case Readings(parts=parts):
                return _combined(reading, [self.judgements(part, scope) for part in parts])
            case Either(parts=parts):
                return _combined(either, [self.judgements(part, scope) for part in parts])
            case All(parts=parts):
                return self._all(parts, scope)

    def _all(self, parts: Sequence[Condition], scope: Scope) -> Judgements:
        """All parts together. In a set, what is not known to be so counts as left out."""
        wanted = [self.judgements(part, scope) for part in parts if not isinstance(part, Without)]
        unwanted = [self.judgements(part, scope) for part in parts if isinstance(part, Without)]
        if scope.ids is not None:
            return _combined(both, wanted + unwanted)
        excluded = {entity for judged in unwanted for entity, judgement in judged.items() if judgement.value == "no"}
        together = _combined(both, wanted)
        return {entity: judgement for entity, judgement in together.items() if entity not in excluded}

    def _link(self, link: Link, scope: Scope) -> Judgements:
        inner = self.members(link.other) if isinstance(link.other, Group) else {}
        ids = link.other.ids if isinstance(link.other, Ref) else tuple(node.id for node in inner)
        facts = self._facts(link, scope, ids) if ids else []
        if self.period != Period():
            facts = self._dated(facts)
        beyond = {
            node.id: tuple(arrow for fact in judgement.case for arrow in fact.path) for node, judgement in inner.items()
        }
        grouped: dict[Node, list[Fact]] = defaultdict(list)
        for fact in facts:
            other = fact.arrow.target.id if fact.arrow.target.id in beyond else fact.arrow.source.id
            grouped[fact.entity].append(replace(fact, beyond=beyond.get(other, ())))
        judged = {entity: judge(link.asked, facts) for entity, facts in grouped.items()}
        if isinstance(link.other, Group):
            # That something of a kind is not used does not mean that none of the kind is.
            return {entity: judgement for entity, judgement in judged.items() if judgement.value != "no"}
        return judged

    def _facts(self, link: Link, scope: Scope, ids: Sequence[str]) -> list[Fact]:
        labels = scope.labels or LABELS
        if scope.ids is not None:
            labels = tuple(dict.fromkeys(label_of(id) for id in scope.ids))
        others = tuple(dict.fromkeys(label_of(id) for id in ids))
        branches = [branch for number, way in enumerate(link.ways) for branch in _branches(number, way, labels, others)]
        if not branches:
            return []
        statement = self.noted(queries.links(branches, labels, scope.kinds, ids, scope.ids))
        return [_fact(found) for found in queries.found(self.store, statement)]

    def _dated(self, facts: Sequence[Fact]) -> list[Fact]:
        """The facts as the period's claims alone support them, with what then held."""
        arrows = queries.within(self.store, (fact.arrow for fact in facts), self.period)
        holding = _holding(arrows.values())
        return [
            replace(fact, arrow=replace(arrow, holds=arrow.id in holding, because="judged by the claims of the period"))
            for fact in facts
            if (arrow := arrows.get(fact.arrow.id))
        ]


def holder(arrows: Iterable[Arrow]) -> Arrow:
    """The one of a triple's arrows that holds: the newest, and at the same date the weightiest."""
    return max(arrows, key=lambda arrow: (arrow.last or "", WEIGHT[arrow.status]))


def _holding(arrows: Iterable[Arrow]) -> set[str]:
    """The ids of the arrows that hold among those of their triple."""
    triples: dict[tuple[str, str, str], list[Arrow]] = defaultdict(list)
    for arrow in arrows:
        triples[arrow.triple].append(arrow)
    return {holder(triple).id for triple in triples.values()}


def _combined(combine: Callable[[Iterable[Judgement]], Judgement], judged: Sequence[Judgements]) -> Judgements:
    """The judgements of the parts of a condition on each entity, as one."""
    entities = dict.fromkeys(entity for part in judged for entity in part)
    return {entity: combine(part.get(entity, NOTHING) for part in judged) for entity in entities}


def _fact(found: Found) -> Fact:
    return Fact(found.entity, found.arrow, found.way, found.made)


def _branches(number: int, way: Way, labels: Sequence[Label], others: Sequence[Label]) -> Iterable[Branch]:
    """The direct pattern, and the one through a product, with those predicates that the labels allow."""
    subjects, objects = (others, labels) if way.role == "object" else (labels, others)
    if direct := _allowed(way, subjects, objects):
        yield Branch(number, direct, way.role, through_product=False)
    if way.products and "Company" in subjects and (indirect := _allowed(way, _THINGS, objects)):
        yield Branch(number, indirect, way.role, through_product=True)


def _allowed(way: Way, subjects: Sequence[Label], objects: Sequence[Label]) -> tuple[str, ...]:
    return tuple(
        name
        for name in way.predicates
        if any(ONTOLOGY.predicates[name].allows(subject, object) for subject in subjects for object in objects)
    )
