"""Dumps, as `stackgraph export --format jsonl` writes them, back into a graph.

Documents and claims are written as a load writes them, and entities and arrows follow from these by the same rules: so the
graph is the one that was dumped, on whichever database. A dump is checked to its last line before anything is written.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from graph_schema.errors import BadInput
from graph_schema.export.jsonl import FORMAT, VERSION
from graph_schema.ontology import ONTOLOGY
from graph_schema.records import Claim, Document, Extraction
from graph_schema.store import Store
from loaders import writer

BATCH = 32
"""Documents to a transaction, as many as a load has."""

RECORDS = ("document", "claim", "entity", "arrow")

T = TypeVar("T")

_DOCUMENT = TypeAdapter(Document)
_CLAIM = TypeAdapter(Claim)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much a dump brought."""

    documents: int
    claims: int


def load(path: Path, store: Store, told: Callable[[int, int], object] = lambda _done, _total: None) -> Loaded:
    """Put all documents of a dump into the graph, each in place of what the graph holds of it; others stay.

    `told` hears how many documents of how many are in. Raises BadInput, before anything is written, where the file is no
    dump, is not whole, or says something that does not fit together; StoreUnavailable: what was written until then stays,
    and the same call later brings the rest.
    """
    loaded = Loaded(0, 0)
    for extraction in extractions(path):
        loaded = Loaded(loaded.documents + 1, loaded.claims + len(extraction.claims))
    done = 0
    rest = extractions(path)
    while batch := list(islice(rest, BATCH)):
        writer.write(store, batch)
        done += len(batch)
        told(done, loaded.documents)
    return loaded


def extractions(path: Path) -> Iterator[Extraction]:
    """What a dump holds, document by document, in its order. Raises BadInput as `load` does, when it comes to the place."""
    counts: Counter[str] = Counter()
    document: Document | None = None
    extractor = ""
    claims: list[Claim] = []
    ended = False
    for line in _lines(path):
        if ended:
            raise line.wrong("comes after the end of the dump")
        if document and line.record != "claim":
            yield Extraction(document, tuple(claims), extractor=extractor)
            document, claims = None, []
        counts[line.record] += 1
        if line.record == "document":
            document, extractor = line.document(), str(line.values.get("extractor", ""))
        elif line.record == "claim":
            claims.append(line.claim(document))
        elif line.record == "end":
            ended = True
            line.check(counts)
    if not ended:
        raise BadInput(f"{path}: this dump breaks off; its last line should have the record `end`. Export it again.")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a dump, and where it stands."""

    path: Path
    number: int
    record: str
    values: dict[str, Any]

    def wrong(self, reason: str) -> BadInput:
        return BadInput(f"{self.path}, line {self.number}: {reason}")

    def document(self) -> Document:
        document = self._parsed(_DOCUMENT)
        if (document.id, document.version) != (self.values.get("id"), self.values.get("version")):
            raise self._changed("document")
        return document

    def claim(self, document: Document | None) -> Claim:
        if document is None or self.values.get("document_id") != document.id:
            raise self.wrong("a claim that does not follow the document that states it")
        if self.values.get("predicate") not in ONTOLOGY.predicates:
            raise self.wrong(f"the ontology has no predicate {self.values.get('predicate')}")
        claim = self._parsed(_CLAIM)
        if claim.id != self.values.get("id"):
            raise self._changed("claim")
        return claim

    def check(self, counts: Counter[str]) -> None:
        """Raises BadInput unless the dump holds what this line, its last, says."""
        for record in RECORDS:
            if counts[record] != self.values.get(record):
                raise self.wrong(f"this dump had {self.values.get(record)} × {record}, and {counts[record]} are here")

    def _parsed(self, shape: TypeAdapter[T]) -> T:
        try:
            return shape.validate_python(self.values)
        except ValidationError as error:
            faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
            raise self.wrong(faults) from error

    def _changed(self, what: str) -> BadInput:
        return self.wrong(f"this {what} does not have the id that its content gives: it was changed after the export")


def _lines(path: Path) -> Iterator[_Line]:
    """All lines after the header, which is checked."""
    try:
        with path.open(encoding="utf-8") as file:
            lines = (_parsed(path, number, text) for number, text in enumerate(file, start=1))
            _check_header(path, next(lines, None))
            yield from lines
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: not UTF-8 text, so no dump") from error
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from error


def _parsed(path: Path, number: int, text: str) -> _Line:
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    record = values.get("record") if isinstance(values, dict) else None
    if record not in ("graph", *RECORDS, "end"):
        raise BadInput(
            f"{path}, line {number}: not a record of a dump; `stackgraph export --format jsonl` writes dumps"
        )
    return _Line(path, number, record, values)


def _check_header(path: Path, header: _Line | None) -> None:
    if header is None or header.record != "graph" or header.values.get("format") != FORMAT:
        raise BadInput(
            f"{path}: not a dump; `stackgraph export --format jsonl` writes dumps, `stackgraph load` reads news"
        )
    if header.values.get("version") != VERSION:
        raise header.wrong(
            f"a dump of version {header.values.get('version')}, and this is of {VERSION}: update stackgraph"
        )
    selection = header.values.get("selection")
    if selection and set(selection) != {"document"}:
        conditions = ", ".join(selection)
        raise header.wrong(
            f"a selection by {conditions}, not whole documents: to import it would take claims away from documents that"
            " the graph holds; export without these"
        )
