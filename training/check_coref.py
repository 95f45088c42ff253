#!/usr/bin/env python3
"""Check the coreference sidecars (`training/coref/*.txt`) against the articles that they mark.

usage: check_coref.py SIDECAR GOLD.jsonl     Prints counts and faults; exits 1 if there is a fault.

A sidecar holds a line `@article ID` and below it, in reading order, one line per stretch of that article: words that
stand for a named entity, marked as `[[words|Name]]` or `[[words|Name A; Name B]]`, in enough text to be unique:

    @article gm-mirroring-petrol
    General Motors will extend [[its|General Motors]] ban on Apple CarPlay
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from compile_marked import strip_marks

Article = dict[str, Any]
Reference = dict[str, Any]


def places(stretch: str, text: str) -> list[re.Match[str]]:
    """Every place of the stretch in the text; white space in it matches any run of white space."""
    pattern = r"\s+".join(re.escape(word) for word in stretch.split())
    return list(re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text)) if pattern else []


def locate(marked: str, text: str, names: set[str]) -> tuple[list[Reference], list[str]]:
    """The references of one marked stretch, with offsets in `text`, and the faults that keep it from being used."""
    plain, marks = strip_marks(" ".join(marked.split()))
    faults = [f"no entity {name!r}" for mark in marks for name in mark["entities"] if name not in names]
    if not marks:
        faults.append("no mark")
    if "[[" in plain or "]]" in plain:
        faults.append("a mark that cannot be read")
    found = places(plain, text)
    if len(found) != 1:
        faults.append(f"found {len(found)} times")
    if faults:
        return [], faults
    # offset in the stretch, its white space normalised → offset in the text
    here = found[0]
    offsets = [at for at in range(here.start(), here.end()) if not (text[at].isspace() and text[at - 1].isspace())]
    for mark in marks:
        mark["start"], mark["end"] = offsets[mark["start"]], offsets[mark["end"] - 1] + 1
    return marks, []


def read(sidecar: Path, articles: Iterable[Article]) -> tuple[dict[str, list[Reference]], list[str]]:
    """The references of every article in the sidecar, in reading order, and the faults found on the way."""
    by_id = {article["id"]: article for article in articles}
    found: dict[str, list[Reference]] = defaultdict(list)
    faults: list[str] = []
    current = ""
    for number, line in enumerate(sidecar.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        if line.startswith("@article "):
            current = line.removeprefix("@article ").strip()
            if current not in by_id or current in found:
                why = "second" if current in by_id else "unknown"
                faults.append(f"{sidecar.name}:{number}: {why} article {current}")
            found[current] = found[current]
            continue
        if current not in by_id:
            continue
        article = by_id[current]
        rows, wrong = locate(line, article["text"], {entity["name"] for entity in article["entities"]})
        faults += [f"{sidecar.name}:{number}: {current}: {fault}: {line}" for fault in wrong]
        for row in rows:
            before = found[current][-1] if found[current] else None
            if before and row["start"] < before["end"]:
                faults.append(f"{sidecar.name}:{number}: {current}: out of reading order or marked twice: {line}")
            found[current].append(row)
    return dict(found), faults


def references(sidecar_path: Path | str, articles: Iterable[Article]) -> dict[str, list[Reference]]:
    """Article id → its references (`start`, `end`: character offsets in the article's `text`; `entities`: the names).

    Raises ValueError where the sidecar has faults."""
    found, faults = read(Path(sidecar_path), articles)
    if faults:
        raise ValueError("\n".join(faults))
    return found


def main(sidecar: str, gold: str) -> int:
    lines = Path(gold).read_text(encoding="utf-8").splitlines()
    articles: list[Article] = [json.loads(line) for line in lines if line.strip()]
    found, faults = read(Path(sidecar), articles)
    for article in articles:
        if article.get("format", "txt") == "txt" and article["id"] not in found:
            faults.append(f"{sidecar}: no line for article {article['id']}")
    print(*faults, sep="\n", end="\n" if faults else "")
    total = sum(len(rows) for rows in found.values())
    several = sum(len(row["entities"]) > 1 for rows in found.values() for row in rows)
    print(f"{sidecar}: {len(found)} articles, {total} references ({several} to several names), {len(faults)} faults")
    return bool(faults)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
