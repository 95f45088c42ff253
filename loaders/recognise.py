"""Document → mentions: the names in its text, each with how likely it is a company, product or platform, and the words that
stand for one of them ("the carmaker", "it", "both firms")."""

from bisect import bisect, bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from graph_schema.gazetteer import Entry
from graph_schema.ontology import LABELS
from loaders import batch as batches
from loaders.encoder import Encoder, Floats
from loaders.hints import Match, Matcher, of_characters
from loaders.sentences import Sentence
from loaders.windows import Tokens, Window, cut, token_ranges, tokenise

REFERENCE = "Ref"
RESCUE = 0.25  # a known name counts as a name from this probability on that the model sees any name there
BATCH = 8  # windows a pass


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text. `first`, `last`: its tokens; `labels`: probability of each of LABELS (all zero for a reference);
    `entries`: gazetteer entries that carry these very words."""

    start: int
    end: int
    first: int
    last: int
    sentence: int
    words: str
    labels: tuple[float, ...]
    entries: tuple[Entry, ...] = ()

    @property
    def is_name(self) -> bool:
        return any(self.labels)


@dataclass(frozen=True)
class Recognised:
    """A text with its sentences, tokens, windows and mentions, in reading order; `ranges`: first token of each sentence and
    the one after its last."""

    text: str
    sentences: tuple[Sentence, ...]
    tokens: Tokens
    ranges: tuple[tuple[int, int], ...]
    windows: tuple[Window, ...]
    mentions: tuple[Mention, ...]


def recognise(text: str, sentences: tuple[Sentence, ...], encoder: Encoder, matcher: Matcher) -> Recognised:
    """Find the mentions of a text."""
    matches = matcher.find(text)
    sentences = _unbroken(sentences, matches)
    tokens = tokenise(encoder.tokenizer, text, of_characters(len(text), matches))
    ranges = token_ranges(tokens, sentences)
    windows = tuple(cut(ranges))
    probabilities = _tag(tokens, windows, encoder)
    spans = _spans(tokens, ranges, probabilities, encoder.tags)
    spans = [
        (a, _without_tail(a, b, text, tokens), labels) if any(labels) else (a, b, labels) for a, b, labels in spans
    ]
    spans = _with_known(spans, matches, tokens, probabilities, encoder.tags)
    by_place = {(match.start, match.end): match.entries for match in matches}
    mentions = []
    for first, last, labels in sorted(spans):
        start, end = int(tokens.starts[first]), int(tokens.ends[last])
        sentence = next((n for n, (a, b) in enumerate(ranges) if a <= first < b), -1)
        if sentence >= 0:
            entries = by_place.get((start, end), ())
            mentions.append(Mention(start, end, first, last, sentence, text[start:end], labels, entries))
    return Recognised(text, sentences, tokens, tuple(ranges), windows, tuple(mentions))


def _without_tail(first: int, last: int, text: str, tokens: Tokens) -> int:
    """The last token of a name without the common nouns that the tags sometimes let follow it ("Nvidia Orin computer")."""
    words = [t for t in range(first, last + 1) if tokens.first[t]]
    while (
        len(words) > 1
        and tokens.shapes[words[-1]] == 0
        and text[tokens.starts[words[-1]] - 1 : tokens.starts[words[-1]]] == " "
    ):
        last = words.pop() - 1
    return last


def _unbroken(sentences: Sequence[Sentence], matches: Sequence[Match]) -> tuple[Sentence, ...]:
    """The sentences, with those made one that the splitter cut apart inside a known name ("ID. Buzz")."""
    starts = [sentence.start for sentence in sentences]
    broken = {n for match in matches for n in range(bisect(starts, match.start), bisect_left(starts, match.end))}
    whole: list[Sentence] = []
    for n, sentence in enumerate(sentences):
        whole.append(replace(whole.pop(), end=sentence.end) if n in broken and whole else sentence)
    return tuple(whole)


def _tag(tokens: Tokens, windows: Sequence[Window], encoder: Encoder) -> Floats:
    """Tag probabilities of each token of the document."""
    found = np.zeros((len(tokens.ids), len(encoder.tags)), dtype=np.float32)
    for n in range(0, len(windows), BATCH):
        group = windows[n : n + BATCH]
        probabilities = encoder.tag_probabilities(encoder.states(batches.windows([(tokens, w, ()) for w in group])))
        for row, window in zip(probabilities, group, strict=True):
            places = np.flatnonzero(window.target)
            found[window.index[places]] = row[places]
    return found


Span = tuple[int, int, tuple[float, ...]]


def _spans(tokens: Tokens, ranges: Sequence[tuple[int, int]], probabilities: Floats, tags: Sequence[str]) -> list[Span]:
    """(first token, last token, label probabilities) of each run of words that the tags mark."""
    spans: list[Span] = []
    best = probabilities.argmax(axis=1)
    for start, end in ranges:
        words = [t for t in range(start, end) if tokens.first[t]]
        open_words: list[int] = []
        kind = ""
        for n, t in enumerate([*words, -1]):
            tag = tags[best[t]] if t >= 0 else "O"
            inside = tag.startswith("I-") and open_words and (tag[2:] == kind or REFERENCE not in (kind, tag[2:]))
            if not inside and open_words:
                after = t if t >= 0 else end
                spans.append((open_words[0], after - 1, _labels(probabilities[open_words], kind, tags)))
                open_words = []
            if tag != "O":
                if not open_words:
                    kind = tag[2:]
                open_words.append(words[n])
    return spans


def _labels(rows: Floats, kind: str, tags: Sequence[str]) -> tuple[float, ...]:
    """Mean probability of each label over the words of a span; zeros for a reference."""
    if kind == REFERENCE:
        return (0.0,) * len(LABELS)
    masses = [sum(float(rows[:, tags.index(f"{p}-{label}")].mean()) for p in "BI") for label in LABELS]
    total = sum(masses) or 1.0
    return tuple(mass / total for mass in masses)


def _with_known(
    spans: list[Span], matches: Sequence[Match], tokens: Tokens, probabilities: Floats, tags: Sequence[str]
) -> list[Span]:
    """The spans, with the gazetteer's names that the model half saw added, and cut as the gazetteer knows them."""
    spans = list(spans)
    name_tags = [n for n, tag in enumerate(tags) if tag != "O" and not tag.endswith(REFERENCE)]
    for match in matches:
        inside = np.flatnonzero((tokens.starts >= match.start) & (tokens.ends <= match.end))
        if not len(inside):
            continue
        first, last = int(inside[0]), int(inside[-1])
        touching = [span for span in spans if span[0] <= last and first <= span[1]]
        if any(a < first or b > last or (a, b) == (first, last) for a, b, _ in touching):
            continue
        rows = probabilities[[t for t in inside if tokens.first[t]]]
        seen = float(rows[:, name_tags].sum(axis=1).max() if touching else rows[:, name_tags].sum(axis=1).mean())
        if seen >= RESCUE:
            spans = [span for span in spans if span not in touching]
            spans.append((first, last, _labels(rows, "", tags)))
    return spans
