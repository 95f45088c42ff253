"""The way into the graph, opened when the first item needs it: a night without news needs neither database nor model."""

import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from graph_schema.settings import Settings
from loaders.nightly.facts import facts
from loaders.nightly.tally import Tally
from loaders.readers import Item, Raw

if TYPE_CHECKING:
    from graph_schema.store import Store
    from loaders.derive import Change
    from loaders.load import Extractor


class Loading:
    """Loads items, and tells what became of them and what it changed. Raises StoreUnavailable."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._resources = ExitStack()
        self.model: str | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._resources.close()

    def __call__(self, items: Sequence[Item]) -> Tally:
        from loaders.load import Balance, load_items  # noqa: PLC0415 -- heavy: not for a night without news

        began = time.monotonic()
        if not any(isinstance(item, Raw) for item in items):
            left_out = [item for item in items if not isinstance(item, Raw)]
            return Tally.of(Balance(fetched=len(items), left_out=left_out), [], 0.0)
        changes: list[Change] = []
        balance = load_items(items, self._store, self._extractor, changed=changes.extend)
        return Tally.of(balance, facts(self._store, changes), time.monotonic() - began)

    @cached_property
    def _store(self) -> "Store":
        from graph_schema import migrate  # noqa: PLC0415 -- heavy, as above
        from graph_schema.store import Store  # noqa: PLC0415

        store = self._resources.enter_context(Store.open(self._settings))
        migrate.run(store)
        return store

    @cached_property
    def _extractor(self) -> "Extractor":
        from loaders.pipeline import Pipeline  # noqa: PLC0415 -- heavy, as above

        pipeline = Pipeline.open(self._settings)
        self.model = pipeline.version
        return pipeline
