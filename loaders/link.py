"""Mentions → entities: which names of a document are one thing, what it is called, and what label it has."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph_schema.gazetteer import Entry, Gazetteer
from graph_schema.names import bare, key
from graph_schema.ontology import LABELS, Label
from graph_schema.records import Entity
from loaders.recognise import Mention

KNOWN = 1.5  # how much the gazetteer's word on a label weighs, in logits, beside the model's
_NUMBER = re.compile(r"\d")
_NO_FORENAME = re.compile(
    r"^(?:The|A|An|In|On|At|And|But|For|By|From|With|As|Its|Their|Our|That|This|When|While|If|Since|Until|Unlike|Like|Rival|Rivals|Will|Did|Does|Is"
    r"|Can|Could|Would|Has|Have|What|Why|How|Both|Or|To|Of|After|Before|Last|Next|Here|There|Today|Yesterday)$"
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Mentions (by their number in the document) that name one entity, and what it may be.

    `options`: the entity under each of LABELS, with that label's probability.
    """

    mentions: tuple[int, ...]
    options: tuple[tuple[Entity, float], ...]

    @property
    def entity(self) -> Entity:
        """The likeliest."""
        return max(self.options, key=lambda option: option[1])[0]


def link(mentions: Sequence[Mention], text: str, gazetteer: Gazetteer) -> list[Cluster]:
    """One cluster for each named entity of the document, in order of first mention. Surnames of people are left out."""
    by_form: dict[str, list[int]] = defaultdict(list)
    for n, mention in enumerate(mentions):
        if mention.is_name:
            by_form[bare(mention.words)].append(n)
    for form in [form for form in by_form if _is_surname(form, by_form, text, gazetteer)]:
        del by_form[form]
    return sorted(
        (_cluster(forms, by_form, mentions, gazetteer) for forms in _joined(by_form, text, gazetteer)),
        key=lambda cluster: cluster.mentions[0],
    )


def _is_surname(form: str, forms: dict[str, list[int]], text: str, gazetteer: Gazetteer) -> bool:
    """Whether the text also has this word behind a forename ("Mary Barra", then "Barra")."""
    if " " in form or gazetteer.lookup(form):
        return False
    before = re.findall(rf"\b([A-Z][\w.’'-]+) {re.escape(form)}\b", text)
    return any(
        not _NO_FORENAME.match(word)
        and not any(word in other.split() for other in forms)
        and not gazetteer.lookup(word)
        for word in before
    )


def _joined(by_form: dict[str, list[int]], text: str, gazetteer: Gazetteer) -> list[list[str]]:
    """Forms grouped by entity, the fullest form first."""
    groups: list[list[str]] = []
    for form in sorted(by_form, key=lambda f: (-len(f), f)):
        home = [group for group in groups if any(_same(longer, form, text, gazetteer) for longer in group)]
        if len(home) == 1:
            home[0].append(form)
        else:
            groups.append([form])
    return groups


def _same(longer: str, shorter: str, text: str, gazetteer: Gazetteer) -> bool:
    """Whether a short form in the same document stands for the longer one."""
    if key(longer) == key(shorter):
        return True
    known_long, known_short = gazetteer.lookup(longer), gazetteer.lookup(shorter)
    if known_short:
        return bool({e.id for e in known_short} & {e.id for e in known_long})
    if _NUMBER.search(longer) and not _NUMBER.search(shorter):
        return False
    words, fewer = longer.split(), shorter.split()
    begins, closes = words[: len(fewer)] == fewer, words[-len(fewer) :] == fewer
    return (
        begins or (closes and (bool(known_long) or bool(_NUMBER.search(shorter)))) or _is_acronym(shorter, longer, text)
    )


def _is_acronym(shorter: str, longer: str, text: str) -> bool:
    """`Advanced Micro Devices (AMD)`, or `AMD` by its letters alone."""
    if re.search(rf"{re.escape(longer)}\s*\(\s*[\"“]?{re.escape(shorter)}[\"”]?\s*\)", text):
        return True
    initials = "".join(word[0] for word in re.findall(r"\w+", longer) if word[0].isupper())
    return len(shorter) >= 2 and shorter.isupper() and initials.startswith(shorter)


def _cluster(
    forms: list[str], by_form: dict[str, list[int]], mentions: Sequence[Mention], gazetteer: Gazetteer
) -> Cluster:
    numbers = sorted(n for form in forms for n in by_form[form])
    entries = [entry for form in forms for entry in gazetteer.lookup(form)]
    scores = np.log(np.array([mentions[n].labels for n in numbers]).mean(axis=0) + 1e-3)
    for known in {entry.label for entry in entries}:
        scores[LABELS.index(known)] += KNOWN
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    # A headline in title case can glue a verb to a name: the fullest form of the text below it counts, if there is one.
    below = [form for form in forms if any(mentions[n].sentence for n in by_form[form])]
    return Cluster(
        tuple(numbers),
        tuple(
            (_entity((below or forms)[0], forms, label, entries), float(chance))
            for label, chance in zip(LABELS, chances, strict=True)
        ),
    )


def _entity(name: str, forms: Sequence[str], label: Label, entries: Sequence[Entry]) -> Entity:
    entry = next((e for e in entries if e.label == label), None)
    words = tuple(sorted(set(forms)))
    if entry:
        return Entity(entry.name, entry.label, entry.kinds, words)
    return Entity(name, label, (), words)
