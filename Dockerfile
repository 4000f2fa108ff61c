# Built in two stages: wheels with the build tools, then a small image that only runs.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml constraints.txt README.md ./
COPY bot bot
COPY handlers handlers
COPY scheduler scheduler
COPY catalog catalog
COPY templates templates
RUN python -m venv /opt/dondoc \
 && /opt/dondoc/bin/pip install --no-cache-dir -c constraints.txt .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --create-home dondoc \
 && mkdir /data && chown dondoc /data
COPY --from=build /opt/dondoc /opt/dondoc
ENV PATH=/opt/dondoc/bin:$PATH \
    DONDOC_HOME=/data \
    PYTHONUNBUFFERED=1
USER dondoc
WORKDIR /data
VOLUME /data
# Healthy while the store can be opened and its migrations are current.
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s CMD ["dondoc", "plan", "list", "--json"]
ENTRYPOINT ["dondoc"]
CMD ["run"]
