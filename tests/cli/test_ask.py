"""`stackgraph ask`: the answer with its evidence for people, and as `/v1/ask` gives it for programs."""

import json

import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from graph_schema.settings import Settings
from graph_schema.store import Store
from tests.cli.conftest import Run

STORY = json.dumps(
    {
        "text": "Kardan changes its voice\n\nKardan no longer uses Voxa. Ford uses Voxa.",
        "url": "https://example.com/kardan",
        "title": "Kardan changes its voice",
        "published": "2025-03-04",
        "source": "The Wire",
    }
)


@pytest.mark.usefixtures("graph")
def test_answer_with_the_sentence_behind_it(run: Run) -> None:
    run("load", "-", input=STORY)
    result = run("ask", "which companies dropped Voxa?")
    assert result.exit_code == 0
    for part in (
        "Kardan",
        "Kardan DROPPED Voxa",
        "“Kardan no longer uses Voxa.”",
        "Kardan changes its voice · The Wire · 2025-03-04 · confidence 0.90",
        "https://example.com/kardan",
    ):
        assert part in result.stdout
    assert "Ford" not in result.stdout


def test_json_is_what_the_api_returns(run: Run, graph: Store, embedded_settings: Settings) -> None:
    run("load", "-", input=STORY)
    question = "did Kardan drop Voxa?"
    printed = json.loads(run("ask", question, "--json").stdout)
    with TestClient(create_app(embedded_settings, store=graph)) as client:
        assert client.get("/v1/ask", params={"q": question}).json() == printed
    assert printed["answer"] == {"type": "verdict", "value": "yes"}


@pytest.mark.usefixtures("graph")
def test_question_that_is_not_understood_is_refused_with_examples(run: Run) -> None:
    result = run("ask", "why is the sky blue?")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("why is the sky blue?: ")
    assert "for example: " in result.stderr
