"""The gazetteer's data files by themselves, read without the project's code."""

import json
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "graph_schema" / "gazetteer"
KINDS = {
    "oem",
    "supplier",
    "chipmaker",
    "cloud",
    "software",
    "consumer_tech",
    "telecom",
    "retailer",
    "mobility",
    "energy",
    "media",
    "finance",
}
# file: label, least count, required fields, optional fields
COMMON = {"name": str, "label": str, "aliases": list}
FILES: dict[str, tuple[str, int, dict[str, type], dict[str, type]]] = {
    "companies": (
        "Company",
        450,
        {**COMMON, "kinds": list, "owner": str, "city": list},
        {"nouns": list, "ambiguous": bool},
    ),
    "platforms": ("Platform", 250, {**COMMON, "maker": str}, {"ambiguous": bool}),
    "products": ("Product", 300, {**COMMON, "maker": str}, {"ambiguous": bool}),
}
NULLABLE = {"owner", "maker"}


def read(file: str) -> list[dict[str, Any]]:
    text = (FOLDER / f"{file}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def everything() -> list[dict[str, Any]]:
    return [row for file in FILES for row in read(file)]


@pytest.mark.parametrize("file", FILES)
def test_fields(file: str) -> None:
    label, _, required, optional = FILES[file]
    wrong = []
    for row in read(file):
        known = required | optional
        fine = set(required) <= set(row) <= set(known) and row["label"] == label
        fine = fine and all(isinstance(row[f], known[f]) or (row[f] is None and f in NULLABLE) for f in row)
        if not fine:
            wrong.append(row)
    assert wrong == []


@pytest.mark.parametrize("file", FILES)
def test_strings_are_clean(file: str) -> None:
    wrong = []
    for row in read(file):
        lists = [row[field] for field in ("aliases", "kinds", "city", "nouns") if field in row]
        strings = [row["name"], *(text for values in lists for text in values)]
        clean = all(
            isinstance(text, str) and text and text == unicodedata.normalize("NFC", " ".join(text.split()))
            for text in strings
        )
        if not clean or any(len(values) != len(set(values)) for values in lists):
            wrong.append(row["name"])
    assert wrong == []


def test_kinds() -> None:
    rows = read("companies")
    assert [row["name"] for row in rows if not set(row["kinds"]) <= KINDS] == []
    assert [row["name"] for row in rows if not row["kinds"] and not row.get("nouns")] == []
    assert {kind for row in rows for kind in row["kinds"]} == KINDS


@pytest.mark.parametrize("file", FILES)
def test_sorted(file: str) -> None:
    names = [row["name"] for row in read(file)]
    assert names == sorted(names, key=lambda name: (name.casefold(), name))


@pytest.mark.parametrize("file", FILES)
def test_enough(file: str) -> None:
    assert len(read(file)) >= FILES[file][1]


def test_no_duplicates() -> None:
    counts = Counter((row["label"], row["name"].casefold()) for row in everything())
    assert [entry for entry, count in counts.items() if count > 1] == []


def test_owners_and_makers_exist() -> None:
    companies = {row["name"] for row in read("companies")}
    parents = [(row["name"], row.get("owner") or row.get("maker")) for row in everything()]
    assert [(name, parent) for name, parent in parents if parent and parent not in companies] == []


def test_owners_have_no_circle() -> None:
    owner = {row["name"]: row["owner"] for row in read("companies")}
    for name, parent in owner.items():
        seen, at = {name}, parent
        while at:
            assert at not in seen, f"{name} owns itself"
            seen.add(at)
            at = owner[at]


def test_no_alias_is_the_name() -> None:
    assert [row["name"] for row in everything() if row["name"] in row["aliases"]] == []


def test_shared_spellings_are_marked() -> None:
    """Only twins (firm and service of one name) and entries marked ambiguous share a spelling."""
    holders: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in everything():
        for form in {text.casefold() for text in (row["name"], *row["aliases"])}:
            holders[form].append(row)
    wrong = {
        form: [(row["label"], row["name"]) for row in rows]
        for form, rows in holders.items()
        if len({row["name"] for row in rows}) > 1 and not all(row.get("ambiguous") for row in rows)
    }
    assert wrong == {}


def test_marks_are_true_or_absent() -> None:
    assert [row["name"] for row in everything() if row.get("ambiguous") is False] == []
