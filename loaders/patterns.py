"""Strict rules: wordings as data (`patterns/*.yaml`), one file a predicate, and what they say of the names in a text.

A file gives templates (see `wording.py`) under the status that they have by themselves; `status.yaml` lists the phrases in front
of a verb that change it ("no longer", "plans to"), `words.yaml` the English that all of them lean on. So a predicate is added
by a file alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import Field, ValidationError

from graph_schema.errors import BadInput
from graph_schema.ontology import ONTOLOGY, Status, Strict
from loaders.claims import Relation
from loaders.link import Cluster
from loaders.recognise import Mention, Recognised
from loaders.relate import Meant
from loaders.sentences import Sentence
from loaders.wording import Language, Wording, name, numbers

FOLDER = Path(__file__).with_name("patterns")
QUOTES = "\"“”'"
SILENT, NEUTRAL = "silent", "neutral"
STRONGEST: tuple[Status, ...] = ("denied", "ended", "possible", "planned")
_OWN = re.compile(r"^(?:its|their|whose|our|his|her)$", re.IGNORECASE)
_NOBODY = re.compile(r"^(?:neither|none|nobody)$", re.IGNORECASE)
_NOT = ((r"\bwon't\b", "will not"), (r"\bcan't\b|\bcannot\b", "can not"), (r"n't\b", " not"))
_WORD = re.compile(r"[\w-]+")


class Rules(Strict):
    """One predicate: its templates by the status that they give, and how often what they say is right."""

    predicate: str
    confidence: Annotated[float, Field(gt=0, le=1)]
    templates: dict[Status, tuple[str, ...]]


class Cues(Strict):
    """Phrases in front of a verb; `veto`, `veto_after`: anywhere before or behind a match, these make it unsure."""

    cues: dict[Status, tuple[str, ...]]
    silent: tuple[str, ...]
    neutral: tuple[str, ...]
    veto: tuple[str, ...]
    veto_after: tuple[str, ...]


class Words(Strict):
    """See the comments in `words.yaml`."""

    irregular: dict[str, str]
    prepositions: str
    stops: str
    ends: str


@dataclass(frozen=True, slots=True)
class Hit:
    """What one template says of two mentions, by their numbers in the document."""

    subject: int
    predicate: str
    object: int
    status: Status
    confidence: float
    template: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One template, and what it says."""

    predicate: str
    status: Status
    confidence: float
    wording: Wording


File = TypeVar("File", bound=Strict)


def _read(path: Path, shape: type[File]) -> File:
    try:
        return shape.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise BadInput(f"{path.name}: {faults}") from error


class Patterns:
    """All patterns of a folder, compiled."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Raises BadInput, naming file and fault, where a file has an unknown key, predicate or status, or a template is amiss."""
        words, said = _read(folder / "words.yaml", Words), _read(folder / "status.yaml", Cues)
        before = [*said.silent, *said.neutral, *(phrase for phrases in said.cues.values() for phrase in phrases)]
        self._language = language = Language(
            words.irregular, before, words.prepositions.split(), words.stops.split(), words.ends.split()
        )
        self.files = [
            _read(path, Rules) for path in sorted(folder.glob("*.yaml")) if path.stem not in ("words", "status")
        ]
        self.rules: list[Rule] = []
        for file in self.files:
            if file.predicate not in ONTOLOGY.predicates:
                raise BadInput(
                    f"{file.predicate}: no such predicate; the ontology has {', '.join(ONTOLOGY.predicates)}"
                )
            for status, templates in file.templates.items():
                self.rules += [
                    Rule(file.predicate, status, file.confidence, language.compile(template)) for template in templates
                ]
        self._by_word: dict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            for word in rule.wording.needs or ("",):
                self._by_word[word].append(rule)
        self._cues, self._says = _cues(language, said)
        self._veto, self._veto_after = (
            re.compile(rf"\b(?:{'|'.join(map(language.phrase, phrases))})\b")
            for phrases in (said.veto, said.veto_after)
        )

    def hits(self, text: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]) -> Iterator[Hit]:
        """What the patterns say, sentence by sentence; nothing of a pair of which they say two things that differ in status."""
        by_sentence: dict[int, list[int]] = defaultdict(list)
        for n, mention in enumerate(mentions):
            by_sentence[mention.sentence].append(n)
        for sentence, here in sorted(by_sentence.items()):
            if len(here) > 1:
                encoded = _encoded(text, sentences[sentence], [mentions[n] for n in here])
                yield from _agreed(self._hits_in(encoded, here))

    def _hits_in(self, text: str, mentions: Sequence[int]) -> Iterator[Hit]:
        """The hits in one encoded sentence."""
        if text.rstrip("\"'”’) ").endswith("?") or (text[0] in QUOTES and text[-1] in QUOTES):
            return  # a question, or what somebody is quoted with: the sentences around it say whether it is so
        words = {"", *_WORD.findall(text)}
        for rule in dict.fromkeys(rule for word in sorted(words) for rule in self._by_word.get(word, ())):
            for match in self._language.matches(rule.wording, text):
                if self._veto.search(text, 0, match.start()) or self._veto_after.search(text, match.end()):
                    continue
                status = self._status(rule.status, match.groupdict().get("before") or "")
                if status is None:
                    continue
                for s in numbers(match["s"]):
                    for o in numbers(match["o"]):
                        yield Hit(
                            mentions[s], rule.predicate, mentions[o], status, rule.confidence, rule.wording.template
                        )

    def _status(self, own: Status, before: str) -> Status | None:
        """The status of a wording with these words in front of its verb; None where they leave it open."""
        cues = {self._says[str(cue.lastgroup)] for cue in self._cues.finditer(before)} - {NEUTRAL}
        if SILENT in cues:
            return None
        if own == "current":
            if "possible" in cues and cues & {"ended", "denied"}:
                return None
            return next((status for status in STRONGEST if status in cues), "current")
        if not cues or (own == "ended" and cues <= {"planned", "current"}):
            return own
        return "current" if own == "ended" and cues == {"denied"} else None


def _cues(language: Language, said: Cues) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern with a group for each phrase in front of verbs, the longer first, and what each group's phrase says."""
    phrases = [(phrase, str(status)) for status, phrases in said.cues.items() for phrase in phrases]
    phrases += [(phrase, SILENT) for phrase in said.silent] + [(phrase, NEUTRAL) for phrase in said.neutral]
    phrases.sort(key=lambda pair: (-len(pair[0].split()), pair))
    groups = "|".join(rf"(?P<g{n}>{language.phrase(phrase)})" for n, (phrase, _) in enumerate(phrases))
    return re.compile(rf"\b(?:{groups})\b"), {f"g{n}": says for n, (_, says) in enumerate(phrases)}


def _encoded(text: str, sentence: Sentence, mentions: Sequence[Mention]) -> str:
    """A sentence in lower case with one character for each mention, and plain apostrophes, spaces and negations."""
    pieces, at = [], sentence.start
    for n, mention in enumerate(mentions):
        if mention.start >= at and not _NOBODY.match(mention.words):
            pieces += [text[at : mention.start], name(n), "'s" if _OWN.match(mention.words) else ""]
            at = mention.end
    encoded = "".join([*pieces, text[at : sentence.end]]).replace("’", "'").lower()
    for pattern, plain in _NOT:
        encoded = re.sub(pattern, plain, encoded)
    return " ".join(encoded.split())


def _agreed(hits: Iterator[Hit]) -> Iterator[Hit]:
    """One hit a statement, and none where two differ in status alone."""
    by_triple: dict[tuple[int, str, int], list[Hit]] = defaultdict(list)
    for hit in hits:
        by_triple[hit.subject, hit.predicate, hit.object].append(hit)
    for same in by_triple.values():
        if len({hit.status for hit in same}) == 1:
            yield max(same, key=lambda hit: (hit.confidence, hit.template))


@cache
def patterns() -> Patterns:
    """The patterns that come with the project, compiled once."""
    return Patterns()


def match(
    found: Recognised, clusters: Sequence[Cluster], meant: Mapping[int, Sequence[Meant]], rules: Patterns | None = None
) -> Iterator[Relation]:
    """What the patterns say of the entities that the mentions of a text stand for."""
    for hit in (rules or patterns()).hits(found.text, found.sentences, found.mentions):
        later = found.mentions[max(hit.subject, hit.object)]
        for one in meant.get(hit.subject, ()):
            for two in meant.get(hit.object, ()):
                subject, object = clusters[one.cluster].entity, clusters[two.cluster].entity
                allowed = ONTOLOGY.predicates[hit.predicate].allows(subject.label, object.label)
                if allowed and one.cluster != two.cluster:
                    confidence = hit.confidence * one.certainty * two.certainty
                    yield Relation(
                        subject,
                        hit.predicate,
                        object,
                        hit.status,
                        confidence,
                        1.0,
                        sentence=later.sentence,
                        at=later.start,
                    )


def where_silent(said: Iterable[Relation], more: Iterable[Relation]) -> Iterator[Relation]:
    """Of the second, what is about two entities of which the first says nothing in the same sentence."""
    told = {(frozenset((r.subject.id, r.object.id)), r.sentence) for r in said}
    return (r for r in more if (frozenset((r.subject.id, r.object.id)), r.sentence) not in told)
