"""The wording of questions: `words.yaml`, read strictly, once, and turned into phrases that the tokens are made of."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from app.questions.inflect import Form, forms, plural
from graph_schema.ontology import LABELS, ONTOLOGY, Label, PredicateRule, Status

PATH = Path(__file__).with_name("words.yaml")
Mark = Literal["do", "past", "have", "be", "planned", "possible", "denied", "not", "ended", "still", "ever"]


class Strict(BaseModel):
    """A part of the data file: unknown keys are refused, values do not change."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Way(Strict):
    """One way in which a relation can hold: by these predicates, perhaps with the ends turned or through what is made."""

    predicates: tuple[str, ...]
    turned: bool = False
    products: bool = False
    made: bool = False


class Relation(Strict):
    """A way to talk about predicates; the fields are explained at the head of the data file."""

    readings: tuple[tuple[Way, ...], ...]
    state: Literal["ended", "possible"] | None = None
    verbs: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    object_states: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    subject_nouns: tuple[str, ...] = ()
    object_nouns: tuple[str, ...] = ()


class Words(Strict):
    """The whole data file."""

    relations: dict[str, Relation]
    irregular: dict[str, tuple[str, str]]
    kinds: dict[str, tuple[str, ...]]
    labels: dict[str, tuple[str, ...]]
    marks: dict[Mark, tuple[str, ...]]
    adjectives: dict[Status, tuple[str, ...]]
    shape: dict[str, tuple[str, ...]]
    skipped: tuple[str, ...]
    after_names: tuple[str, ...]
    untold: dict[str, tuple[str, ...]]
    misspelt: dict[str, str]


@dataclass(frozen=True, slots=True)
class Sense:
    """What a verb, a state or a noun may mean.

    `turned`: the asked-for side is the object (`used by`, `a brand of`); `lasting`: its past tense asks what holds now.
    """

    name: str
    relation: Relation
    forms: frozenset[Form] = frozenset()
    turned: bool = False
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """Which entities a noun such as `carmakers` or `platforms` stands for."""

    labels: tuple[Label, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """What a phrase can be in the grammar: a terminal, and what it carries there.

    `instead`: what to ask for instead of a sort of things that the graph does not tell apart.
    """

    terminal: str
    senses: tuple[Sense, ...] = ()
    sort: Sort = Sort()
    mark: Mark | None = None
    instead: str = ""
    status: Status | None = None


class Lexicon:
    """All phrases of the data file, in all their forms, as tuples of lower case words."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.relations = {**words.relations, **_unworded(words.relations.values())}
        self.phrases: dict[tuple[str, ...], tuple[Sign, ...]] = {}
        for phrase, signs in _gather(_relation_signs(self.relations, words.irregular)).items():
            self.phrases[phrase] = signs
        for phrase, sign in _plain_signs(words):
            self.phrases[phrase] = (*self.phrases.get(phrase, ()), sign)
        self.after_names = frozenset(map(split, words.after_names))
        self.longest = max(map(len, self.phrases))


def _relation_signs(
    relations: dict[str, Relation], irregular: dict[str, tuple[str, str]]
) -> Iterator[tuple[str, str, Sense]]:
    """Every phrase of every relation, with its terminal and one sense."""
    for name, relation in relations.items():
        for verb in relation.verbs + relation.done:
            lasting = verb in relation.done
            inflected = forms(verb, irregular)
            for text in set(inflected.values()):
                which = frozenset(form for form, other in inflected.items() if other == text)
                yield text, "VERB", Sense(name, relation, which, lasting=lasting)
            yield f"{inflected['participle']} by", "STATE", Sense(name, relation, turned=True, lasting=lasting)
        for states, turned in ((relation.states, False), (relation.object_states, True)):
            for state in states:
                yield state, "STATE", Sense(name, relation, turned=turned)
        for verb in relation.together:
            lasting = bool(relation.done)
            for text in set(forms(verb, irregular).values()):
                yield text, "TOGETHER", Sense(name, relation, lasting=lasting)
        for nouns, turned in ((relation.subject_nouns, False), (relation.object_nouns, True)):
            for noun in nouns:
                for text in (noun, plural(noun)):
                    yield text, "NOUN", Sense(name, relation, turned=turned)


def _gather(found: Iterable[tuple[str, str, Sense]]) -> dict[tuple[str, ...], tuple[Sign, ...]]:
    """Senses of one phrase and terminal together, in the order of the data file."""
    senses: dict[tuple[str, ...], dict[str, list[Sense]]] = defaultdict(lambda: defaultdict(list))
    for phrase, terminal, sense in found:
        senses[split(phrase)][terminal].append(sense)
    return {
        phrase: tuple(Sign(terminal, senses=tuple(group)) for terminal, group in by_terminal.items())
        for phrase, by_terminal in senses.items()
    }


def _plain_signs(words: Words) -> Iterator[tuple[tuple[str, ...], Sign]]:
    """Every phrase that is no relation."""
    for noun, sort in _sorts(words):
        for text in (noun, plural(noun)):
            yield split(text), Sign("KIND", sort=sort)
    for mark, phrases in words.marks.items():
        for phrase in phrases:
            yield split(phrase), Sign("MARK", mark=mark)
    for status, adjectives in words.adjectives.items():
        for adjective in adjectives:
            yield split(adjective), Sign("ADJECTIVE", status=status)
    for terminal, phrases in words.shape.items():
        for phrase in phrases:
            yield split(phrase), Sign(terminal)
    for instead, nouns in words.untold.items():
        for noun in nouns:
            for text in (noun, plural(noun)):
                yield split(text), Sign("UNTOLD", instead=instead)
    for phrase in words.skipped:
        yield split(phrase), Sign("SKIPPED")


def _sorts(words: Words) -> Iterator[tuple[str, Sort]]:
    """Nouns for kinds of companies, and for labels."""
    for kind, nouns in words.kinds.items():
        yield from ((noun, Sort(("Company",), (kind,))) for noun in nouns)
    for labels, nouns in words.labels.items():
        sort = Sort(tuple(label for label in LABELS if label in labels.split()))
        yield from ((noun, sort) for noun in nouns)


def _unworded(worded: Iterable[Relation]) -> dict[str, Relation]:
    """Relations for predicates that the data file has no words for: their verb is read off the ontology's arrow names."""
    known = {name for relation in worded for reading in relation.readings for way in reading for name in way.predicates}
    return {
        name.lower(): Relation(readings=((Way(predicates=(name,)),),), verbs=(_verb(rule),))
        for name, rule in ONTOLOGY.predicates.items()
        if name not in known
    }


def _verb(rule: PredicateRule) -> str:
    """The verb in `WILL_PARTNER_WITH`: `partner with`."""
    return rule.arrows["planned"].removeprefix("WILL_").replace("_", " ").lower()


def split(text: str) -> tuple[str, ...]:
    """The words of a phrase as the tokens of a question have them: lower case, `'s` and `n't` on their own."""
    return tuple(text.lower().replace("'s", " 's").split())


def load(path: Path = PATH) -> Lexicon:
    """Read and check a data file."""
    return Lexicon(Words.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))))


@cache
def lexicon() -> Lexicon:
    """The wording that comes with the project, read once."""
    return load()
