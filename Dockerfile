# The service for those who outgrow one machine; for one person `make run` is enough.
# How to start it, and what each variable means: serving/README.md, "In a container".
FROM python:3.11-slim AS made
WORKDIR /source
COPY requirements-server.lock ./
RUN python -m venv /opt/bidworthy \
    && /opt/bidworthy/bin/python -m pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-server.lock
COPY pyproject.toml README.md LICENSE ./
COPY data/__init__.py data/rates.toml data/
COPY features features
COPY models models
COPY serving serving
COPY training training
RUN /opt/bidworthy/bin/python -m pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin bidworthy \
    && install --directory --owner bidworthy --group bidworthy --mode 0700 /data
COPY --from=made /opt/bidworthy /opt/bidworthy
# Numbers, so that whoever starts it can check that it is not root.
USER 10001:10001
ENV BIDWORTHY_HISTORY=/data/history.sqlite3 PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8765
# A container has a loopback of its own, so it listens on every address of it, and therefore not without BIDWORTHY_TOKEN.
ENTRYPOINT ["/opt/bidworthy/bin/bidworthy"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8765"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["/opt/bidworthy/bin/python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8765/healthz', timeout=4)"]
