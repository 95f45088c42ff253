"""From drafts to queries: which predicates, which ends, which state. Refuses what the graph has no record of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.questions.draft import (
    Belongs,
    Clause,
    ClauseIs,
    Gap,
    GroupDraft,
    Join,
    Marks,
    NounOf,
    Predication,
    Question,
)
from app.questions.query import (
    About,
    All,
    Asked,
    Changes,
    Condition,
    Either,
    Group,
    HowMany,
    Link,
    Linked,
    Period,
    Query,
    Readings,
    Ref,
    Role,
    Way,
    When,
    Whether,
    Which,
    Without,
)
from app.questions.tokens import Name
from app.questions.words import Lexicon, Relation, Sense, Sort
from app.questions.words import Way as WordedWay
from graph_schema.errors import NotUnderstood
from graph_schema.ontology import LABELS, ONTOLOGY, Label, Status

Labels = tuple[Label, ...]
Side = Name | GroupDraft
THINGS: Labels = ("Product", "Platform")


@dataclass(frozen=True, slots=True)
class Tie:
    """How a relation is worded: what its word may mean, what turns it, and whether the asked-for side is its object."""

    senses: tuple[Sense, ...]
    marks: Marks = ()
    status: Status | None = None
    turned: bool = False

    def asked(self, sense: Sense) -> Asked:
        """The state asked for, were this the sense."""
        return self.status or asked_state(self.marks, sense)


class Meaning:
    """Turns the draft of one question into a query."""

    def __init__(self, lexicon: Lexicon, period: Period) -> None:
        self.lexicon = lexicon
        self.period = period

    def query(self, question: Question) -> Query:
        """The query that the draft stands for.

        Raises NotUnderstood where the parts do not fit together, saying which and why.
        """
        match question:
            case Question(ask="path", subject=Name() as first, other=Name() as second):
                return Linked(start=_ref(first.text, first), end=_ref(second.text, second))
            case Question(ask="changes" | "about", subject=Name() as name):
                kind = Changes if question.ask == "changes" else About
                other = _ref(question.other.text, question.other) if question.other else None
                return kind(entity=_ref(name.text, name), other=other, period=self.period)
            case Question(ask="when", subject=Name() as name, condition=condition) if condition:
                where = self._condition(condition, _labels(name), question.front)
                return When(subject=_narrowed(name, where), where=where, period=self.period)
            case Question(ask="whether", condition=condition) if condition:
                return self._whether(question, condition)
        return self._set(question)

    def _whether(self, question: Question, condition: Predication | Gap | NounOf | ClauseIs) -> Whether:
        where = self._condition(condition, _labels(question.subject), question.front)
        if isinstance(question.subject, Name):
            return Whether(subject=_narrowed(question.subject, where), where=where, period=self.period)
        return Whether(subject=self._group(question.subject), where=where, period=self.period)

    def _set(self, question: Question) -> Which | HowMany:
        if isinstance(question.subject, Name):
            raise NotUnderstood(f"what is asked about {question.subject.text} is not clear")
        group = self._group(question.subject, question.condition, question.front)
        if group.where is None:
            raise NotUnderstood("the question does not say what should hold of them")
        if question.ask == "how many":
            return HowMany(group=group, period=self.period)
        return Which(group=group, period=self.period)

    def _group(
        self,
        draft: GroupDraft,
        further: Predication | Gap | NounOf | ClauseIs | None = None,
        front: Marks = (),
    ) -> Group:
        """All that narrows the noun down, and one condition more."""
        if draft.status:
            raise NotUnderstood(f"kinds of companies are not dated in the graph, so “{draft.status}” says nothing here")
        sort = draft.sort
        conditions = list(draft.conditions)
        if isinstance(further, ClauseIs):
            sort = _both(sort, further.group.sort)
            front = (*front, *further.marks)
            inner = [self._condition(part, sort.labels, front, sort) for part in further.group.conditions]
        else:
            inner = [self._condition(further, sort.labels, front)] if further else []
        parts = [self._condition(part, sort.labels, (), sort) for part in conditions] + inner
        where = parts[0] if len(parts) == 1 else All(parts=tuple(parts)) if parts else None
        labels = sort.labels or (_standing(where) if where else ())
        return Group(labels=labels, kinds=sort.kinds, where=where)

    def _condition(
        self,
        draft: NounOf | Belongs | Gap | Predication | ClauseIs,
        labels: Labels,
        front: Marks = (),
        sort: Sort | None = None,
    ) -> Condition:
        """What is said of an entity with one of the labels (none: any)."""
        match draft:
            case Predication():
                return self._predication(draft, labels, front)
            case ClauseIs():
                return self._clause_is(draft, labels, front)
            case Gap():
                return self._gap(draft, labels, front)
            case NounOf(senses=senses, name=name, status=status):
                return self._link(Tie(senses, front, status), labels, name)
            case Belongs(name=name, status=status):
                made = bool(labels) and "Company" not in (sort or Sort()).labels
                sense = Sense("make" if made else "own", self.lexicon.relations["make" if made else "own"], turned=True)
                return self._link(Tie((sense,), front, status), labels, name)

    def _gap(self, draft: Gap, labels: Labels, front: Marks) -> Condition:
        tie = Tie(draft.word.senses, (*front, *draft.marks), turned=True)
        parts: list[Condition] = [self._link(tie, labels, name) for name in draft.names]
        if draft.without:
            parts.append(Without(part=self._link(tie, labels, draft.without)))
        return parts[0] if len(parts) == 1 else All(parts=tuple(parts))

    def _predication(self, draft: Predication, labels: Labels, front: Marks) -> Condition:
        parts = [
            self._clause(clause, labels, front)
            if isinstance(clause, Clause)
            else self._clause_is(clause, labels, front)
            for clause in draft.clauses
        ]
        if len(parts) == 1:
            return parts[0]
        if draft.join == "or":
            return Either(parts=tuple(parts))
        return All(parts=(parts[0], *(_lenient(part) for part in parts[1:])))

    def _clause_is(self, draft: ClauseIs, labels: Labels, front: Marks) -> Condition:
        if not draft.group.conditions:
            raise NotUnderstood("whether an entity is of a kind is no claim in the graph; see GET /v1/entities")
        marks = (*front, *draft.marks)
        sort = draft.group.sort
        parts = tuple(self._condition(part, sort.labels or labels, marks, sort) for part in draft.group.conditions)
        return parts[0] if len(parts) == 1 else All(parts=parts)

    def _clause(self, clause: Clause, labels: Labels, front: Marks) -> Condition:
        marks = (*front, *clause.marks)
        objects = clause.objects
        tie = Tie(clause.word.senses, (*marks, "not") if objects.join == "nor" else marks)
        first, *others = (self._link(tie, labels, item) for item in objects.items)
        if clause.instead is not None:
            return self._swapped(first, labels, clause.instead)
        parts = (first, *others)
        joined = _joined(objects.join, parts)
        if objects.without:
            unwanted = (Without(part=self._link(tie, labels, item)) for item in objects.without)
            return All(parts=(joined, *unwanted))
        return joined

    def _swapped(self, left: Link | Readings, labels: Labels, target: Side) -> Condition:
        """`replaced X with Y`: X has ended, and Y is what the entity moved to."""
        if not isinstance(left, Link) or left.asked != "ended":
            raise NotUnderstood("only what was dropped can be dropped for something else")
        moved = Sense("move", self.lexicon.relations["move"], lasting=True)
        return All(parts=(left, self._link(Tie((moved,)), labels, target)))

    def _link(self, tie: Tie, labels: Labels, other: Side) -> Link | Readings:
        """The first sense and reading that the labels at both ends allow."""
        for sense in tie.senses:
            for reading in sense.relation.readings:
                direct = [way for way in reading if not way.made]
                made = [way for way in reading if way.made]
                parts = [
                    *self._direct(tie, sense, direct, labels, other),
                    *self._through_made(tie, sense, made, labels, other),
                ]
                if parts:
                    return parts[0] if len(parts) == 1 else Readings(parts=tuple(parts))
        raise NotUnderstood(_misfit(tie.senses[0].relation, labels, other))

    def _direct(self, tie: Tie, sense: Sense, worded: list[WordedWay], labels: Labels, other: Side) -> Iterator[Link]:
        """One link for all ways that the labels at both ends allow."""
        ways = [_way(way, tie.turned != sense.turned) for way in worded]
        others = _allowed(ways, labels, _labels(other))
        fitting = tuple(way for way in ways if _allowed((way,), labels, others))
        if fitting:
            side = _ref(other.text, other, others) if isinstance(other, Name) else self._named_group(other)
            yield Link(relation=sense.name, asked=tie.asked(sense), other=side, ways=fitting)

    def _through_made(
        self, tie: Tie, sense: Sense, worded: list[WordedWay], labels: Labels, other: Side
    ) -> Iterator[Link]:
        """A link to what a company makes, for ways that say so: who uses Google, uses what Google makes."""
        if not worded or not isinstance(other, Name) or "Company" not in _labels(other):
            return
        ways = tuple(_way(way, tie.turned != sense.turned) for way in worded)
        if _allowed(ways, labels, THINGS):
            makes = Sense("make", self.lexicon.relations["make"], turned=True)
            things = Group(labels=THINGS, where=self._link(Tie((makes,)), THINGS, other))
            yield Link(relation=sense.name, asked=tie.asked(sense), other=things, ways=ways)

    def _named_group(self, draft: GroupDraft) -> Group:
        group = self._group(draft)
        if group.where is None:
            raise NotUnderstood("a whole kind cannot stand where a name is wanted")
        return group


def asked_state(marks: Marks, sense: Sense) -> Asked:
    """The state that auxiliaries and the form of a verb ask for.

        | worded                                       | asked    |
        |----------------------------------------------|----------|
        | uses, is using, still uses                   | current  |
        | used, did … use, was based on, has used      | past     |
        | adopted, acquired (a deed that stands)       | current  |
    | is acquiring, is moving to (a deed)          | ongoing  |
        | no longer uses, stopped using, dropped       | ended    |
        | will use, plans to use                       | planned  |
        | will drop, plans to stop using (decided)     | ended    |
        | may use, is considering                      | possible |
        | does not use, will not use, ruled out using  | denied   |
        | has not dropped, has no plans to drop        | current  |

        Raises NotUnderstood for states that the ontology does not have: what may end, what may not be.
    """
    negated = ("not" in marks) != ("denied" in marks)
    if refusal := _unrecorded(marks, sense, negated):
        raise NotUnderstood(refusal)
    if sense.relation.state == "ended" or "ended" in marks:
        return "current" if negated else "ended"
    if negated:
        return "denied"
    if "possible" in marks or sense.relation.state == "possible":
        return "possible"
    return "planned" if "planned" in marks else _factual(marks, sense)


def _unrecorded(marks: Marks, sense: Sense, negated: bool) -> str | None:
    """Why the graph has no record of a state, None where it has."""
    ended = (sense.relation.state == "ended") + ("ended" in marks)
    possible = "possible" in marks or sense.relation.state == "possible"
    if ended == 2:
        return "the end of an end is no state that the graph records"
    if ended and possible:
        return "the graph has no record of what may end, only of what may begin"
    if negated and possible:
        return "the graph has no record of what may not be; ask what is not so, or what may be"
    return None


def _factual(marks: Marks, sense: Sense) -> Asked:
    """What verbs without a modal ask for."""
    if sense.lasting:
        return "ongoing" if "be" in marks and sense.forms == {"gerund"} else "current"
    return "past" if _is_past(marks, sense) else "current"


def _is_past(marks: Marks, sense: Sense) -> bool:
    if "past" in marks or "ever" in marks:
        return True
    if "have" in marks:
        return "gerund" not in sense.forms
    return not marks and "past" in sense.forms and not sense.forms & {"base", "third"}


def _way(way: WordedWay, turned: bool) -> Way:
    """The way with the role of the entity that is asked for."""
    symmetric = all(ONTOLOGY.predicates[name].symmetric for name in way.predicates)
    role: Role = "either" if symmetric else "object" if turned != way.turned else "subject"
    return Way(predicates=way.predicates, role=role, products=way.products)


def _allowed(ways: Iterable[Way], asked: Labels, others: Labels) -> Labels:
    """Those of the other's labels that can stand there in one of the ways."""
    return tuple(
        other for other in others if any(_fits(way, label, other) for way in ways for label in asked or LABELS)
    )


def _fits(way: Way, asked: Label, other: Label) -> bool:
    subject, object = (other, asked) if way.role == "object" else (asked, other)
    return any(ONTOLOGY.predicates[name].allows(subject, object) for name in way.predicates)


def _labels(side: Side) -> Labels:
    if isinstance(side, Name):
        return tuple(dict.fromkeys(entity.label for entity in side.entities))
    return side.sort.labels or LABELS


def _ref(text: str, name: Name, labels: Labels = LABELS) -> Ref:
    """The entities of these labels that carry the name.

    Raises NotUnderstood where they are different things; those that no claim speaks of do not count beside those that
    some do.
    """
    entities = [entity for entity in name.entities if entity.label in labels]
    entities = [entity for entity in entities if entity.in_graph] or entities
    names = sorted({entity.name for entity in entities})
    if len(names) > 1:
        raise NotUnderstood(f"“{text}” may stand for {' or '.join(names)}; name one of them in full")
    return Ref(name=names[0], ids=tuple(sorted(entity.id for entity in entities)))


def _narrowed(name: Name, where: Condition) -> Ref:
    """The name as the subject of a condition: with those labels that can stand there."""
    return _ref(name.text, name, _standing(where))


def _standing(condition: Condition) -> Labels:
    """The labels that an entity which meets the condition can have."""
    match condition:
        case Link(ways=ways):
            return tuple(label for label in LABELS if any(_stands(way, label) for way in ways))
        case Without():
            return LABELS
        case All(parts=parts):
            return tuple(label for label in LABELS if all(label in _standing(part) for part in parts))
        case Either(parts=parts) | Readings(parts=parts):
            return tuple(label for label in LABELS if any(label in _standing(part) for part in parts))


def _stands(way: Way, label: Label) -> bool:
    return any(_fits(way, label, other) for other in LABELS)


def _joined(join: Join, parts: tuple[Link | Readings, ...]) -> Condition:
    """Several objects of one verb. A negation before `or` denies each; before `and` it may deny each, or both together."""
    if len(parts) == 1:
        return parts[0]
    denied = any(_asked(part) == "denied" for part in parts)
    if join == "and" and denied:
        raise NotUnderstood("“not … and …” can be taken in two ways; say “neither … nor …”")
    if join == "or" and not denied:
        return Either(parts=parts)
    return All(parts=parts)


def _asked(part: Link | Readings) -> Asked:
    """The state that all readings of one wording share."""
    return (
        part.asked if isinstance(part, Link) else next(_asked(p) for p in part.parts if isinstance(p, Link | Readings))
    )


def _lenient(part: Condition) -> Condition:
    """A denial beside a positive condition (`… but do not use Y`) asks for what nothing is known to do."""
    match part:
        case Link(asked="denied"):
            return Without(part=part.model_copy(update={"asked": "current"}))
        case Readings(parts=parts) if _asked(part) == "denied":
            positive = (p.model_copy(update={"asked": "current"}) for p in parts)
            return Without(part=part.model_copy(update={"parts": tuple(positive)}))
    return part


def _both(first: Sort, second: Sort) -> Sort:
    labels = tuple(label for label in first.labels or LABELS if label in (second.labels or LABELS))
    if not labels:
        raise NotUnderstood(f"nothing is both {' or '.join(first.labels)} and {' or '.join(second.labels)}")
    return Sort(() if labels == LABELS else labels, tuple(dict.fromkeys(first.kinds + second.kinds)))


def _misfit(relation: Relation, labels: Labels, other: Side) -> str:
    """Why a relation cannot hold between these two."""
    predicates = [name for way in relation.readings[0] for name in way.predicates]
    ends = "; ".join(f"{name} {_ends(name)}" for name in predicates)
    what = f"{other.text} is a {' or '.join(_labels(other)).lower()}" if isinstance(other, Name) else "the other end"
    asked = f", and the question asks for a {' or '.join(labels).lower()}" if labels else ""
    return f"this cannot be: {what}{asked}. {ends}"


def _ends(predicate: str) -> str:
    return " or ".join(
        f"leads from {'/'.join(pair.subjects)} to {'/'.join(pair.objects)}"
        for pair in ONTOLOGY.predicates[predicate].ends
    )
