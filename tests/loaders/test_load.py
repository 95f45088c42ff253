"""The load: its balance adds up, whatever is thrown at it, and the graph holds what it says."""

import json
from pathlib import Path

import pytest

from graph_schema.errors import StoreUnavailable
from graph_schema.records import Extraction
from graph_schema.store import Store
from loaders import writer
from loaders.load import BATCH, Balance, load
from loaders.readers import Failure, Rejection
from tests.loaders.fake import ByHand


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        folder.joinpath(f"{name}.txt").write_text(text)


def run(store: Store, folder: Path, extractor: ByHand | None = None) -> Balance:
    balance = load([str(folder)], store, extractor or ByHand())
    balance.check()
    return balance


def counts(balance: Balance) -> tuple[int, ...]:
    one = balance.as_dict()
    return tuple(one[name] for name in ("fetched", "loaded", "unchanged", "duplicate", "rejected", "failed"))


def in_graph(store: Store) -> tuple[int, int]:
    (row,) = store.read(
        "MATCH (d:Document) WITH count(d) AS documents OPTIONAL MATCH (c:Claim) RETURN documents, count(c) AS claims"
    )
    return row["documents"], row["claims"]


def test_every_item_is_accounted_for(embedded_store: Store, tmp_path: Path) -> None:
    write(
        tmp_path,
        a="Ford uses Azure. Kia uses Alexa.",
        b="Kia no longer uses Alexa.",
        copy="Kia no longer uses Alexa.",
        foreign="Volkswagen setzt künftig auf Android Automotive OS.",
        empty="",
        hard="This text will break it.",
    )
    (tmp_path / "logo.png").write_bytes(b"\x89PNG")
    (tmp_path / "lines.jsonl").write_text(json.dumps({"text": "GM uses Azure."}) + "\n{torn\n")
    balance = run(embedded_store, tmp_path)
    assert counts(balance) == (9, 3, 0, 1, 3, 2)
    assert balance.claims == 5
    assert balance.drops == {"no relation": 4}
    assert in_graph(embedded_store) == (4, 5)
    assert set(balance.rejections) == {
        Rejection(str(tmp_path / "foreign.txt"), "not in English"),
        Rejection(str(tmp_path / "empty.txt"), "no text"),
        Rejection(str(tmp_path / "logo.png"), "not a kind of file that is read in folders"),
    }
    assert (
        Failure(str(tmp_path / "hard.txt"), "extraction failed: ValueError: a text that breaks it") in balance.failures
    )
    assert json.loads(json.dumps(balance.as_dict()))["failures"][0]["source"] == f"{tmp_path}/lines.jsonl#2"


def test_second_load_changes_nothing_and_extracts_nothing(embedded_store: Store, tmp_path: Path) -> None:
    write(tmp_path, a="Ford uses Azure.", b="Kia uses Alexa.", copy="Kia uses Alexa.")
    run(embedded_store, tmp_path)
    again = ByHand()
    assert counts(run(embedded_store, tmp_path, again)) == (3, 0, 3, 0, 0, 0)
    assert again.calls == 0


def test_changed_document_and_new_extractor_are_loaded_again(embedded_store: Store, tmp_path: Path) -> None:
    write(tmp_path, a="Ford uses Azure.", b="Kia uses Alexa. Ford uses Alexa.")
    run(embedded_store, tmp_path)
    write(tmp_path, b="Kia no longer uses Alexa.")
    assert counts(run(embedded_store, tmp_path)) == (2, 1, 1, 0, 0, 0)
    assert in_graph(embedded_store) == (2, 2)
    assert counts(run(embedded_store, tmp_path, ByHand("hand-2"))) == (2, 2, 0, 0, 0, 0)


def test_same_file_named_twice_is_loaded_once(embedded_store: Store, tmp_path: Path) -> None:
    write(tmp_path, a="Ford uses Azure.")
    balance = load([str(tmp_path), str(tmp_path / "a.txt")], embedded_store, ByHand())
    assert counts(balance) == (2, 1, 1, 0, 0, 0)


def test_of_two_versions_of_one_document_the_later_stays(embedded_store: Store, tmp_path: Path) -> None:
    records = [{"url": "https://example.com/a", "text": text} for text in ("Ford uses Azure.", "Kia uses Alexa.")]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, records)))
    assert counts(run(embedded_store, tmp_path)) == (2, 2, 0, 0, 0, 0)
    assert embedded_store.read("MATCH (c:Claim) RETURN c.sentence AS sentence") == [{"sentence": "Kia uses Alexa."}]


def test_more_documents_than_a_batch_holds(embedded_store: Store, tmp_path: Path) -> None:
    for number in range(BATCH + 3):
        write(tmp_path, **{f"a{number}": f"Maker{number % 5} uses Cloud{number}."})
    heard: list[int] = []
    balance = load([str(tmp_path)], embedded_store, ByHand(), lambda balance: heard.append(balance.loaded))
    assert counts(balance)[:2] == (BATCH + 3, BATCH + 3)
    assert in_graph(embedded_store) == (BATCH + 3, BATCH + 3)
    assert heard[-1] == BATCH + 3
    assert BATCH in heard


class Foreign(ByHand):
    """Hands the claims of one document to another where the text says `mixed`: the writer refuses that."""

    def extract(self, document: object) -> Extraction:
        extraction = super().extract(document)  # type: ignore[arg-type]
        if "mixed" not in extraction.document.text:
            return extraction
        other = Extraction(extraction.document, (), (), self.version).document
        return Extraction(type(other)("text:other", other.text), extraction.claims, (), self.version)


def test_document_that_cannot_be_stored_takes_no_other_with_it(embedded_store: Store, tmp_path: Path) -> None:
    write(tmp_path, a="Ford uses Azure.", b="All mixed up. Kia uses Alexa.", c="GM uses Azure.")
    balance = run(embedded_store, tmp_path, Foreign())
    assert counts(balance) == (3, 2, 0, 0, 0, 1)
    assert balance.failures[0].given == str(tmp_path / "b.txt")
    assert "cannot be stored" in balance.failures[0].reason
    assert in_graph(embedded_store) == (2, 2)


def test_database_that_goes_away_ends_the_load(
    embedded_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, a="Ford uses Azure.")

    def away(*_: object) -> None:
        raise StoreUnavailable("the database is away")

    monkeypatch.setattr(writer, "write", away)
    with pytest.raises(StoreUnavailable):
        load([str(tmp_path)], embedded_store, ByHand())


@pytest.mark.parametrize("lost", ["loaded", "unchanged", "duplicate"])
def test_balance_that_does_not_add_up_is_a_fault(lost: str) -> None:
    balance = Balance(fetched=2, left_out=[Failure("a", "b")])
    with pytest.raises(RuntimeError, match="2 items were fetched and 1 accounted for"):
        balance.check()
    setattr(balance, lost, 1)
    balance.check()
