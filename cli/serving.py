"""A socket to listen on, and the server on it."""

import copy
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from graph_schema.errors import BadInput


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at once, so that a port in use is found out before any work is done.

    Port 0 takes any free one. Raises BadInput if that address cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen()  # whoever binds after this is refused; before it, two may bind the same port
    except OSError as error:
        listening.close()
        raise BadInput(f"cannot listen on {host} port {port}: {error.strerror}; choose another with --port") from error
    return listening


def address(listening: socket.socket) -> str:
    """Where the server can be reached, e.g. `http://127.0.0.1:8000`."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def serve(app: Callable[..., Any], listening: socket.socket) -> None:
    """Serve until a signal to stop; requests that are under way are finished."""
    import uvicorn  # noqa: PLC0415 -- heavy: not for --help

    server = uvicorn.Server(uvicorn.Config(app, log_config=_logs(), log_level="info"))
    with suppress(KeyboardInterrupt):  # uvicorn, once it has stopped, hands on the Ctrl-C that made it stop
        server.run(sockets=[listening])


def _logs() -> dict[str, Any]:
    """As uvicorn has it, but all of it to the standard error."""
    from uvicorn.config import LOGGING_CONFIG  # noqa: PLC0415

    logs = copy.deepcopy(LOGGING_CONFIG)
    logs["handlers"]["access"]["stream"] = "ext://sys.stderr"
    return logs
