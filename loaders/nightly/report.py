"""The report of a run: as JSON for programs, as text for whoever looks at it in the morning."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from loaders.nightly.facts import Fact, merged
from loaders.nightly.failures import DeadLetter
from loaders.nightly.runs import Run
from loaders.nightly.tally import COUNTS, Tally

MOST_LINES = 50
"""Of one kind in the text; the JSON has all."""


@dataclass(frozen=True, slots=True)
class Versions:
    """What read the documents: version of the code, of the extractor with its model (None where nothing has needed it
    yet), and a digest of the ontology."""

    code: str
    model: str | None
    ontology: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did. `ended` in UTC, None where it was killed; `letters`: all dead letters that there are after it."""

    run: Run
    ended: str | None
    versions: Versions
    sources: Mapping[str, Tally]
    letters: tuple[DeadLetter, ...]

    @property
    def seconds(self) -> float | None:
        """How long it took, if it came to its end."""
        if self.ended is None:
            return None
        return (datetime.fromisoformat(self.ended) - datetime.fromisoformat(self.run.started)).total_seconds()

    @property
    def total(self) -> Tally:
        total = Tally()
        for tally in self.sources.values():
            total.add(tally)
        return total

    @property
    def facts(self) -> list[Fact]:
        return merged(self.total.facts)

    @property
    def failed(self) -> int:
        """Items that failed in this run."""
        return self.total.counts["failed"]

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON has it."""
        return {
            "run": self.run.id,
            "state": "finished" if self.ended else "interrupted",
            "goes_on_with": sorted(self.run.resumed - {self.run.id}),
            "started": self.run.started,
            "ended": self.ended,
            "seconds": self.seconds,
            "versions": {"code": self.versions.code, "model": self.versions.model, "ontology": self.versions.ontology},
            "balance": self.total.as_dict(),
            "sources": {name: tally.as_dict() | self._aside(name) for name, tally in self.sources.items()},
            "failures": [
                {"source": name, "item": key, "reason": reason, "next": self._next(name, key)}
                for name, tally in self.sources.items()
                for key, reason in tally.failures
            ],
            "rejections": [
                {"source": name, "item": key, "reason": reason}
                for name, tally in self.sources.items()
                for key, reason in tally.rejections
            ],
            "facts": [fact.as_dict() for fact in self.facts],
        }

    def _aside(self, name: str) -> dict[str, int]:
        return {"put_aside": sum(letter.source == name and not letter.passing for letter in self.letters)}

    def _next(self, source: str, key: str) -> str:
        passing = {letter.passing for letter in self.letters if (letter.source, letter.key) == (source, key)}
        return "put aside" if passing == {False} else "tried again by the next run"

    def text(self) -> str:
        """The report as people read it."""
        one = self.as_dict()
        return "\n".join([*_head(one), *_counts(one), *_reasons(one), *_failures(one), *_facts(self.facts), ""])

    def write(self, folder: Path) -> Path:
        """Write both forms; the path of the text."""
        folder.mkdir(parents=True, exist_ok=True)
        for suffix, content in (
            (".json", json.dumps(self.as_dict(), ensure_ascii=False, indent=1)),
            (".txt", self.text()),
        ):
            draft = folder / f"{self.run.id}{suffix}.new"
            draft.write_text(content, encoding="utf-8")
            draft.replace(folder / f"{self.run.id}{suffix}")
        return folder / f"{self.run.id}.txt"


def _head(one: dict[str, Any]) -> Iterator[str]:
    versions = one["versions"]
    yield f"Nightly load {one['run']}: {one['state']}"
    yield f"started {one['started']}, ended {one['ended'] or 'never'}" + (
        f", {one['seconds']:.1f} s" if one["seconds"] is not None else ""
    )
    yield f"code {versions['code']}, model {versions['model'] or 'not needed'}, ontology {versions['ontology']}"
    if one["goes_on_with"]:
        yield f"goes on with {', '.join(one['goes_on_with'])}, which did not come to its end"


def _counts(one: dict[str, Any]) -> Iterator[str]:
    """A line a source and one for all; columns that are 0 throughout are left out, but not those of the balance."""
    lines = {**one["sources"], "all": one["balance"] | _sums(one["sources"].values(), "put_aside")}
    columns = (*COUNTS, "put_aside")
    shown = [name for name in columns if name in COUNTS[:6] or lines["all"][name]]
    width = max(len(name) for name in lines)
    yield ""
    yield " " * width + "".join(f"{name.replace('_', ' '):>11}" for name in (*shown, "seconds"))
    for name, counts in lines.items():
        numbers = "".join(f"{counts[column]:>11}" for column in shown)
        yield f"{name:<{width}}{numbers}{counts['seconds']:>11.1f}"


def _sums(sources: Iterable[dict[str, Any]], name: str) -> dict[str, int]:
    return {name: sum(source[name] for source in sources)}


def _reasons(one: dict[str, Any]) -> Iterator[str]:
    for title, name in (("rejected", "rejected_by_reason"), ("dropped", "dropped_by_reason")):
        if reasons := one["balance"][name]:
            yield from ("", title, *(f"  {count} × {reason}" for reason, count in Counter(reasons).most_common()))


def _failures(one: dict[str, Any]) -> Iterator[str]:
    failures = one["failures"]
    if failures:
        lines = [f"  {each['source']}: {each['item']}: {each['reason']} ({each['next']})" for each in failures]
        yield from ("", "failed", *_some(lines))


def _facts(facts: list[Fact]) -> Iterator[str]:
    if facts:
        yield from ("", "changed in the graph", *_some([f"  {fact.words}" for fact in facts]))


def _some(lines: list[str]) -> list[str]:
    return lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], f"  … and {len(lines) - MOST_LINES} more"]
