"""`stackgraph migrate`: the schema of the database, up to date."""

from cli import console


def migrate() -> None:
    """Bring the schema of the database up to date. `load`, `serve` and `up` do so by themselves.

    **Example**

        STACKGRAPH_STORE_URI=bolt://localhost:7687 STACKGRAPH_STORE_PASSWORD=… stackgraph migrate
    """
    from graph_schema import migrate  # noqa: PLC0415 -- heavy: not for --help
    from graph_schema.settings import settings  # noqa: PLC0415
    from graph_schema.store import Store  # noqa: PLC0415

    with Store.open(settings()) as store:
        for migration in migrate.run(store):
            console.out.print(f"{migration.number:04} {migration.name}", highlight=False)
    console.note("The schema is up to date.")
