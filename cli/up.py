"""`stackgraph up`: everything at once, on the sample documents."""

from pathlib import Path

from cli import answer, ask, console, load, serving
from cli.serve import Host, Port
from graph_schema.errors import BadInput

SAMPLES = Path(__file__).parents[1] / "samples" / "articles"
QUESTION = "which OEMs dropped Alexa?"


def up(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Load the sample documents, answer a question, and serve the API until Ctrl-C.

    Run it again and nothing is loaded twice.

    **Example**

        stackgraph up --port 8080
    """
    from app.main import create_app  # noqa: PLC0415 -- heavy: not for --help
    from cli.ingest import Ingest  # noqa: PLC0415
    from graph_schema import migrate  # noqa: PLC0415
    from graph_schema.settings import settings  # noqa: PLC0415
    from graph_schema.store import Store  # noqa: PLC0415
    from loaders.pipeline import Pipeline  # noqa: PLC0415

    if not SAMPLES.is_dir():
        raise BadInput(f"the sample documents are not at {SAMPLES}: install the package anew, or use `stackgraph load`")
    with serving.listen(host, port) as listening, Store.open(settings()) as store:
        migrate.run(store)
        pipeline = Pipeline.open(settings())
        load.show(load.run([str(SAMPLES)], store, pipeline))
        answer.show(ask.answered(QUESTION, store))
        console.out.print(f"\nAPI at {serving.address(listening)}/docs. Ctrl-C stops it.", highlight=False)
        serving.serve(create_app(settings(), Ingest(store, pipeline), store), listening)
