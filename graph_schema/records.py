"""What travels between loaders, graph and API: frozen records whose ids a second run computes alike."""

from dataclasses import dataclass, field

from graph_schema.names import digest, entity_id
from graph_schema.ontology import ONTOLOGY, Label, Status


@dataclass(frozen=True, slots=True)
class Document:
    """One source text, cleaned; offsets of claims count characters of `text`.

    `address`: where it came from (URL, or file URI, or `text:` and a digest), which is its identity;
    `published`, the date of the text itself, and all dates here: ISO 8601, to the precision known (`2025`, `2025-11`,
    `2025-11-06`).
    """

    address: str
    text: str
    title: str = ""
    published: str | None = None
    source: str | None = None
    url: str | None = None
    language: str = "en"

    @property
    def id(self) -> str:
        return digest("document", self.address)

    @property
    def content_id(self) -> str:
        """Alike for documents of the same words, wherever they were found."""
        return digest("content", self.title, self.text)

    @property
    def version(self) -> str:
        """Changes when anything of the document does: what tells `unchanged` from `loaded`."""
        return digest(self.address, self.title, self.text, self.published, self.source, self.url)


@dataclass(frozen=True, slots=True)
class Entity:
    """A company, product or platform as one document shows it.

    `name` is canonical (of the gazetteer where it knows the entity, else the fullest form in the document);
    `kinds` (companies only) are the gazetteer's, or what the document calls it ("the carmaker"); `words`: forms seen
    in the document.
    """

    name: str
    label: Label
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return entity_id(self.label, self.name)


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement made by one document about two nodes, with its wording.

    `start`, `end`: character offsets of `sentence` in the document's text; `confidence`: 0 to 1, calibrated;
    `valid_from`, `valid_to`: dates that the text gives; `attribution`: who said it, where the text names one.
    """

    document_id: str
    subject: Entity
    predicate: str
    object: Entity
    status: Status
    sentence: str
    start: int
    end: int
    confidence: float
    extractor: str
    attribution: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    published: str | None = None

    @property
    def id(self) -> str:
        return digest(
            self.document_id, self.start, self.end, self.subject.id, self.predicate, self.object.id, self.status
        )

    @property
    def type(self) -> str:
        """The relationship type of the arrow that this claim supports, e.g. `DROPPED`."""
        return ONTOLOGY.predicates[self.predicate].arrows[self.status]


@dataclass(frozen=True, slots=True)
class Drop:
    """Something found in a text that did not become a claim; `reason` is one of a few fixed phrases, to be counted."""

    reason: str
    words: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the pipeline made of one document; `extractor`: its version, known also where it found no claim."""

    document: Document
    claims: tuple[Claim, ...] = ()
    drops: tuple[Drop, ...] = field(default=())
    extractor: str = ""
