"""CSV (RFC 4180, UTF-8): one claim a row, under a header; empty where something is unknown."""

import csv
from collections.abc import Iterator
from io import StringIO

from graph_schema.export import table
from graph_schema.export.graph import Graph


def write(graph: Graph) -> Iterator[str]:
    """The lines, a sentence with line breaks being part of one."""
    buffer = StringIO()
    writer = csv.DictWriter(buffer, table.COLUMNS)
    writer.writeheader()
    yield _taken(buffer)
    for row in table.rows(graph):
        writer.writerow(row)
        yield _taken(buffer)


def _taken(buffer: StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
