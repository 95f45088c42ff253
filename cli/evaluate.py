"""`stackgraph evaluate`: how right the extraction is on marked articles."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table

from cli import console

if TYPE_CHECKING:
    from loaders.evaluate import Evaluation, Mistake, Score


def evaluate(
    files: Annotated[list[Path], typer.Argument(metavar="ARTICLES.jsonl", help="Marked articles, one a line.")],
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, all mistakes included.")] = False,
    errors: Annotated[int, typer.Option(help="How many of the mistakes to print.", min=0)] = 20,
) -> None:
    """Score the extraction: precision, recall and F1, with and without status, and the mistakes.

    A line holds an article with `id`, `format` (html or txt), `text`, `entities` (name, aliases) and
    `triples` (s, p, o, status, quote, optional). Finding an optional triple is neither rewarded nor punished.

    **Example**

        stackgraph evaluate articles.jsonl --errors 50
    """
    from graph_schema.settings import settings  # noqa: PLC0415 -- heavy: not for --help
    from loaders.evaluate import Evaluation, evaluate, read_marked  # noqa: PLC0415
    from loaders.pipeline import Pipeline  # noqa: PLC0415

    articles = [article for file in files for article in read_marked(file)]
    pipeline = Pipeline.open(settings())
    found = Evaluation()
    with console.progress("Evaluating", len(articles)) as tell:
        for number, article in enumerate(articles, start=1):
            evaluate([article], pipeline, found)
            tell(number, f"F1 {found.total.f1:.3f}")
    if json:
        console.write_json(found.as_dict())
    else:
        _print(found, errors)


def _print(found: "Evaluation", errors: int) -> None:
    scores = [("[bold]all[/bold]", found.total), ("whatever the status", found.without_status)]
    by_name = [*sorted(found.by_predicate.items()), *sorted(found.by_status.items())]
    table = Table("", "right", "wrong", "missed", "precision", "recall", "F1", box=None, pad_edge=False)
    for name, score in [*scores, *by_name]:
        table.add_row(name, *_cells(score))
    console.out.print(table)
    if found.status_accuracy is not None:
        console.out.print(f"status right on {found.status_accuracy:.3f} of {found.matched} triples that were found")
    for mistake in found.mistakes[:errors]:
        console.out.print(_line(mistake), markup=False, highlight=False)


def _cells(score: "Score") -> tuple[str, ...]:
    counts = (score.right, score.wrong, score.missed)
    return (*map(str, counts), f"{score.precision:.3f}", f"{score.recall:.3f}", f"{score.f1:.3f}")


def _line(mistake: "Mistake") -> str:
    said = f"{mistake.subject} {mistake.predicate} {mistake.object} {mistake.status}"
    return f"{mistake.kind} · {mistake.article} · {said} · {mistake.words[:160]}"
