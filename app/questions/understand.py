"""The way from the text of a question to its query, or to a refusal that says what was understood."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from app.questions.meaning import Meaning
from app.questions.names import Names
from app.questions.query import Period, Query
from app.questions.shape import shapes
from app.questions.tokens import Tokens, tokenize
from app.questions.words import Lexicon, Sign
from graph_schema.errors import NotUnderstood

LONGEST = 300  # letters of a question

EXAMPLES = (
    "Which OEMs dropped Alexa?",
    "What does Stellantis use?",
    "Did Stellantis drop Alexa?",
    "Which companies use AWS but not Azure?",
    "How many OEMs use Android Automotive OS?",
    "Who supplies BMW?",
    "How is BMW linked to Qualcomm?",
    "What changed for Ford since March 2025?",
)


@dataclass(frozen=True, slots=True)
class Understood:
    """A question's query, and notes on how it was read."""

    query: Query
    notes: tuple[str, ...]


def understand(question: str, names: Names, lexicon: Lexicon, today: date) -> Understood:
    """What the question asks.

    `today` is what `last year` counts from. Raises NotUnderstood, saying what was understood and giving examples, where
    the grammar has no place for the question or more than one.
    """
    if len(question) > LONGEST:
        raise NotUnderstood(f"a question has at most {LONGEST} letters", examples=EXAMPLES)
    try:
        tokens = tokenize(question, names, lexicon, today)
    except NotUnderstood as refusal:
        raise NotUnderstood(str(refusal), examples=EXAMPLES) from refusal
    unknown = [token.text for token in tokens.tokens if not token.readings]
    if unknown:
        raise NotUnderstood(_unknown(unknown, names), tokens.understood, EXAMPLES)
    if untold := _untold(tokens):
        raise NotUnderstood(untold, tokens.understood, EXAMPLES)
    refusals: list[str] = []
    for queries in _queries(tokens, Meaning(lexicon, tokens.period or Period()), refusals):
        if len(queries) == 1:
            return Understood(queries[0], tokens.notes)
        raise NotUnderstood("the question can be read in more than one way", tokens.understood, EXAMPLES)
    message = refusals[0] if refusals else "this is no question that can be asked of the graph"
    raise NotUnderstood(message, tokens.understood, EXAMPLES)


def _queries(tokens: Tokens, meaning: Meaning, refusals: list[str]) -> Iterator[list[Query]]:
    """For each way to read the tokens the different queries that it can mean; reasons against the others are noted."""
    for questions in shapes(tokens):
        queries: list[Query] = []
        for question in questions:
            try:
                query = meaning.query(question)
            except NotUnderstood as refusal:
                refusals.append(str(refusal))
                continue
            if query not in queries:
                queries.append(query)
        if queries:
            yield queries


def _untold(tokens: Tokens) -> str | None:
    """What to ask for instead of a sort of things that the graph does not tell apart."""
    for token in tokens.tokens:
        sign = token.readings[0][1]
        if isinstance(sign, Sign) and sign.instead:
            return f"the graph does not tell {token.text} from other {sign.instead}; ask for {sign.instead}"
    return None


def _unknown(words: list[str], names: Names) -> str:
    """What is unknown, with names that look like it."""
    parts = []
    for word in words:
        similar = names.similar(word)
        parts.append(f"“{word}”" + (f" (did you mean {' or '.join(similar)}?)" if similar else ""))
    return f"not known: {', '.join(parts)}"
