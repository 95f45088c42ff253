"""A small graph with names and sentences that no format must stumble over."""

from collections.abc import Iterable
from typing import Any

import pytest

from graph_schema.export import FORMATS, export
from graph_schema.records import Claim, Document, Entity, Extraction
from graph_schema.selection import Selection
from graph_schema.store import Store
from loaders import writer

FORD = Entity("Ford", "Company", ("oem",), ("Ford", "the carmaker"))
BOSCH = Entity("Bosch", "Company", ("supplier", "software"), ("Bosch", "Bo\x1fsch"))
YOSHINOYA = Entity("𠮷野家", "Company", ("retailer",), ("𠮷野家",))
ALEXA = Entity("Alexa+", "Platform", (), ("Alexa+", 'the "plus"'))
SKODA = Entity("Škoda O'Connect <2> & 50%", "Product", (), ("Škoda",))

QUOTED = 'He said: "It\'s 100 % \\ C:\\users\\new; \'tis\\" so"; DROP; // no'
BROKEN = 'First line,\nsecond\r\nthird\tline, "quoted",;'
MARKUP = "</data> ]]> <b>&amp; & \x0b\x1f \u2028 𝔘🚗 \ufffe"


def stated(number: int, sentences: Iterable[tuple[Any, ...]], **details: Any) -> Extraction:
    """A document that consists of these sentences: words, subject, predicate, object, status, and more of the claim."""
    sentences = list(sentences)
    text = " ".join(words for words, *_ in sentences)
    about = Document(f"https://news.example/{number}?a=b c&d='\"", text, f"News {number}", **details)
    claims = []
    for words, subject, predicate, object, status, *more in sentences:
        start = text.index(words)
        known = {"confidence": 0.9} | (more[0] if more else {})
        claims.append(
            Claim(
                about.id, subject, predicate, object, status, words, start, start + len(words), extractor="by-hand",
                published=about.published, **known,
            )
        )  # fmt: skip
    return Extraction(about, tuple(claims), extractor="by-hand")


WORLD = (
    stated(
        1,
        [
            (QUOTED, FORD, "USES", ALEXA, "current", {"attribution": 'the "Post"', "valid_from": "2024"}),
            (BROKEN, FORD, "MAKES", SKODA, "planned", {"confidence": 1.0, "valid_to": "2027-03"}),
        ],
        published="2024-05",
        source="news.example",
        url="https://news.example/1?a=b c",
    ),
    stated(
        2,
        [
            (MARKUP, FORD, "USES", ALEXA, "ended", {"confidence": 0.5}),
            ("Bosch and Ford work together.", BOSCH, "PARTNERS_WITH", FORD, "current"),
        ],
        published="2025-11-06",
        source="wire",
    ),
    stated(3, [("𠮷野家 adopts Alexa+.", YOSHINOYA, "USES", ALEXA, "possible", {"confidence": 0.3})]),
    stated(4, [], published="2026"),
)


@pytest.fixture
def graph(store: Store) -> Store:
    """Both databases, one after the other, with this graph."""
    writer.write(store, WORLD)
    return store


@pytest.fixture
def embedded_graph(embedded_store: Store) -> Store:
    writer.write(embedded_store, WORLD)
    return embedded_store


def exported(store: Store, format: str, *, canonical: bool = False, **conditions: Any) -> bytes:
    """The whole export."""
    return b"".join(export(store, FORMATS[format], Selection(**conditions), canonical=canonical))
