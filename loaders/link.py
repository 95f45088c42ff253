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


@dataclass(frozen=True, slots=True)
class Cluster:
    """Mentions (by their number in the document) that name one entity, and that entity."""

    entity: Entity
    mentions: tuple[int, ...]
    confidence: float


def link(mentions: Sequence[Mention], text: str, gazetteer: Gazetteer) -> list[Cluster]:
    """One cluster for each named entity of the document, in order of first mention."""
    by_form: dict[str, list[int]] = defaultdict(list)
    for n, mention in enumerate(mentions):
        if mention.is_name:
            by_form[bare(mention.words)].append(n)
    groups = _joined(by_form, text, gazetteer)
    clusters = [_cluster([n for form in forms for n in by_form[form]], forms, mentions, gazetteer) for forms in groups]
    return sorted(clusters, key=lambda c: c.mentions[0])


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
    return begins or (bool(known_long) and closes) or _is_acronym(shorter, longer, text)


def _is_acronym(shorter: str, longer: str, text: str) -> bool:
    """`Advanced Micro Devices (AMD)`, or `AMD` by its letters alone."""
    if re.search(rf"{re.escape(longer)}\s*\(\s*[\"“]?{re.escape(shorter)}[\"”]?\s*\)", text):
        return True
    initials = "".join(word[0] for word in re.findall(r"\w+", longer) if word[0].isupper())
    return len(shorter) >= 2 and shorter.isupper() and initials.startswith(shorter)


def _cluster(numbers: list[int], forms: list[str], mentions: Sequence[Mention], gazetteer: Gazetteer) -> Cluster:
    entries = [entry for form in forms for entry in gazetteer.lookup(form)]
    scores = np.log(np.array([mentions[n].labels for n in numbers]).mean(axis=0) + 1e-3)
    for known in {entry.label for entry in entries}:
        scores[LABELS.index(known)] += KNOWN
    chances = np.exp(scores - scores.max())
    chances /= chances.sum()
    label = LABELS[int(chances.argmax())]
    entry = next((e for e in entries if e.label == label), None)
    return Cluster(_entity(forms, label, entry), tuple(sorted(numbers)), float(chances.max()))


def _entity(forms: list[str], label: Label, entry: Entry | None) -> Entity:
    if entry:
        return Entity(entry.name, label, entry.kinds, tuple(sorted(set(forms))))
    return Entity(forms[0], label, (), tuple(sorted(set(forms))))
