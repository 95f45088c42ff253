"""Where output goes: results to the standard output, everything else to the standard error."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


def complain(about: str, reason: str) -> None:
    """One line that names what cannot be used, and why."""
    err.print(f"{about}: {' '.join(reason.split())}", style="red", markup=False, highlight=False)


def note(message: str) -> None:
    """One line on what goes on."""
    err.print(message, markup=False, highlight=False)


def write_json(value: object) -> None:
    """One line of JSON, a result."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Callable[[int, str], None]]:
    """A bar on a terminal and nothing elsewhere; call what it gives with how many are done, and what with."""
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[detail]}"), TimeElapsedColumn(),
        console=err, transient=True, disable=not err.is_terminal,
    )  # fmt: skip
    with bar:
        task = bar.add_task(title, total=total, detail="")
        yield lambda done, detail: bar.update(task, completed=done, detail=detail)
