"""The one function that API and command line share: a question in, its answer with the sentences behind it out."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from app import queries
from app.evaluate import Evaluation
from app.findings import Draft, find
from app.known import KnownNames
from app.questions.names import Names
from app.questions.query import Linked, Period
from app.questions.understand import Understood, understand
from app.questions.wording import wording
from app.questions.words import lexicon
from app.records import Arrow, Quote, Statement
from app.responses import Asked, Evidence, Interpretation, Row
from app.shaping import arrow, entity_ref, evidence
from graph_schema.errors import NotUnderstood
from graph_schema.store import Store

QUOTES = 3  # sentences for each arrow of a row
ROWS = 100


def ask(question: str, store: Store, names: KnownNames, today: date | None = None, rows: int = ROWS) -> Asked:
    """The answer to a question, with at most so many rows of evidence.

    `today`: what "last year" counts from, else the day of the clock. Raises NotUnderstood for what the grammar has no
    place for, and StoreUnavailable.
    """
    understood = _understood(question, names, today or date.today())
    query = understood.query
    period = Period() if isinstance(query, Linked) else query.period
    evaluation = Evaluation(store, period)
    finding = find(query, evaluation)
    cypher, parameters = _written(evaluation.statements)
    return Asked(
        question=question,
        interpretation=Interpretation(text=wording(query), query=query),
        notes=[*understood.notes, *finding.notes],
        cypher=cypher,
        parameters=parameters,
        answer=finding.answer,
        rows=_rows(finding.rows[:rows], store, period),
    )


def _understood(question: str, names: KnownNames, today: date) -> Understood:
    known = names.current()
    try:
        return _read(question, known, today)
    except NotUnderstood:
        if (fresh := names.fresh()) is known:
            raise
        return _read(question, fresh, today)


@lru_cache(maxsize=1024)
def _read(question: str, names: Names, today: date) -> Understood:
    return understand(question, names, lexicon(), today)


def _written(statements: Sequence[Statement]) -> tuple[str, dict[str, Any]]:
    """All statements as one text; parameters of the second and further ones carry their number."""
    texts, parameters = [], {}
    for number, statement in enumerate(statements, 1):
        text = statement.text
        for name, value in statement.parameters.items():
            numbered = name if number == 1 else f"{name}_{number}"
            text = re.sub(rf"\${name}\b", f"${numbered}", text)
            parameters[numbered] = value
        texts.append(text)
    return ";\n\n".join(texts), parameters


def _rows(drafts: Sequence[Draft], store: Store, period: Period) -> list[Row]:
    quotes = _quotes(drafts, store, period)
    return [
        Row(
            entity=entity_ref(draft.entity),
            path=[arrow(found) for found in draft.path],
            evidence=_sentences((*draft.decisive, *draft.path), quotes),
            counter_evidence=_sentences(draft.against, quotes),
            change=draft.change,
        )
        for draft in drafts
    ]


def _quotes(drafts: Sequence[Draft], store: Store, period: Period) -> dict[str, list[Quote]]:
    """The sentences behind each arrow; a period narrows down what was asked for, not who makes the product between."""
    dated = {found.id for draft in drafts for found in (*draft.decisive, *draft.against)}
    others = {found.id for draft in drafts for found in draft.path} - dated
    quotes: dict[str, list[Quote]] = defaultdict(list)
    wanted = [(dated | others, period)] if period == Period() else [(dated, period), (others, Period())]
    for arrows, when in wanted:
        for quote in queries.quotes(store, arrows, when, QUOTES) if arrows else ():
            quotes[quote.arrow_id].append(quote)
    return quotes


def _sentences(arrows: Iterable[Arrow], quotes: dict[str, list[Quote]]) -> list[Evidence]:
    return [evidence(quote, found) for found in dict.fromkeys(arrows) for quote in quotes[found.id]]
