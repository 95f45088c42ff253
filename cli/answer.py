"""An answer as people read it: what is true, by which path, on which sentences, and what speaks against it."""

from typing import TYPE_CHECKING

from rich.text import Text

from cli import console

if TYPE_CHECKING:
    from app.responses import Asked, Evidence, Row


def show(asked: "Asked") -> None:
    """Print the answer and the evidence for it."""
    console.out.print(
        Text.assemble((asked.question, "bold"), "\n", (f"understood as: {asked.interpretation.text}", "dim"))
    )
    for note in asked.notes:
        console.out.print(Text(note, style="yellow"))
    console.out.print(Text(value_of(asked), style="bold green"))
    for row in asked.rows:
        _show_row(row)


def value_of(asked: "Asked") -> str:
    """The answer itself, in a line."""
    value = asked.answer.value
    if isinstance(value, list):
        return ", ".join(value) or "none"
    return str(value)


def _show_row(row: "Row") -> None:
    path = " · ".join(f"{arrow.subject.name} {arrow.type} {arrow.object.name}" for arrow in row.path)
    console.out.print(Text.assemble("\n", (row.entity.name, "bold"), (f"  {path}", "cyan")))
    for evidence in row.evidence:
        _show_evidence(evidence, "")
    for evidence in row.counter_evidence:
        _show_evidence(evidence, "but: ")


def _show_evidence(evidence: "Evidence", mark: str) -> None:
    said_by = f"according to {evidence.attribution}" if evidence.attribution else None
    where = (
        evidence.title,
        evidence.source,
        evidence.date,
        said_by,
        f"confidence {evidence.confidence:.2f}",
        evidence.url,
    )
    console.out.print(Text.assemble("  ", (mark, "yellow"), f"“{evidence.sentence}”"))
    console.out.print(Text.assemble("    ", (" · ".join(filter(None, where)), "dim")))
