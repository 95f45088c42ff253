"""The command line, run in this process on the shared embedded database, with an extractor made by hand."""

from collections.abc import Callable, Iterator

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from graph_schema import settings as settings_module
from graph_schema.settings import Settings
from graph_schema.store import Store
from loaders.pipeline import Pipeline
from tests.loaders.fake import ByHand

Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs `stackgraph` with these arguments; what it printed and how it ended."""
    monkeypatch.setattr(Pipeline, "open", lambda _: ByHand())
    settings_module.settings.cache_clear()
    yield lambda *arguments, input=None: CliRunner().invoke(app, [str(each) for each in arguments], input=input)
    settings_module.settings.cache_clear()


@pytest.fixture
def graph(embedded_store: Store, embedded_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The empty embedded database, which the commands find by themselves."""
    monkeypatch.setenv("STACKGRAPH_HOME", str(embedded_settings.home))
    return embedded_store
