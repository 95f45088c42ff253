"""What the API is handed to read documents with: it never imports the loaders itself."""

import threading

from app.dependencies import Submission
from graph_schema.errors import BadInput
from graph_schema.names import digest
from graph_schema.records import Extraction
from graph_schema.store import Store
from loaders.load import Extractor, put
from loaders.readers import Media, Raw
from loaders.readers.dates import iso_date


class Ingest:
    """Reads and stores the documents that are posted, one at a time: requests come on several threads."""

    def __init__(self, store: Store, extractor: Extractor) -> None:
        self._store = store
        self._extractor = extractor
        self._reading = threading.Lock()

    def __call__(self, submission: Submission) -> Extraction:
        """What was found and is now in the graph. Raises BadInput, with the reason, for what is not taken."""
        body = submission.html or submission.text
        if not body:
            raise BadInput("a document needs `text` or `html`")
        media: Media = "html" if submission.html else "text"
        raw = Raw(
            given=submission.url or "the document",
            address=f"text:{digest(body)}",
            body=body,
            media=media,
            url=submission.url,
            title=submission.title,
            published=iso_date(submission.published),
            source=submission.source,
        )
        with self._reading:
            return put(raw, self._store, self._extractor)
