"""An extractor by hand, for tests of what happens around extraction."""

import re
from dataclasses import dataclass

from graph_schema.ontology import Status
from graph_schema.records import Claim, Document, Drop, Entity, Extraction

_SENTENCE = re.compile(r"(\w+) (no longer uses|uses|partners with) (\w+)\.")


@dataclass
class ByHand:
    """Understands `Ford uses Azure.` and `Ford no longer uses Azure.`; fails where the text says `breaks_at`."""

    version: str = "hand-1"
    breaks_at: str = "break"
    calls: int = 0

    def extract(self, document: Document) -> Extraction:
        self.calls += 1
        if self.breaks_at in document.text:
            raise ValueError("a text that breaks it")
        claims = tuple(self._claim(document, found) for found in _SENTENCE.finditer(document.text))
        return Extraction(document, claims, (Drop("no relation", document.text),), self.version)

    def _claim(self, document: Document, found: re.Match[str]) -> Claim:
        subject, words, object = found.groups()
        partners = words.startswith("partners")
        status: Status = "ended" if "no longer" in words else "current"
        return Claim(
            document_id=document.id,
            subject=Entity(subject, "Company", words=(subject,)),
            predicate="PARTNERS_WITH" if partners else "USES",
            object=Entity(object, "Company" if partners else "Platform", words=(object,)),
            status=status,
            sentence=found.group(),
            start=found.start(),
            end=found.end(),
            confidence=0.9,
            extractor=self.version,
            published=document.published,
        )
