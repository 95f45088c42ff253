#!/usr/bin/env python3
"""Compile marked articles from the form people write (`training/articles/*.md`) to the JSON Lines that trainer and scorer read.

usage: compile_marked.py FILE.md… > articles.jsonl     Faults go to standard error; exits 1 if there is one.

One file holds many articles:

    @article nv-veldra-shelves                     id: letters, digits, hyphens; unique
    format: txt                                    txt (default) or html
    style: trade press
    published: 2026-02-11
    @entities                                      name | label | alias; alias | kind; kind | invented
    Veldra Motors | Company | Veldra | oem | invented
    HearthOS | Platform | | | invented
    @text
    Veldra shelves HearthOS

    [[The carmaker|Veldra Motors]] has stopped work on HearthOS, which [[it|Veldra Motors]] had …
    @triples                                       subject | predicate | object | status | quote [| optional]
    Veldra Motors | MAKES | HearthOS | ended | The carmaker has stopped work on HearthOS

`[[words|Name]]` marks words that stand for a named entity without naming it ("the carmaker", "it", "its", "both firms";
several names are joined with `;`). The marks are taken out of the text; each becomes a row of `references`
(`start`, `end`: character offsets in the text; `entities`: the names).
"""

import json
import pathlib
import re
import sys

MARK = re.compile(r"\[\[([^\[\]|]+)\|([^\[\]|]+)\]\]")


def strip_marks(marked: str) -> tuple[str, list[dict]]:
    """The text without its marks, and the references with offsets in that text."""
    out, references, last, length = [], [], 0, 0
    for match in MARK.finditer(marked):
        before = marked[last : match.start()]
        length += len(before)
        words = match[1]
        names = [name.strip() for name in match[2].split(";")]
        references.append({"start": length, "end": length + len(words), "entities": names})
        out += [before, words]
        length += len(words)
        last = match.end()
    return "".join([*out, marked[last:]]), references


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def many(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def parse_entity(line: str) -> dict:
    name, label, aliases, kinds, invented = (cells(line) + [""] * 5)[:5]
    return {
        "name": name,
        "label": label,
        "aliases": many(aliases),
        "kinds": many(kinds),
        "invented": invented == "invented",
    }


def parse_triple(line: str) -> dict:
    subject, predicate, obj, status, quote, optional = (cells(strip_marks(line)[0]) + [""] * 6)[:6]
    return {
        "s": subject,
        "p": predicate,
        "o": obj,
        "status": status,
        "quote": quote,
        "optional": optional == "optional",
    }


def parse_article(block: str) -> dict:
    head, rest = block.split("\n@entities\n", 1)
    entities, rest = rest.split("\n@text\n", 1)
    marked, triples = re.split(r"\n@triples[ \t]*(?:\n|$)", rest, maxsplit=1)
    first, *pairs = head.strip().splitlines()
    meta = {key.strip(): value.strip() for key, value in (pair.split(":", 1) for pair in pairs if pair.strip())}
    text, references = strip_marks(marked.strip() + "\n")
    return {
        "id": first.strip(), "format": meta.get("format", "txt"), "style": meta.get("style", ""), "published": meta.get("published"),
        "text": text,
        "entities": [parse_entity(line) for line in entities.splitlines() if line.strip()],
        "triples": [parse_triple(line) for line in triples.splitlines() if line.strip()],
        "references": references,
    }  # fmt: skip


def faults(article: dict):
    """What the shared checker does not look at: the references, and the quotes of HTML articles."""
    names = {entity["name"] for entity in article["entities"]}
    for reference in article["references"]:
        for name in reference["entities"]:
            if name not in names:
                yield f"reference to no entity: {article['text'][reference['start'] : reference['end']]!r} -> {name!r}"
    if "[[" in article["text"] or "]]" in article["text"]:
        yield "a mark that could not be read is left in the text"


def articles(path: pathlib.Path) -> list[dict]:
    """The articles of one file. Raises ValueError, naming the article, where one cannot be read."""
    found = []
    for block in re.split(r"^@article ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
        try:
            found.append(parse_article(block))
        except ValueError as error:
            raise ValueError(f"{path.name}: {block.splitlines()[0]}: cannot be read: {error}") from error
    return found


def main(paths: list[str]) -> int:
    bad = 0
    for path in paths:
        try:
            found = articles(pathlib.Path(path))
        except ValueError as error:
            print(error, file=sys.stderr)
            bad += 1
            continue
        for article in found:
            for fault in faults(article):
                print(f"{path}: {article['id']}: {fault}", file=sys.stderr)
                bad += 1
            print(json.dumps(article, ensure_ascii=False))
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
