# syntax=docker/dockerfile:1
# Two images: "server" (docker build --target server .) and "demo", the shop with the agent.

FROM maven:3.9-eclipse-temurin-25 AS build
# npm fetches the pinned Node and the ClickHouse engine.
RUN apt-get update \
  && apt-get install -y --no-install-recommends npm \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 --mount=type=cache,target=/root/.npm \
  ./cresset dist && mv target/dist/cresset-server-* /opt/cresset

FROM debian:stable-slim AS server
RUN useradd --system --create-home --home-dir /var/lib/cresset cresset
COPY --from=build /opt/cresset /opt/cresset
USER cresset
WORKDIR /var/lib/cresset
VOLUME /var/lib/cresset
# The UI and the API; ingest.
EXPOSE 7400 7401
ENTRYPOINT ["/opt/cresset/bin/cresset-server"]
CMD ["--data", "/var/lib/cresset/data"]

FROM eclipse-temurin:25-jre AS demo
RUN useradd --system shop
COPY --from=build /src/demo/target/shop /opt/shop
COPY --from=build /src/agent/target/cresset-agent.jar /opt/cresset/cresset-agent.jar
USER shop
WORKDIR /opt/shop
