"""Marked articles → training windows: tokens, tags, mentions, and the pairs of mentions with what the text says of them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.pairs import across, within
from loaders.sentences import Sentence, split

Article = dict[str, Any]


@dataclass
class Mention:
    """A stretch of text and the entities it stands for; `kind`: an entity label for names, `Ref` for words that stand for one."""

    start: int
    end: int
    kind: str
    names: tuple[str, ...]
    sentence: int = -1


@dataclass
class Pair:
    """Two mentions, first in text first. `predicate` None: no relation; `forward`: whether the first is the subject."""

    first: int
    second: int
    predicate: str | None = None
    forward: bool = True
    status: str | None = None
    weight: float = 1.0


@dataclass
class Marked:
    """One article ready to be cut into windows. `has_refs`: whether references were marked in it at all."""

    id: str
    text: str
    sentences: tuple[Sentence, ...]
    mentions: list[Mention]
    pairs: list[Pair]
    has_refs: bool
    has_names: bool = True
    has_status: bool = True
    only_pairs: bool = False
    lost: list[dict[str, Any]] = field(default_factory=list)


def read(paths: Iterable[Path]) -> Iterator[Article]:
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield json.loads(line)


def names_in(article: Article) -> list[Mention]:
    """Every occurrence of the entities' names and aliases; the longest wins where they overlap."""
    forms = defaultdict(list)
    label = {}
    for entity in article["entities"]:
        label[entity["name"]] = entity["label"]
        for form in {entity["name"], *entity.get("aliases", [])}:
            forms[form].append(entity["name"])
    if not forms:
        return []
    alternatives = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    found = re.finditer(rf"(?<![\w]){'(' + alternatives + ')'}(?![\w])", article["text"])
    return [Mention(m.start(), m.end(), label[forms[m[1]][0]], (forms[m[1]][0],)) for m in found]


def _squeezed(text: str) -> tuple[str, list[int]]:
    """The text with single spaces, and where each character came from."""
    out, origin, blank = [], [], True
    for n, c in enumerate(text):
        if c.isspace():
            if not blank:
                out.append(" ")
                origin.append(n)
            blank = True
        else:
            out.append(c)
            origin.append(n)
            blank = False
    return "".join(out), origin


def prepare(article: Article, references: list[dict[str, Any]] | None) -> Marked:
    text = article["text"]
    sentences = split(text)
    mentions = names_in(article)
    taken = [(m.start, m.end) for m in mentions]
    for ref in references or []:
        if not any(s < ref["end"] and ref["start"] < e for s, e in taken):
            mentions.append(Mention(ref["start"], ref["end"], "Ref", tuple(ref["entities"])))
    mentions.sort(key=lambda m: m.start)
    for mention in mentions:
        mention.sentence = next((n for n, s in enumerate(sentences) if s.start <= mention.start < s.end), -1)
    mentions = [m for m in mentions if m.sentence >= 0]
    marked = Marked(article["id"], text, sentences, mentions, [], references is not None)
    marked.pairs = list(_pairs(marked, article))
    return marked


def _pairs(marked: Marked, article: Article) -> Iterator[Pair]:
    """All pairs within a sentence, and those across sentences that a triple needs; see `_witnesses`."""
    said: dict[tuple[int, int], Pair] = {}
    open_pairs: set[tuple[str, str]] = set()
    squeezed, origin = _squeezed(marked.text)
    for triple in article["triples"]:
        open_pairs |= {(triple["s"], triple["o"]), (triple["o"], triple["s"])}
        quote = _squeezed(triple["quote"])[0].strip()
        at = squeezed.find(quote)
        if at < 0:
            marked.lost.append(triple)
            continue
        start, end = origin[at], origin[at + len(quote) - 1] + 1
        best = _witnesses(marked, triple, start, end)
        if not best:
            marked.lost.append(triple)
        for a, b in best:
            pair = Pair(min(a, b), max(a, b), triple["p"], a < b, triple["status"], 0.5 if triple["optional"] else 1.0)
            old = said.get((pair.first, pair.second))
            if old is None or old.weight < pair.weight:
                said[pair.first, pair.second] = pair
    yield from said.values()
    sentence_of = [m.sentence for m in marked.mentions]
    entity_of = {n: m.names[0] for n, m in enumerate(marked.mentions) if m.kind != "Ref"}
    for sentence in sorted(set(sentence_of)):
        for a, b in (*within(sentence, sentence_of, entity_of), *across(sentence, sentence_of, entity_of)):
            first, second = marked.mentions[a], marked.mentions[b]
            if (a, b) not in said and not set(first.names) & set(second.names):
                related = any((x, y) in open_pairs for x in first.names for y in second.names)
                yield Pair(a, b, weight=0.15 if related else 1.0)


def _witnesses(marked: Marked, triple: dict[str, Any], start: int, end: int) -> list[tuple[int, int]]:
    """The (subject, object) mentions by which the quote says the triple: the closest pair in one of its sentences, else a name in it
    with the last mention of the other before it."""
    mentions = marked.mentions
    inside = [n for n, m in enumerate(mentions) if start <= m.start < end]
    quoted = {n for n, s in enumerate(marked.sentences) if s.start < end and start < s.end}
    around = [n for n, m in enumerate(mentions) if m.sentence in quoted]

    def closest(subjects: list[int], objects: list[int], same: bool) -> list[tuple[int, int]]:
        options = [
            (abs(mentions[a].start - mentions[b].start), a, b)
            for a in subjects
            for b in objects
            if a != b
            and triple["s"] in mentions[a].names
            and triple["o"] in mentions[b].names
            and (not same or mentions[a].sentence == mentions[b].sentence)
        ]
        return [min(options)[1:]] if options else []

    if (
        found := closest(inside, inside, True)
        or closest(around, inside, True)
        or closest(inside, around, True)
        or closest(around, around, True)
    ):
        return found
    here = min(quoted, default=0)

    def last_named(name: str) -> list[int]:
        return [n for n, m in enumerate(mentions) if m.sentence < here and m.kind != "Ref" and name in m.names][-1:]

    named = [n for n in inside or around if mentions[n].kind != "Ref"]
    return closest(last_named(triple["s"]), named, False) or closest(named, last_named(triple["o"]), False)


CORE = {
    "product_or_service_of": ("MAKES", False), "acquired_by": ("ACQUIRES", False), "collaboration": ("PARTNERS_WITH", True),
    "client_of": ("SUPPLIES", False), "shareholder_of": ("INVESTS_IN", True), "competitor_of": ("COMPETES_WITH", True),
    "subsidiary_of": ("OWNS", False), "merged_with": ("MERGES_WITH", True),
    "undefined": (None, True), "traded_on": (None, True), "regulated_by": (None, True),
}  # fmt: skip


def core(path: Path) -> Iterator[Marked]:
    """The CORE train split: one pair a sentence, no status, other names unmarked. `brand_of` has no one counterpart here."""
    for n, row in enumerate(json.loads(path.read_text(encoding="utf-8"))):
        if row["relation"] not in CORE:
            continue
        predicate, e1_is_subject = CORE[row["relation"]]
        e1_is_subject = e1_is_subject != bool(row["invert_relation"])  # 1: the relation reads from e2 to e1
        words, text, spans = row["context"], "", []
        for word in words:
            text += (" " if text else "") + word
            spans.append((len(text) - len(word), len(text)))
        ends = [(spans[row[f"{e}_start"]][0], spans[row[f"{e}_end"]][1]) for e in ("e1", "e2")]
        order = sorted(range(2), key=lambda i: ends[i])
        if ends[0][0] < ends[1][1] and ends[1][0] < ends[0][1]:
            continue
        mentions = [Mention(*ends[i], "Company", (f"e{i}",), 0) for i in order]
        forward = (order[0] == 0) == e1_is_subject
        pair = Pair(0, 1, predicate, forward, None, 0.5)
        yield Marked(
            f"core-{n}", text, (Sentence(0, len(text), 0),), mentions, [pair], False, False, False, only_pairs=True
        )
