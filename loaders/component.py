"""The pipeline as a spaCy component: `nlp.add_pipe("stackgraph")` sets `Doc.ents` and `Doc._.claims`."""

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import filter_spans

from graph_schema.names import digest
from graph_schema.records import Document
from graph_schema.settings import settings
from loaders.pipeline import Pipeline


@Language.factory("stackgraph", assigns=["doc.ents", "doc._.claims"])
def create(nlp: Language, name: str) -> "StackgraphComponent":  # noqa: ARG001, spaCy hands both to every factory
    """The factory that spaCy finds under the name `stackgraph`."""
    return StackgraphComponent()


class StackgraphComponent:
    """Names become entities with the ontology's labels and the entity's id as `kb_id_`; claims count characters of the text."""

    def __init__(self) -> None:
        self._pipeline = Pipeline.open(settings())
        if not Doc.has_extension("claims"):
            Doc.set_extension("claims", default=())

    def __call__(self, doc: Doc) -> Doc:
        reading = self._pipeline.read(doc.text)
        spans = [
            doc.char_span(m.start, m.end, label=cluster.entity.label, kb_id=cluster.entity.id, alignment_mode="expand")
            for cluster in reading.clusters
            for m in (reading.found.mentions[n] for n in cluster.mentions)
        ]
        doc.set_ents(filter_spans([span for span in spans if span is not None]))
        document = Document(f"text:{digest(doc.text)}", doc.text)
        doc._.claims = self._pipeline.conclude(document, reading).claims
        return doc
