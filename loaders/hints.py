"""Where the gazetteer's names stand in a text: longest match, as spelled, on whole words."""

import re
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from graph_schema.gazetteer import Entry, Gazetteer
from loaders.windows import Ints

TEXT_HINTS = 5
_CODE = {"Company": 1, "Product": 2, "Platform": 3}
_AMBIGUOUS = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Match:
    """A known name in a text; `entries`: all that carry it."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def code(self) -> int:
        """What the encoder is told of its characters: 0 nothing, 1 company, 2 product, 3 platform, 4 known but ambiguous."""
        labels = {entry.label for entry in self.entries}
        if len(labels) > 1 or any(entry.ambiguous for entry in self.entries):
            return _AMBIGUOUS
        return _CODE[labels.pop()]


class Matcher:
    """Finds the gazetteer's names in texts, in time that depends on the text alone."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for form in gazetteer.forms:
            if first := _WORD.search(form):
                self._by_first[first[0]].append(form)
        for forms in self._by_first.values():
            forms.sort(key=len, reverse=True)

    def find(self, text: str) -> list[Match]:
        """Matches in reading order; they do not overlap."""
        matches, free = [], 0
        for word in _WORD.finditer(text):
            if word.start() < free:
                continue
            for form in self._by_first.get(word[0], ()):
                start = word.start() - form.index(word[0])
                end = start + len(form)
                if start >= free and text[start:end] == form and not text[end : end + 1].isalnum():
                    matches.append(Match(start, end, self._gazetteer.lookup(form)))
                    free = end
                    break
        return matches


def of_characters(length: int, matches: list[Match]) -> Ints:
    """One hint code for each character of a text."""
    codes = np.zeros(length + 1, dtype=np.int64)
    for match in matches:
        codes[match.start : match.end] = match.code
    return codes
