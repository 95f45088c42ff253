"""How each kind of query is answered: the value, and what each row will show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product

from app import history, queries
from app.evaluate import Evaluation, Judgements, Scope
from app.judge import Fact, Judgement, Value
from app.questions.query import About, Changes, Group, HowMany, Link, Linked, Period, Query, Ref, When, Whether, Which
from app.questions.understand import EXAMPLES
from app.records import Arrow, Found, Node
from app.responses import Answer, Change
from graph_schema.errors import NotUnderstood

DATES = 1000  # claims of one arrow that the dates of an event are taken from

_INSTEAD = 5  # facts told where none is an answer

_OPEN_WORLD = "“without” means that no claim says so; that is no proof that it is not so"
_MADE_ONCE = "by the newest claims it is made no more; this is who made it"
_BEST_FIRST: tuple[Value, ...] = ("yes", "no", "no evidence")


@dataclass(frozen=True, slots=True)
class Draft:
    """A row before its sentences are looked up: arrows to show, and whose sentences speak for it and against it."""

    entity: Node
    path: tuple[Arrow, ...]
    decisive: tuple[Arrow, ...]
    against: tuple[Arrow, ...] = ()
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer before its sentences are looked up."""

    answer: Answer
    rows: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()


def find(query: Query, evaluation: Evaluation) -> Finding:
    """The answer to any query."""
    match query:
        case Which() | HowMany():
            finding = _set(query, evaluation)
        case Whether(subject=Ref() as subject):
            finding = _verdict(query, subject, evaluation)
        case Whether(subject=Group() as group):
            finding = _any_of(query, group, evaluation)
        case When():
            finding = _dates(query, evaluation)
        case Linked():
            finding = _path(query, evaluation)
        case About():
            finding = _about(query, evaluation)
        case Changes():
            finding = _changes(query, evaluation)
    return finding


def _set(query: Which | HowMany, evaluation: Evaluation) -> Finding:
    candidates = evaluation.candidates(query.group)
    notes: tuple[str, ...] = (_OPEN_WORLD,) if '"without"' in query.model_dump_json() else ()
    if not _members(candidates) and (once := _made_once(query)):
        candidates = evaluation.candidates(once)
        notes = (_MADE_ONCE,) if _members(candidates) else ()
    members = _members(candidates)
    if not members:
        notes += _instead(fact for judgement in candidates.values() for fact in judgement.known)
    drafts = tuple(_draft(entity, judgement.as_member) for entity, judgement in members)
    if isinstance(query, HowMany):
        return Finding(Answer(type="count", value=len(drafts)), drafts, notes)
    return Finding(Answer(type="entities", value=list(dict.fromkeys(node.name for node, _ in members))), drafts, notes)


def _members(candidates: Judgements) -> list[tuple[Node, Judgement]]:
    """Those that belong to the set, by name."""
    members = ((entity, judgement) for entity, judgement in candidates.items() if judgement.case)
    return sorted(members, key=lambda member: (member[0].name.casefold(), member[0].id))


def _made_once(query: Which | HowMany) -> Group | None:
    """Who makes what nobody makes any more: who made it. None for other questions."""
    where = query.group.where
    if isinstance(query, Which) and isinstance(where, Link) and (where.relation, where.asked) == ("make", "current"):
        return query.group.model_copy(update={"where": where.model_copy(update={"asked": "past"})})
    return None


def _draft(entity: Node, judgement: Judgement) -> Draft:
    path = dict.fromkeys(arrow for fact in judgement.proof for arrow in fact.path)
    decisive = dict.fromkeys(fact.arrow for fact in judgement.proof)
    against = dict.fromkeys(fact.arrow for fact in judgement.against)
    return Draft(entity, tuple(path), tuple(decisive), tuple(against))


def _verdict(query: Whether, subject: Ref, evaluation: Evaluation) -> Finding:
    judged = evaluation.judgements(query.where, Scope(ids=subject.ids))
    # A name may have several ids: what is said of any of them is said of the name.
    for value in _BEST_FIRST:
        for entity, judgement in sorted(judged.items(), key=lambda item: item[0].id):
            if judgement.value == value:
                rows = () if value == "no evidence" else (_draft(entity, judgement),)
                return Finding(Answer(type="verdict", value=value), rows, _instead(judgement.instead))
    return Finding(Answer(type="verdict", value="no evidence"))


def _instead(facts: Iterable[Fact]) -> tuple[str, ...]:
    """What the graph does say, where that is no answer."""
    arrows = (arrow for fact in facts for arrow in fact.path)
    known = dict.fromkeys(f"known instead: {arrow.source.name} {arrow.type} {arrow.target.name}" for arrow in arrows)
    return tuple(islice(known, _INSTEAD))


def _any_of(query: Whether, group: Group, evaluation: Evaluation) -> Finding:
    """Yes where anything of the group is found; that nothing is found denies nothing."""
    wanted = group.model_copy(update={"where": query.where})
    found = _set(Which(group=wanted, period=query.period), evaluation)
    return Finding(Answer(type="verdict", value="yes" if found.rows else "no evidence"), found.rows, found.notes)


def _dates(query: When, evaluation: Evaluation) -> Finding:
    judged = evaluation.judgements(query.where, Scope(ids=query.subject.ids))
    drafts = tuple(_draft(entity, judgement) for entity, judgement in judged.items() if judgement.value == "yes")
    arrows = {arrow.id for draft in drafts for arrow in draft.decisive}
    quotes = queries.quotes(evaluation.store, arrows, query.period, DATES) if arrows else []
    return Finding(Answer(type="claims", value=sorted({quote.date for quote in quotes if quote.date})), drafts)


def _path(query: Linked, evaluation: Evaluation) -> Finding:
    if set(query.start.ids) & set(query.end.ids):
        raise NotUnderstood(f"{query.start.name} and {query.end.name} are the same", examples=EXAMPLES)
    ends = product(query.start.ids, query.end.ids)
    statements = [evaluation.noted(queries.paths(start, end)) for start, end in ends]
    found = (chain for statement in statements for chain in queries.chains(evaluation.store, statement))
    chains = sorted(found, key=_path_order)
    if not chains:
        return Finding(Answer(type="path", value=[]), notes=("no chain of at most six arrows links the two",))
    drafts = tuple(Draft(nodes[-1], arrows, arrows) for nodes, arrows in chains)
    return Finding(Answer(type="path", value=[node.name for node in chains[0][0]]), drafts)


def _path_order(chain: tuple[tuple[Node, ...], tuple[Arrow, ...]]) -> tuple[int, int, int, list[str]]:
    """Short first; then what holds now; then what is well supported."""
    _, arrows = chain
    holding, sources = sum(arrow.holds for arrow in arrows), sum(arrow.sources for arrow in arrows)
    return len(arrows), -holding, -sources, [arrow.id for arrow in arrows]


def _about(query: About, evaluation: Evaluation) -> Finding:
    found = _all_arrows(query.entity, query.other, evaluation)
    if query.period != Period():
        kept = queries.within(evaluation.store, (item.arrow for item in found), query.period)
        found = [item for item in found if item.arrow.id in kept]
    newest = sorted(found, key=lambda item: (item.arrow.last or "", item.arrow.id), reverse=True)
    drafts = tuple(Draft(item.entity, (item.arrow,), (item.arrow,)) for item in newest)
    return Finding(Answer(type="claims", value=_names(drafts)), drafts)


def _changes(query: Changes, evaluation: Evaluation) -> Finding:
    found = _all_arrows(query.entity, query.other, evaluation)
    turns = sorted(
        history.turns(evaluation.store, found, query.period),
        key=lambda turn: (turn.after.last or "", turn.after.id),
        reverse=True,
    )
    drafts = tuple(_turned(turn) for turn in turns)
    return Finding(Answer(type="claims", value=_names(drafts)), drafts)


def _turned(turn: history.Turn) -> Draft:
    before = turn.before.status if turn.before else None
    change = Change(predicate=turn.after.predicate, before=before, after=turn.after.status, date=turn.after.last)
    return Draft(turn.found.entity, (turn.after,), (turn.after,), (turn.before,) if turn.before else (), change)


def _all_arrows(entity: Ref, other: Ref | None, evaluation: Evaluation) -> list[Found]:
    """Every arrow of an entity once, also one that leads from it to itself under another label."""
    statement = evaluation.noted(queries.arrows_of(entity.ids, other.ids if other else None))
    return list({item.arrow.id: item for item in queries.found(evaluation.store, statement)}.values())


def _names(drafts: Sequence[Draft]) -> list[str]:
    return sorted({draft.entity.name for draft in drafts}, key=str.casefold)
