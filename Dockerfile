# syntax=docker/dockerfile:1
# The image of the web server, of the worker and of every `brp` command. docs/operations.md says how to run it.

FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY frontend frontend
RUN sh frontend/build.sh

FROM python:3.11-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /app
COPY requirements.lock ./
RUN python -m venv .venv && .venv/bin/pip install --requirement requirements.lock
# The command itself: it runs from this folder, where it finds its templates and its seeds.
COPY pyproject.toml README.md ./
COPY directory directory
COPY indexing indexing
RUN .venv/bin/pip install --no-deps --editable .

FROM python:3.11-slim
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/app/.venv/bin:$PATH
WORKDIR /app
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin brp \
    && install --directory --owner=brp --group=brp var
COPY --from=packages /app /app
COPY templates templates
COPY seeds seeds
COPY scripts scripts
COPY --from=assets /app/directory/static directory/static
USER brp
# The embedded database and index, where Elasticsearch and PostgreSQL do not take their place.
VOLUME /app/var
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["brp", "serve", "--host", "0.0.0.0", "--port", "8000"]
