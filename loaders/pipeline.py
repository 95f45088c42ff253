"""The whole way of one document, on one screen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_schema.gazetteer import Gazetteer, gazetteer
from graph_schema.records import Claim, Document, Drop, Extraction
from graph_schema.settings import Settings
from loaders import claims as claiming
from loaders.claims import Relation
from loaders.encoder import Encoder
from loaders.encoder import encoder as shipped
from loaders.hints import Matcher
from loaders.link import Cluster, link
from loaders.patterns import match, where_silent
from loaders.recognise import Recognised, recognise
from loaders.relabel import relabel
from loaders.relate import refer, relate
from loaders.sentences import split

CODE = 1  # to be raised when a change of code, not of model, changes claims: loaded documents are then read again


@dataclass(frozen=True)
class Reading:
    """What was found in a text: its mentions, the entities that they name, and what is said of these."""

    found: Recognised
    clusters: tuple[Cluster, ...]
    said: tuple[Relation, ...]
    drops: tuple[Drop, ...]


class Pipeline:
    """Documents in, extractions out. The same document gives the same claims, whatever is read before or beside it."""

    def __init__(self, encoder: Encoder, names: Gazetteer, spacy_model: str) -> None:
        self._encoder = encoder
        self._names = names
        self._matcher = Matcher(names)
        self._spacy_model = spacy_model
        self.version = f"{CODE}-{encoder.version}"

    @classmethod
    def open(cls, settings: Settings) -> "Pipeline":
        """The pipeline with the shipped model and gazetteer."""
        return cls(shipped(), gazetteer(), settings.spacy_model)

    def read(self, text: str) -> Reading:
        """Find the entities of a text and what it says of them."""
        found = recognise(text, split(text, self._spacy_model), self._encoder, self._matcher)
        clusters = link(found.mentions, text, self._names)
        meant = refer(found, clusters, self._encoder)
        judged = relate(found, clusters, meant, self._encoder)
        clusters = relabel(clusters, meant, judged, self._encoder.classes)
        said = list(claiming.relations(found, clusters, meant, judged, self._encoder.classes))
        said += where_silent(said, match(found, clusters, meant))
        open_references = [m.words for n, m in enumerate(found.mentions) if not meant.get(n)]
        return Reading(
            found, tuple(clusters), tuple(said), tuple(Drop("unresolved reference", w) for w in open_references)
        )

    def extract(self, document: Document) -> Extraction:
        """The claims of one document in reading order, and what was dropped, with reasons."""
        return self.conclude(document, self.read(document.text))

    def conclude(self, document: Document, reading: Reading) -> Extraction:
        """The claims that follow from a reading of the document's text."""
        made = list(claiming.claims(document, reading.found, reading.said, self.version))
        claims = [each for each in made if isinstance(each, Claim)]
        drops = [*reading.drops, *(each for each in made if isinstance(each, Drop))]
        claims.sort(key=lambda c: (c.start, c.subject.id, c.predicate, c.object.id, c.status))
        return Extraction(document, tuple(claims), tuple(drops), self.version)

    def extract_many(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """One extraction a document, in order."""
        return map(self.extract, documents)
