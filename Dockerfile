# Built in two stages: what is needed to install stays behind in the first.
FROM python:3.11-slim-bookworm AS install
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/requirements.lock
RUN /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes \
        --requirement /tmp/requirements.lock \
    && /opt/venv/bin/pip uninstall --yes --quiet pip setuptools

FROM python:3.11-slim-bookworm
# Reads the text in pictures; without it the bot asks for the text.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends tesseract-ocr tesseract-ocr-eng \
        tesseract-ocr-ukr tesseract-ocr-rus tesseract-ocr-deu tesseract-ocr-fra tesseract-ocr-pol \
        tesseract-ocr-ron tesseract-ocr-spa tesseract-ocr-ita tesseract-ocr-tur tesseract-ocr-ces \
        tesseract-ocr-lit \
    && rm -rf /var/lib/apt/lists/*
COPY --from=install /opt/venv /opt/venv
COPY bot /app/bot
COPY knowledge /app/knowledge
COPY deploy/healthcheck.py /app/healthcheck.py
RUN useradd --system --uid 10001 --home-dir /nonexistent --no-create-home bot \
    && install --directory --owner bot /data \
    && /opt/venv/bin/python -m compileall -q /app/bot
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/data \
    LISTEN_PORT=8080
WORKDIR /app
USER bot
# The only place that is written to; everything else may be read-only.
VOLUME /data
# Polling or webhook: /readyz says whether all is there; see the file.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "/app/healthcheck.py"]
ENTRYPOINT ["python", "-m", "bot"]
