"""What a user can set, call or say is in the README, word for word as the code has it.

`make readme` writes the tables anew; the test fails where they are stale.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
import typer

from app.main import create_app
from cli.main import app as command_line
from graph_schema.ontology import ONTOLOGY, STATUSES
from graph_schema.settings import Settings

README = Path(__file__).parents[1] / "README.md"


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def predicates() -> str:
    head = ["predicate", "holds when", *STATUSES]
    rows = (
        [f"`{name}`" + (" (symmetric)" if rule.symmetric else ""), rule.meaning]
        + [f"`{rule.arrows[status]}`" for status in STATUSES]
        for name, rule in ONTOLOGY.predicates.items()
    )
    return table(head, rows)


def commands() -> str:
    group = typer.main.get_group(command_line)
    rows = ([f"`stackgraph {name}`", first_sentence(command.help)] for name, command in group.commands.items())
    return table(["command", "what it does"], rows)


def endpoints() -> str:
    paths = create_app(Settings(_env_file=None)).openapi()["paths"]
    rows = (
        [f"`{method.upper()} {path}`", operation["summary"].rstrip(".")]
        for path, methods in paths.items()
        for method, operation in methods.items()
    )
    return table(["endpoint", "what it gives"], rows)


def settings() -> str:
    rows = (
        [f"`STACKGRAPH_{name.upper()}`", str(field.description), default_of(name)]
        for name, field in Settings.model_fields.items()
    )
    return table(["variable", "meaning", "default"], rows)


def default_of(name: str) -> str:
    default = Settings.model_fields[name].default
    if name == "home":
        return "the user's data folder"
    return f"`{default}`" if isinstance(default, str | int | float) and default != "" else "none"


def first_sentence(help: str | None) -> str:
    return re.split(r"(?<=\.)\s", " ".join((help or "").split()), maxsplit=1)[0].rstrip(".")


TABLES = {"predicates": predicates, "commands": commands, "endpoints": endpoints, "settings": settings}


def written() -> str:
    text = README.read_text(encoding="utf-8")
    for name, make in TABLES.items():
        text = re.sub(
            rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)",
            lambda found, make=make: f"{found[1]}{make()}\n{found[2]}",
            text,
            flags=re.DOTALL,
        )
    return text


@pytest.mark.parametrize("name", TABLES)
def test_the_table_in_the_readme_is_as_the_code_has_it(name: str) -> None:
    (inside,) = re.findall(rf"<!-- {name} -->\n(.*?)\n<!-- /{name} -->", README.read_text(encoding="utf-8"), re.DOTALL)
    assert inside == TABLES[name](), "stale: run `make readme`"


def test_every_setting_has_its_sentence() -> None:
    assert all(field.description for field in Settings.model_fields.values())


def test_the_commands_that_the_readme_shows_exist() -> None:
    group = typer.main.get_group(command_line)
    shown = set(re.findall(r"stackgraph ([a-z]+)\b", README.read_text(encoding="utf-8")))
    assert shown
    assert shown <= set(group.commands)


if __name__ == "__main__":
    README.write_text(written(), encoding="utf-8")
