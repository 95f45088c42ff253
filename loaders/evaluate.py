"""Found against marked: precision, recall, F1, with and without status, by predicate and by status, and each error.

Marked articles are JSON Lines: `id`, `format` (`html` or text), `text`, `entities` (`name`, `aliases`) and `triples`
(`s`, `p`, `o`, `status`, `quote`, `optional`). Finding an optional triple is neither rewarded nor punished.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from graph_schema.errors import BadInput
from graph_schema.ontology import ONTOLOGY
from graph_schema.records import Claim, Document
from loaders.clean import clean
from loaders.load import Extractor
from loaders.readers.record import Raw

_LEGAL_FORM = re.compile(
    r"\b(?:inc|corp|corporation|co|company|ltd|limited|llc|plc|ag|se|sa|nv|gmbh|group|holdings?|n\.?v\.?|s\.?a\.?)\b"
)


class Triple(NamedTuple):
    """A statement in the names of the marked article; of a symmetric predicate the ends are in alphabetical order."""

    predicate: str
    subject: str
    object: str

    @classmethod
    def of(cls, subject: str, predicate: str, object: str) -> "Triple":
        ends = (subject, object)
        return cls(predicate, *(sorted(ends) if ONTOLOGY.predicates[predicate].symmetric else ends))


Statement = tuple[Triple, str]
"""A triple and its status."""


@dataclass(frozen=True, slots=True)
class Article:
    """A marked article: what must be found in it and what may be, each with the words that say so."""

    id: str
    raw: Raw
    names: dict[str, str]
    required: dict[Statement, str]
    optional: frozenset[Statement]

    def name_of(self, found: str) -> str:
        """The marked name that a found one stands for; what it is called itself, with a `?`, where there is none."""
        return self.names.get(_plain(found)) or self.names.get(_bare(found)) or f"?{_plain(found)}"


@dataclass(slots=True)
class Score:
    """Right, wrong and missed, counted."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        found = self.right + self.wrong
        return self.right / found if found else 0.0

    @property
    def recall(self) -> float:
        marked = self.right + self.missed
        return self.right / marked if marked else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    def count(self, outcome: str) -> None:
        """One more that is `right`, `wrong` or `missed`."""
        setattr(self, outcome, getattr(self, outcome) + 1)

    def as_dict(self) -> dict[str, Any]:
        """Counts, and shares to three digits."""
        shares = {name: round(getattr(self, name), 3) for name in ("precision", "recall", "f1")}
        return asdict(self) | shares


@dataclass(frozen=True, slots=True)
class Mistake:
    """`kind`: `wrong` (found and not marked) or `missed` (marked and not found); `words`: sentence or quote."""

    kind: str
    article: str
    subject: str
    predicate: str
    object: str
    status: str
    words: str


@dataclass(slots=True)
class Evaluation:
    """The score over all articles; `matched`: triples found whatever their status, of them `status_right`."""

    articles: int = 0
    total: Score = field(default_factory=Score)
    without_status: Score = field(default_factory=Score)
    matched: int = 0
    status_right: int = 0
    by_predicate: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    by_status: defaultdict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def status_accuracy(self) -> float | None:
        return self.status_right / self.matched if self.matched else None

    def as_dict(self) -> dict[str, Any]:
        """The evaluation as JSON has it."""
        return {
            "articles": self.articles,
            "with_status": self.total.as_dict(),
            "without_status": self.without_status.as_dict(),
            "status_accuracy": None if self.status_accuracy is None else round(self.status_accuracy, 3),
            "by_predicate": {name: score.as_dict() for name, score in sorted(self.by_predicate.items())},
            "by_status": {name: score.as_dict() for name, score in sorted(self.by_status.items())},
            "mistakes": [asdict(mistake) for mistake in self.mistakes],
        }


def evaluate(articles: Iterable[Article], extractor: Extractor, evaluation: Evaluation | None = None) -> Evaluation:
    """Clean and extract every article as `load` would, and score what is found, into an evaluation if one is given."""
    evaluation = evaluation or Evaluation()
    for article in articles:
        document = clean(article.raw)
        claims = extractor.extract(document).claims if isinstance(document, Document) else ()
        add(evaluation, article, claims)
    return evaluation


def add(evaluation: Evaluation, article: Article, claims: Iterable[Claim]) -> None:
    """Score the claims of one article."""
    found: dict[Statement, str] = {}
    for claim in claims:
        triple = Triple.of(article.name_of(claim.subject.name), claim.predicate, article.name_of(claim.object.name))
        found[triple, claim.status] = claim.sentence
    evaluation.articles += 1
    _count_statements(evaluation, article, found)
    triples = {triple for triple, _ in found}
    _count_triples(evaluation, article, triples)
    evaluation.matched += sum(triple in triples for triple, _ in article.required)
    evaluation.status_right += len(article.required.keys() & found.keys())


def _count_statements(evaluation: Evaluation, article: Article, found: dict[Statement, str]) -> None:
    required = {triple for triple, _ in article.required}
    tolerated = {triple for triple, _ in article.optional} - required
    for statement, words in (found | article.required).items():
        if statement in article.required:
            outcome = "right" if statement in found else "missed"
        elif statement in article.optional or statement[0] in tolerated:
            continue
        else:
            outcome = "wrong"
        triple, status = statement
        for score in (evaluation.total, evaluation.by_predicate[triple.predicate], evaluation.by_status[status]):
            score.count(outcome)
        if outcome != "right":
            mistake = Mistake(outcome, article.id, triple.subject, triple.predicate, triple.object, status, words)
            evaluation.mistakes.append(mistake)


def _count_triples(evaluation: Evaluation, article: Article, found: set[Triple]) -> None:
    required, optional = ({triple for triple, _ in part} for part in (article.required, article.optional))
    evaluation.without_status.right += len(found & required)
    evaluation.without_status.wrong += len(found - required - optional)
    evaluation.without_status.missed += len(required - found)


def read_marked(path: Path) -> Iterator[Article]:
    """The marked articles of a JSON Lines file. Raises BadInput, naming the line, if one cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield _article(json.loads(line))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise BadInput(f"{path}#{number}: not a marked article: {type(error).__name__} {error}") from error


def _article(record: dict[str, Any]) -> Article:
    names: dict[str, str] = {}
    for entity in record["entities"]:
        for name in (entity["name"], *(entity.get("aliases") or ())):
            names.setdefault(_plain(name), entity["name"])
            names.setdefault(_bare(name), entity["name"])
    required, optional = {}, set()
    for marked in record["triples"]:
        statement = Triple.of(marked["s"], marked["p"], marked["o"]), marked["status"]
        if marked.get("optional"):
            optional.add(statement)
        else:
            required[statement] = marked.get("quote", "")
    raw = Raw(record["id"], f"text:{record['id']}", record["text"], "html" if record["format"] == "html" else "text")
    return Article(record["id"], raw, names, required, frozenset(optional))


def _plain(name: str) -> str:
    """How names are compared: case, article, possessive and punctuation aside."""
    name = unicodedata.normalize("NFKC", name).casefold().replace("’", "'").strip()
    name = re.sub(r"'s$|'$", "", name).removeprefix("the ")
    return " ".join(re.sub(r"[^\w+ ]+", " ", name).split())


def _bare(name: str) -> str:
    """Legal forms aside, too."""
    plain = _plain(name)
    return " ".join(_LEGAL_FORM.sub(" ", plain).split()) or plain
