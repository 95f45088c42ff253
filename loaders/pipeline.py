"""The whole way of one document, on one screen."""

from collections.abc import Iterable, Iterator

from graph_schema.gazetteer import Gazetteer, gazetteer
from graph_schema.records import Claim, Document, Drop, Extraction
from graph_schema.settings import Settings
from loaders import claims as claiming
from loaders.claims import Relation
from loaders.encoder import Encoder
from loaders.encoder import encoder as shipped
from loaders.hints import Matcher
from loaders.link import link
from loaders.recognise import recognise
from loaders.relate import relate
from loaders.sentences import split


class Pipeline:
    """Documents in, extractions out. The same document gives the same claims, whatever is read before or beside it."""

    def __init__(self, encoder: Encoder, names: Gazetteer, spacy_model: str) -> None:
        self._encoder = encoder
        self._names = names
        self._matcher = Matcher(names)
        self._spacy_model = spacy_model
        self.version = f"1-{encoder.version}"

    @classmethod
    def open(cls, settings: Settings) -> "Pipeline":
        """The pipeline with the shipped model and gazetteer."""
        return cls(shipped(), gazetteer(), settings.spacy_model)

    def extract(self, document: Document) -> Extraction:
        """The claims of one document, and what was dropped, with reasons."""
        found = recognise(document.text, split(document.text, self._spacy_model), self._encoder, self._matcher)
        clusters = link(found.mentions, found.text, self._names)
        entity_of = {n: c for c, cluster in enumerate(clusters) for n in cluster.mentions}
        related = relate(found, entity_of, self._encoder)
        said = list(claiming.relations(found, clusters, related, self._encoder.classes))
        made = list(claiming.claims(document, found, [r for r in said if isinstance(r, Relation)], self.version))
        return Extraction(
            document,
            tuple(
                sorted(
                    (c for c in made if isinstance(c, Claim)),
                    key=lambda c: (c.start, c.subject.id, c.predicate, c.object.id, c.status),
                )
            ),
            tuple(d for d in [*said, *made] if isinstance(d, Drop)),
        )

    def extract_many(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """One extraction a document, in order."""
        return map(self.extract, documents)
