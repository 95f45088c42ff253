# The API and the nightly loader; docker-compose.yml says which of them runs.
FROM python:3.11.13-slim-bookworm

WORKDIR /app
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock

COPY pyproject.toml README.md ./
COPY app app
COPY cli cli
COPY graph_schema graph_schema
COPY loaders loaders
COPY samples samples
RUN pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation --editable . \
    && useradd --create-home stackgraph \
    && install --directory --owner stackgraph /data

ENV STACKGRAPH_HOME=/data
USER stackgraph
EXPOSE 8000
CMD ["stackgraph", "serve", "--host", "0.0.0.0", "--port", "8000"]
