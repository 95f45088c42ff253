"""Files, folders and the standard input."""

import io
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from graph_schema.names import digest
from loaders.readers.record import Blob


def standard_input() -> Blob:
    """What is piped in; its address is a digest of it."""
    data = sys.stdin.buffer.read()
    return Blob("-", f"text:{digest(data.hex())}", io.BufferedReader(io.BytesIO(data)))


def file(path: Path) -> Blob:
    """A file, opened: close its stream. Raises OSError."""
    return Blob(str(path), path.resolve().as_uri(), path.open("rb"), name=path.suffix.lower())


def files(folder: Path, unreadable: Callable[[OSError], object]) -> Iterator[Path]:
    """All files under a folder, in the order of their paths; hidden ones and linked folders are left out.

    `unreadable` is told of folders that cannot be opened.
    """
    for base, names, found in os.walk(folder, onerror=unreadable):
        names[:] = sorted(name for name in names if not name.startswith("."))
        yield from (Path(base, name) for name in sorted(found) if not name.startswith("."))
