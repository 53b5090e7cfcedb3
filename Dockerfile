FROM python:3.12-slim

RUN useradd --create-home --uid 10001 connexions && mkdir /data && chown connexions /data
WORKDIR /service
COPY requirements/service.txt requirements/service.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/service.txt
COPY . .
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable . && python -m compileall -q .
USER connexions
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
EXPOSE 8080
CMD ["connexions", "serve"]
