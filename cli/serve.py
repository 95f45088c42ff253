"""`stackgraph serve`: the API."""

from typing import Annotated

import typer

from cli import console, serving

Host = Annotated[str, typer.Option(help="Address to listen on; 0.0.0.0 for all.")]
Port = Annotated[int, typer.Option(help="Port to listen on; 0 for any free one.", min=0, max=65535)]


def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the API, with its interactive documentation at `/docs`.

    The database need not be there yet. Set `STACKGRAPH_API_KEY` before others can reach the service: requests that
    change something then need the key.

    **Examples**

        stackgraph serve
        stackgraph serve --host 0.0.0.0 --port 8080
    """
    from app.main import create_app  # noqa: PLC0415 -- heavy: not for --help
    from cli.ingest import Ingest  # noqa: PLC0415
    from graph_schema import migrate  # noqa: PLC0415
    from graph_schema.errors import StoreUnavailable  # noqa: PLC0415
    from graph_schema.settings import settings  # noqa: PLC0415
    from graph_schema.store import Store  # noqa: PLC0415
    from loaders.pipeline import Pipeline  # noqa: PLC0415

    with serving.listen(host, port) as listening, Store(settings()) as store:
        ingest = Ingest(store, Pipeline.open(settings()))
        try:
            migrate.run(store)
        except StoreUnavailable as error:
            console.complain("not ready yet", f"{error}; once it is there, run `stackgraph migrate`")
        console.note(f"API at {serving.address(listening)}/docs. Ctrl-C stops it.")
        serving.serve(create_app(settings(), ingest, store), listening)
