# Portage in one static binary on an empty image: no shell, no package manager, not root.

FROM node:20-bookworm-slim AS app
WORKDIR /src
COPY pwa/package.json pwa/package-lock.json pwa/.npmrc pwa/
RUN npm --prefix pwa ci --no-audit --no-fund
COPY sync sync
COPY pwa pwa
ARG VERSION=container
RUN PORTAGE_APP_VERSION=${VERSION} npm --prefix pwa run build

FROM golang:1.26-bookworm AS server
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY server server
COPY sync sync
COPY pwa/embed.go pwa/embed.go
COPY --from=app /src/pwa/dist pwa/dist
ARG VERSION=container
RUN CGO_ENABLED=0 go build -trimpath \
      -ldflags "-s -w -X github.com/portage-livraison/portage/server/command.Version=${VERSION}" \
      -o /portage ./server \
 && mkdir -p /empty/data

FROM scratch
COPY --from=server /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=server /portage /portage
COPY --from=server --chown=10001:10001 /empty/data /data
USER 10001:10001
ENV PORTAGE_ADDR=:8080 PORTAGE_DATA=/data
EXPOSE 8080
VOLUME /data
HEALTHCHECK --interval=15s --timeout=3s --start-period=10s CMD ["/portage", "health"]
ENTRYPOINT ["/portage"]
CMD ["serve"]
