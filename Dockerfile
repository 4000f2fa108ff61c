# Built in two stages: the program with the build tools, then a small image that only runs.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md ./
COPY bot bot
COPY handlers handlers
COPY scheduler scheduler
COPY catalog catalog
COPY templates templates
RUN python -m venv /opt/dondoc \
 && /opt/dondoc/bin/pip install --no-cache-dir -c constraints.txt '.[scan]'

FROM python:3.12-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-vie \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home dondoc \
 && mkdir -p /data/tmp && chown -R dondoc /data
COPY --from=build /opt/dondoc /opt/dondoc
# Everything is written under /data: uploads pass through /data/tmp, so that they take disk and not memory.
# The web application listens inside the container only; which port of the host leads there is compose.yaml's to say.
ENV PATH=/opt/dondoc/bin:$PATH \
    DONDOC_HOME=/data \
    DONDOC_WEB_HOST=0.0.0.0 \
    DONDOC_WEB_PORT=8080 \
    TMPDIR=/data/tmp \
    MPLCONFIGDIR=/tmp/matplotlib \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER dondoc
WORKDIR /data
VOLUME /data
EXPOSE 8080
# Alive, not ready: an engine that restarts what is unhealthy must not do it because the database is away for a while.
HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8080/healthz', timeout=5)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["dondoc"]
CMD ["run"]
