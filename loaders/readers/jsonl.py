"""JSON Lines: one record a line with `text` or `html`, and `title`, `url`, `published`, `source` where known."""

import json
import re
from collections.abc import Iterator

from graph_schema.errors import BadInput
from graph_schema.names import digest
from loaders.readers.dates import iso_date
from loaders.readers.fields import text_field, url_field
from loaders.readers.record import Blob, Failure, Item, Media, Raw
from loaders.readers.text import decoded

_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)


def parse(blob: Blob) -> Iterator[Item]:
    """One item a line, read as they are asked for; a line that cannot be used becomes a Failure that names it."""
    for number, line in enumerate(blob.stream, start=1):
        if not line.strip():
            continue
        try:
            yield _raw(_record(line), blob, number)
        except BadInput as error:
            yield Failure(f"{blob.given}#{number}", str(error))


def _record(line: bytes) -> dict[str, object]:
    try:
        record = json.loads(decoded(line))
    except ValueError as error:
        raise BadInput(f"not a line of JSON: {error} (JSON Lines has one record a line)") from error
    if not isinstance(record, dict):
        raise BadInput(f"not a JSON object but {type(record).__name__} (JSON Lines has one record a line)")
    return record


def _raw(record: dict[str, object], blob: Blob, number: int) -> Raw:
    html, text = text_field(record, "html"), text_field(record, "text")
    body = html or text
    if body is None:
        raise BadInput('neither "text" nor "html" in it')
    media: Media = "html" if html or _PAGE.match(body) else "text"
    piped = blob.address.startswith("text:")
    return Raw(
        given=f"{blob.given}#{number}",
        address=f"text:{digest(body)}" if piped else f"{blob.address}#{number}",
        body=body,
        media=media,
        url=url_field(record),
        title=text_field(record, "title"),
        published=iso_date(record.get("published")),
        source=text_field(record, "source"),
    )
