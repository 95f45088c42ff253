"""PDF files, with the extra `pdf`."""

from collections.abc import Iterator

from graph_schema.errors import BadInput
from loaders.readers.record import Blob, Raw


def parse(blob: Blob) -> Iterator[Raw]:
    """The text of all pages as one item. Raises BadInput if the extra is missing or the file cannot be read."""
    try:
        import pypdf  # noqa: PLC0415 -- an extra
    except ImportError as error:
        raise BadInput("reading PDF needs an extra: pip install 'stackgraph[pdf]'") from error
    try:
        reader = pypdf.PdfReader(blob.stream)
        text = "\n".join(page.extract_text() for page in reader.pages)
        title = reader.metadata.title if reader.metadata else None
    except pypdf.errors.PyPdfError as error:
        raise BadInput(f"not a PDF that can be read: {error}") from error
    yield Raw(blob.given, blob.address, text, url=blob.url, title=title or None, fetched=blob.url is not None)
