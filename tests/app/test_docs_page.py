"""The OpenAPI page works without the internet: what it needs comes with the package."""

import re

from fastapi.testclient import TestClient

from app.main import create_app
from graph_schema.settings import Settings


def test_the_page_loads_nothing_from_elsewhere(tmp_path):
    client = TestClient(create_app(Settings(home=tmp_path)))
    page = client.get("/docs").text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert loaded
    assert all(address.startswith("/") for address in loaded)
    assert all(client.get(address).status_code == 200 for address in loaded)
