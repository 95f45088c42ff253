"""One function for each reading statement of the folder `cypher`: typed parameters in, records out.

What stands in a statement between percent signs is a name from the ontology or a constant of this module, never input.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from functools import cache
from pathlib import Path
from typing import Any

from app.questions.names import Known
from app.questions.query import Period
from app.records import Arrow, Branch, Found, Node, Quote, Scope, Stated, Statement, label_of
from graph_schema.ontology import LABELS, ONTOLOGY, STATUSES, Label, Status
from graph_schema.store import Row, Store


def changes(store: Store) -> int | None:
    """How often the graph was written to; None where its schema was never applied."""
    rows = store.read(_query("changes"))
    return (rows[0]["changes"] or 0) if rows else None


def names(store: Store) -> list[Known]:
    """Every entity of the graph with what it is called."""
    return [
        Known(row["id"], row["name"], label_of(row["id"]), tuple(row["kinds"]), seen=tuple(row["aliases"]))
        for row in store.read(_query("names"))
    ]


def links(
    branches: Sequence[Branch],
    labels: Sequence[Label],
    kinds: Sequence[str],
    ids: Sequence[str],
    entities: Sequence[str] | None,
) -> Statement:
    """The statement that looks for arrows between the named ends and entities of these labels and kinds."""
    named = dict.fromkeys(label_of(identity) for identity in ids)
    text = "\nUNION ALL\n".join(_branch(branch, labels, label) for branch in branches for label in named)
    parameters = {"ids": sorted(ids), "kinds": list(kinds), "entities": None if entities is None else sorted(entities)}
    return Statement(text, parameters)


def found(store: Store, statement: Statement) -> list[Found]:
    """What such a statement finds."""
    return [_found(row) for row in store.read(statement.text, **statement.parameters)]


def arrows_of(ids: Sequence[str], others: Sequence[str] | None = None) -> Statement:
    """The statement that looks for all arrows of some entities, or for those between them and others."""
    branch = Branch(0, tuple(ONTOLOGY.predicates), "either", through_product=False)
    return links([branch], LABELS, (), ids, others)


def within(store: Store, arrows: Iterable[Arrow], period: Period) -> dict[str, Arrow]:
    """The arrows that have support in a period, by id, with that support alone."""
    by_id = {arrow.id: arrow for arrow in arrows}
    rows = store.read(_query("support_within"), arrows=sorted(by_id), **period.model_dump())
    return {row["id"]: replace(by_id[row["id"]], **row) for row in rows}


def quotes(store: Store, arrows: Iterable[str], period: Period, limit: int) -> list[Quote]:
    """The newest claims behind each arrow, as far as they belong to the period."""
    rows = store.read(_query("evidence"), arrows=sorted(set(arrows)), limit=limit, **period.model_dump())
    return [Quote(**row) for row in rows]


def paths(start: str, end: str) -> Statement:
    """The statement that looks for the shortest chains of arrows; denials link nothing."""
    statuses = [status for status in STATUSES if status != "denied"]
    types = "|".join(_types(ONTOLOGY.predicates, statuses))
    text = _query("paths", START=label_of(start), END=label_of(end), TYPES=types)
    return Statement(text, {"start": start, "end": end})


def chains(store: Store, statement: Statement) -> list[tuple[tuple[Node, ...], tuple[Arrow, ...]]]:
    """The entities and the arrows of each path that such a statement finds."""
    return [_chain(row) for row in store.read(statement.text, **statement.parameters)]


def supported_before(store: Store, arrows: Iterable[str], since: str) -> dict[str, str]:
    """Arrow to the date of its newest support before a date; no entry where it had none."""
    rows = store.read(_query("before"), arrows=sorted(arrows), since=since)
    return {row["id"]: row["last"] for row in rows}


# -- listings -----------------------------------------------------------------------------------------------------------


def claims_of(
    store: Store, scope: Scope, filters: dict[str, Any], after: Sequence[str] | None, limit: int
) -> list[Stated]:
    """Claims of the entity or document in the filters, newest first, after a date and an id."""
    label = "Document" if scope == "document" else label_of(filters[scope])
    text = _query("claims", START=_REACHED[scope].replace("%LABEL%", label), AFTER=_AFTER, ORDER=_NEWEST)
    date, identity = after or (None, None)
    rows = store.read(text, **filters, after_date=date, after=identity, limit=limit)
    return [_stated(row) for row in rows]


def claims_between(store: Store, low: str, high: str, filters: dict[str, Any], limit: int) -> list[Stated]:
    """Claims with an id above one and up to another, in the order of ids."""
    text = _query("claims", START=_CLAIM_WINDOW, AFTER="true", ORDER="claim.id")
    return [_stated(row) for row in store.read(text, **filters, low=low, high=high, limit=limit)]


def rare_claims(store: Store, scope: Scope, low: str, filters: dict[str, Any], limit: int) -> list[Stated]:
    """Claims with an id above one, in the order of ids, found by the index of what the filters say."""
    text = _query("claims", START=_REACHED[scope], AFTER="claim.id > $low", ORDER="claim.id")
    return [_stated(row) for row in store.read(text, **filters, low=low, limit=limit)]


def arrows_with(  # noqa: PLR0913, PLR0917 - a page is scope, filters, place and size
    store: Store,
    scope: Scope,
    types: Sequence[str] | None,
    filters: dict[str, Any],
    after: Sequence[str] | None,
    limit: int,
) -> list[Arrow]:
    """Arrows of the entity in the filters, newest first, after a date and an id."""
    arrow = f"[arrow:{'|'.join(types or ONTOLOGY.arrow_names)}]"
    other = "(other:Company|Product|Platform)"
    pattern = {"subject": f"(entity)-{arrow}->{other}", "object": f"(entity)<-{arrow}-{other}"}
    date, identity = after or (None, None)
    others = {"subject": filters["object"] or filters["entity"], "object": filters["entity"]}
    rows = store.read(
        _query("arrows", LABEL=label_of(filters[scope]), PATTERN=pattern.get(scope, f"(entity)-{arrow}-{other}")),
        **filters,
        id=filters[scope],
        other=others.get(scope),
        after_date=date,
        after=identity,
        limit=limit,
    )
    return [_found(row).arrow for row in rows]


def arrows_between(  # noqa: PLR0913, PLR0917
    store: Store, low: str, high: str, types: Sequence[str] | None, filters: dict[str, Any], limit: int
) -> list[Arrow]:
    """Arrows with an id above one and up to another, in the order of ids."""
    text = _query("arrows_window", START=_ARROW_WINDOW, TYPES="|".join(types or ONTOLOGY.arrow_names))
    return [_found(row).arrow for row in store.read(text, **filters, low=low, high=high, limit=limit)]


def rare_arrows(  # noqa: PLR0913, PLR0917
    store: Store, scope: Scope, low: str, types: Sequence[str] | None, filters: dict[str, Any], limit: int
) -> list[Arrow]:
    """Arrows with an id above one, in the order of ids, found by the index of what the filters say."""
    start = f"{_REACHED[scope]} AND claim.arrow_id > $low"
    text = _query("arrows_window", START=start, TYPES="|".join(types or ONTOLOGY.arrow_names))
    return [_found(row).arrow for row in store.read(text, **filters, low=low, limit=limit)]


def total_claims(store: Store) -> int:
    """How many claims there are."""
    return int(store.read(_query("total", LABEL="Claim"))[0]["total"])


def totals(store: Store) -> dict[str, int]:
    """How many nodes of each label, and how many arrows of each type there are; no entry where there may be none."""
    texts = [_query("total", LABEL=label) for label in (*LABELS, "Claim", "Document")]
    texts += [_query("total_arrows", TYPE=type_) for type_ in ONTOLOGY.arrow_names]
    return {row["name"]: row["total"] for row in store.read(" UNION ALL ".join(texts))}


def entity(store: Store, identity: str) -> Row | None:
    """An entity with its names, its kinds and the number of its claims."""
    return next(iter(store.read(_query("entity", LABEL=label_of(identity)), id=identity)), None)


def document(store: Store, identity: str) -> Row | None:
    """The properties of a document."""
    return next((row["document"] for row in store.read(_query("document"), id=identity)), None)


_REACHED: dict[Scope, str] = {
    "document": "MATCH (:Document {id: $document})<-[:STATED_IN]-(claim:Claim)",
    "subject": "MATCH (:%LABEL% {id: $subject})<-[:SUBJECT]-(claim:Claim)",
    "object": "MATCH (:%LABEL% {id: $object})<-[:OBJECT]-(claim:Claim)",
    "entity": "MATCH (:%LABEL% {id: $entity})<-[:SUBJECT|OBJECT]-(claim:Claim)",
    "types": "MATCH (claim:Claim) WHERE claim.type IN $types",
    # `~` comes after every digit and hyphen: all days of the last month, all months of the last year.
    "published": "MATCH (claim:Claim) WHERE claim.published >= $published_from AND claim.published <= $published_to + '~'",
}
_CLAIM_WINDOW = "MATCH (claim:Claim) WHERE claim.id > $low AND claim.id <= $high"
_ARROW_WINDOW = "MATCH (claim:Claim) WHERE claim.arrow_id > $low AND claim.arrow_id <= $high"
_NEWEST = "coalesce(claim.published, '') DESC, claim.id"
_AFTER = (
    "($after IS NULL OR coalesce(claim.published, '') < $after_date"
    " OR (coalesce(claim.published, '') = $after_date AND claim.id > $after))"
)


def _stated(row: Row) -> Stated:
    claim = row["claim"]
    return Stated(claim, Node(claim["subject_id"], row["subject_name"]), Node(claim["object_id"], row["object_name"]))


def _chain(row: Row) -> tuple[tuple[Node, ...], tuple[Arrow, ...]]:
    nodes = tuple(Node(*pair) for pair in row["nodes"])
    arrows = []
    for one, other, arrow in zip(nodes, nodes[1:], row["arrows"], strict=False):
        source, target = (one, other) if arrow["source"] == one.id else (other, one)
        arrows.append(_arrow(arrow["type"], arrow["arrow"], source, target))
    return nodes, tuple(arrows)


def _branch(branch: Branch, labels: Sequence[Label], named: Label) -> str:
    return _query(
        "links",
        LABEL=named,
        PATTERN=_pattern(branch, labels or LABELS),
        WAY=str(branch.way),
        BETWEEN=("[between.id, between.name] AS between" if branch.through_product else "null AS between"),
        MADE=(
            "[type(made), properties(made), startNode(made).id] AS made" if branch.through_product else "null AS made"
        ),
    )


def _pattern(branch: Branch, labels: Sequence[Label]) -> str:
    entity = f"(entity:{'|'.join(labels)})"
    arrow = f"[arrow:{'|'.join(_types(branch.predicates, STATUSES))}]"
    made = f"[made:{'|'.join(_types(['MAKES'], STATUSES))}]"
    between = "(between:Product|Platform)"
    match branch.role, branch.through_product:
        case "subject", False:
            return f"(other)<-{arrow}-{entity}"
        case "subject", True:
            return f"(other)<-{arrow}-{between}<-{made}-{entity}"
        case "object", False:
            return f"(other)-{arrow}->{entity}"
        case "object", True:
            return f"(other)-{made}->{between}-{arrow}->{entity}"
    return f"(other)-{arrow}-{entity}"


def _types(predicates: Iterable[str], statuses: Iterable[Status]) -> list[str]:
    return [ONTOLOGY.predicates[name].arrows[status] for name in predicates for status in statuses]


def _found(row: Row) -> Found:
    entity, other = Node(row["entity"], row["entity_name"]), Node(row["other"], row["other_name"])
    if row.get("between") is None:
        source, target = (entity, other) if row["source"] == entity.id else (other, entity)
        return Found(row.get("way", 0), entity, _arrow(row["type"], row["arrow"], source, target))
    between = Node(*row["between"])
    made_type, made, maker_id = row["made"]
    maker, end = (entity, other) if maker_id == entity.id else (other, entity)
    arrow = _arrow(row["type"], row["arrow"], between, end)
    return Found(row["way"], entity, arrow, _arrow(made_type, made, maker, between))


def _arrow(type_: str, properties: Row, source: Node, target: Node) -> Arrow:
    given: dict[str, Any] = {field.name: properties.get(field.name) for field in fields(Arrow)}
    return Arrow(**(given | {"type": type_, "source": source, "target": target}))


@cache
def _query(name: str, **words: str) -> str:
    """The statement of a file, its words between percent signs replaced."""
    lines = Path(__file__).with_name("cypher").joinpath(f"{name}.cypher").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.startswith("//"))
    for word, value in words.items():
        text = text.replace(f"%{word}%", value)
    return text
