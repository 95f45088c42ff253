"""Counts of a run: kept in the journal step by step, so that a killed run can still be told."""

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from loaders.nightly.facts import Fact

if TYPE_CHECKING:
    from loaders.load import Balance

COUNTS = ("fetched", "loaded", "unchanged", "duplicate", "rejected", "failed", "claims", "postponed")
Reasons = list[tuple[str, str]]


@dataclass(slots=True)
class Tally:
    """What became of the items of a source, or of some of them.

    fetched = loaded + unchanged + duplicate + rejected + failed. `postponed`: left for the next run by `max_items`;
    `rejections`, `failures`: path or URL, and reason; `drops`: how many by reason; `facts`: what changed in the graph;
    `seconds`: that all of it took, of which `loading_s` for cleaning, extraction and writing.
    """

    counts: Counter[str] = field(default_factory=Counter)
    rejections: Reasons = field(default_factory=list)
    failures: Reasons = field(default_factory=list)
    drops: Counter[str] = field(default_factory=Counter)
    facts: list[Fact] = field(default_factory=list)
    seconds: float = 0.0
    loading_s: float = 0.0

    @classmethod
    def of(cls, balance: "Balance", facts: list[Fact], loading_s: float) -> Self:
        """The counts of a load."""
        return cls(
            Counter({name: count for name, count in balance.as_dict().items() if name in COUNTS}),
            [(item.given, item.reason) for item in balance.rejections],
            [(item.given, item.reason) for item in balance.failures],
            balance.drops,
            facts,
            loading_s=loading_s,
        )

    @classmethod
    def parse(cls, text: str) -> Self:
        """The tally that `text` came from."""
        parts = json.loads(text)
        return cls(
            Counter(parts["counts"]),
            [tuple(each) for each in parts["rejections"]],
            [tuple(each) for each in parts["failures"]],
            Counter(parts["drops"]),
            [Fact(**each) for each in parts["facts"]],
            parts["seconds"],
            parts["loading_s"],
        )

    def text(self) -> str:
        parts: dict[str, Any] = {
            "counts": self.counts,
            "rejections": self.rejections,
            "failures": self.failures,
            "drops": self.drops,
            "facts": [fact.as_dict() for fact in self.facts],
            "seconds": self.seconds,
            "loading_s": self.loading_s,
        }
        return json.dumps(parts, ensure_ascii=False)

    def add(self, more: "Tally") -> None:
        self.counts += more.counts
        self.rejections += more.rejections
        self.failures += more.failures
        self.drops += more.drops
        self.facts += more.facts
        self.seconds += more.seconds
        self.loading_s += more.loading_s

    def see(self, items: int) -> None:
        """Count items that are as they were."""
        self.counts.update(fetched=items, unchanged=items)

    def as_dict(self) -> dict[str, Any]:
        """The counts as the report has them."""
        return {name: self.counts[name] for name in COUNTS} | {
            "rejected_by_reason": dict(Counter(reason for _, reason in self.rejections).most_common()),
            "dropped_by_reason": dict(self.drops.most_common()),
            "seconds": round(self.seconds, 3),
            "loading_seconds": round(self.loading_s, 3),
        }
