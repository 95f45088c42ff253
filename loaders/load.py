"""Sources into the graph, with a balance that adds up: nothing that was fetched goes without a word."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from graph_schema.errors import BadInput, StoreUnavailable
from graph_schema.records import Document, Extraction
from graph_schema.store import Store
from loaders import writer
from loaders.clean import clean
from loaders.derive import Change
from loaders.readers import Failure, Item, Raw, Rejection, read

BATCH = 32
"""Documents to a transaction: enough to make its cost small, few enough to lose little when a load is stopped."""


class Extractor(Protocol):
    """Documents in, extractions out; `version` changes whenever the same document may give other claims."""

    @property
    def version(self) -> str: ...

    def extract(self, document: Document) -> Extraction: ...


@dataclass(slots=True)
class Balance:
    """What became of every item: fetched = loaded + unchanged + duplicate + rejected + failed.

    `loaded`: new or changed documents; `duplicate`: such documents too, but of the words of another; `left_out`: what
    was rejected or failed; `claims`: written; `drops`: what the pipeline found and dropped, by reason.
    """

    fetched: int = 0
    loaded: int = 0
    unchanged: int = 0
    duplicate: int = 0
    left_out: list[Rejection | Failure] = field(default_factory=list)
    claims: int = 0
    drops: Counter[str] = field(default_factory=Counter)

    @property
    def rejections(self) -> list[Rejection]:
        return [item for item in self.left_out if isinstance(item, Rejection)]

    @property
    def failures(self) -> list[Failure]:
        return [item for item in self.left_out if isinstance(item, Failure)]

    def check(self) -> None:
        """Raises RuntimeError if an item got lost, or was counted twice."""
        became = self.loaded + self.unchanged + self.duplicate + len(self.left_out)
        if became != self.fetched:
            raise RuntimeError(f"{self.fetched} items were fetched and {became} accounted for: this is a fault of ours")

    def as_dict(self) -> dict[str, Any]:
        """The balance as JSON has it."""
        return {
            "fetched": self.fetched,
            "loaded": self.loaded,
            "unchanged": self.unchanged,
            "duplicate": self.duplicate,
            "rejected": len(self.rejections),
            "failed": len(self.failures),
            "claims": self.claims,
            "drops": dict(sorted(self.drops.items())),
            "rejections": [{"source": item.given, "reason": item.reason} for item in self.rejections],
            "failures": [{"source": item.given, "reason": item.reason} for item in self.failures],
        }


Told = Callable[[Balance], object]
Changed = Callable[[Iterable[Change]], object]


def load(sources: Iterable[str], store: Store, extractor: Extractor, told: Told = lambda _: None) -> Balance:
    """Read, clean, extract and write everything in these sources; what became of it.

    A document that is held already, by the same extractor, is left alone. `told` hears of the balance as it grows.
    Raises StoreUnavailable; what was written until then stays, and the same call later goes on from there.
    """
    return load_items(read(sources), store, extractor, told)


def load_items(
    items: Iterable[Item],
    store: Store,
    extractor: Extractor,
    told: Told = lambda _: None,
    changed: Changed = lambda _: None,
) -> Balance:
    """`load` for items that have been read already; `changed` hears what that changes among the arrows."""
    balance = Balance()
    for batch in _batches(iter(items)):
        _Batch(store, extractor, balance, told, changed).load(batch)
    balance.check()
    return balance


def extract(sources: Iterable[str], extractor: Extractor) -> Iterator[tuple[str, Extraction] | Rejection | Failure]:
    """What `load` would write, with the path or URL of each, and why the rest would not be."""
    for item in read(sources):
        document = cleaned(item)
        extraction = extracted(item.given, document, extractor) if isinstance(document, Document) else document
        yield (item.given, extraction) if isinstance(extraction, Extraction) else extraction


def put(raw: Raw, store: Store, extractor: Extractor) -> Extraction:
    """One document into the graph, in place of what it holds of it; what was found.

    Raises BadInput, with the reason, where it is no document, and StoreUnavailable.
    """
    document = clean(raw)
    if isinstance(document, Rejection):
        raise BadInput(f"not taken: {document.reason}")
    extraction = extractor.extract(document)
    writer.write(store, [extraction])
    return extraction


def cleaned(item: Item) -> Document | Rejection | Failure:
    """The document in this item, or why there is none."""
    if not isinstance(item, Raw):
        return item
    try:
        return clean(item)
    except Exception as error:  # noqa: BLE001 -- whatever a page does to a parser, the others go on
        return Failure(item.given, f"cannot be cleaned: {_words(error)}")


def extracted(given: str, document: Document, extractor: Extractor) -> Extraction | Failure:
    """What the extractor makes of this document, or why it cannot."""
    try:
        return extractor.extract(document)
    except Exception as error:  # noqa: BLE001 -- one document that the pipeline cannot take must not stop the load
        return Failure(given, f"extraction failed: {_words(error)}")


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    while batch := list(islice(items, BATCH)):
        yield batch


@dataclass(frozen=True, slots=True)
class _Batch:
    store: Store
    extractor: Extractor
    balance: Balance
    told: Told
    changed: Changed

    def load(self, items: Iterable[Item]) -> None:
        documents = [(item.given, document) for item in items if (document := self._cleaned(item))]
        known = self._known(document for _, document in documents)
        found: list[tuple[str, Extraction]] = []
        for given, document in documents:
            if known.get(document.address) == document.version:
                self.balance.unchanged += 1
            elif extraction := self._extracted(given, document):
                known[document.address] = document.version
                found.append((given, extraction))
        self._write(found, self._duplicates([extraction.document for _, extraction in found]))
        self.told(self.balance)

    def _cleaned(self, item: Item) -> Document | None:
        self.balance.fetched += 1
        document = cleaned(item)
        if isinstance(document, Document):
            return document
        self.balance.left_out.append(document)
        self.told(self.balance)
        return None

    def _known(self, documents: Iterable[Document]) -> dict[str, str]:
        """The version that the graph holds, by this extractor, at each address."""
        held = writer.held(self.store, {document.address for document in documents})
        return {address: each.version for address, each in held.items() if each.extractor == self.extractor.version}

    def _extracted(self, given: str, document: Document) -> Extraction | None:
        self.told(self.balance)
        extraction = extracted(given, document, self.extractor)
        if isinstance(extraction, Extraction):
            return extraction
        self.balance.left_out.append(extraction)
        return None

    def _duplicates(self, documents: list[Document]) -> set[str]:
        """Addresses whose words are held under another one, or came earlier."""
        where = writer.contents(self.store, {document.content_id for document in documents})
        first: dict[str, str] = {}
        for document in documents:
            others = (address for address in where.get(document.content_id, ()) if address != document.address)
            first.setdefault(document.content_id, next(others, document.address))
        return {document.address for document in documents if first[document.content_id] != document.address}

    def _write(self, found: list[tuple[str, Extraction]], duplicates: set[str]) -> None:
        """All in one transaction; where one of them makes it fail, each in its own, so that only that one is lost."""
        try:
            changes = writer.write(self.store, [extraction for _, extraction in found])
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 -- as above
            if len(found) > 1:
                for each in found:
                    self._write([each], duplicates)
            else:
                self.balance.left_out.extend(Failure(given, f"cannot be stored: {_words(error)}") for given, _ in found)
            return
        self.changed(changes)
        for _, extraction in found:
            if extraction.document.address in duplicates:
                self.balance.duplicate += 1
            else:
                self.balance.loaded += 1
            self.balance.claims += len({claim.id for claim in extraction.claims})
            self.balance.drops.update(drop.reason for drop in extraction.drops)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())}"[:300]
