"""Which marked articles are trained on, and which are held back."""

import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import check_coref
import compile_marked
import data

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared" / "data"
COREF = HERE / "coref"


def held_back(article_id: str) -> bool:
    """A third of our own articles, chosen by their id alone."""
    return int(hashlib.sha256(article_id.encode()).hexdigest(), 16) % 3 == 0


def own_articles() -> list[data.Article]:
    articles = []
    for path in sorted((HERE / "articles").glob("*.md")):
        articles += compile_marked.articles(path)
    return articles


def marked_shared(name: str, folder: Path = SHARED) -> list[data.Marked]:
    """One of the shared files; with references where they were marked for it."""
    articles = [a for a in data.read([folder / f"{name}.jsonl"]) if a["format"] != "html"]
    sidecar = COREF / f"{Path(name).name}.txt"
    references = check_coref.references(sidecar, articles) if sidecar.exists() else {}
    return [data.prepare(a, references.get(a["id"])) for a in articles]


def wikinews() -> list[data.Marked]:
    return marked_shared("wikinews_dev")


def training_set(everything: bool = False) -> tuple[list[data.Marked], list[data.Marked]]:
    """(our and the shared marked articles, CORE). dev_articles are never trained on."""
    marked = [
        m
        for name in ("articles_vehicles", "articles_tech", "articles_other", "sentences_companies", "sentences_things")
        for m in marked_shared(f"train/{name}")
    ]
    marked += [m for m in wikinews() if everything or not held_back(m.id)]
    marked += [
        data.prepare(a, a["references"])
        for a in own_articles()
        if a["format"] != "html" and (everything or not held_back(a["id"]))
    ]
    return marked, list(data.core(SHARED / "core" / "train.json"))
