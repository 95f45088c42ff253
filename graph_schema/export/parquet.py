"""Parquet: the same table as CSV, typed; needs the extra `parquet`."""

from collections.abc import Iterator
from io import BytesIO
from itertools import islice

from graph_schema.errors import BadInput
from graph_schema.export import table
from graph_schema.export.graph import Graph

ROWS = 10_000  # of one row group: many enough to compress well, few enough to be held in memory


class _Taken(BytesIO):
    """A file that only grows; what was written is taken out of memory, and its length remembered."""

    taken = 0

    def tell(self) -> int:
        return self.taken + super().tell()

    def take(self) -> bytes:
        written = self.getvalue()
        self.taken += len(written)
        self.seek(0)
        self.truncate()
        return written


def write(graph: Graph) -> Iterator[bytes]:
    """The parts of the file, a row group each.

    Raises BadInput where pyarrow is not installed.
    """
    try:
        import pyarrow as pa  # noqa: PLC0415 -- an extra
        from pyarrow import parquet  # noqa: PLC0415
    except ImportError as error:
        raise BadInput("Parquet needs the extra: pip install 'stackgraph[parquet]'") from error
    types = {str: pa.string(), float: pa.float64(), int: pa.int64()}
    schema = pa.schema([(column, types[type_]) for column, type_ in table.COLUMNS.items()])
    file = _Taken()
    rows = table.rows(graph)
    with parquet.ParquetWriter(file, schema) as writer:
        while group := list(islice(rows, ROWS)):
            writer.write_table(pa.Table.from_pylist(group, schema))
            yield file.take()
    yield file.take()
