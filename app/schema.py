"""The ontology as the API shows it, with how many of each thing the graph holds."""

from collections import Counter

from app import queries
from app.questions.names import Names
from app.responses import ArrowType, Counted, PredicateDetail, PredicateEnds, Schema
from graph_schema.ontology import ONTOLOGY, PredicateRule
from graph_schema.store import Store


def describe(store: Store, names: Names) -> Schema:
    """The ontology with counts; those of kinds are counted over the names."""
    totals = queries.totals(store)
    kinds = Counter(kind for known in names.by_id.values() if known.in_graph for kind in known.kinds)
    return Schema(
        documents=totals.get("Document", 0),
        claims=totals.get("Claim", 0),
        labels={
            label: Counted(meaning=meaning, count=totals.get(label, 0)) for label, meaning in ONTOLOGY.labels.items()
        },
        kinds={kind: Counted(meaning=meaning, count=kinds[kind]) for kind, meaning in ONTOLOGY.kinds.items()},
        statuses=ONTOLOGY.statuses,
        predicates={name: _predicate(rule, totals) for name, rule in ONTOLOGY.predicates.items()},
    )


def _predicate(rule: PredicateRule, totals: dict[str, int]) -> PredicateDetail:
    return PredicateDetail(
        meaning=rule.meaning,
        symmetric=rule.symmetric,
        ends=[PredicateEnds(subjects=list(pair.subjects), objects=list(pair.objects)) for pair in rule.ends],
        arrows={status: ArrowType(type=type_, count=totals.get(type_, 0)) for status, type_ in rule.arrows.items()},
    )
