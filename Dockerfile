# The bot's image for AWS Lambda: two programs and the team's slipway.yaml. docs/image.md
# tells of it. With docker, podman or buildah: make image CONFIG=slipway.yaml

FROM --platform=$BUILDPLATFORM docker.io/library/golang:1.26.8-bookworm@sha256:dc9ad6c05acc7a88e5b71bde60a5fe3bd4b9f0db209011711b464107438a8107 AS source
WORKDIR /src
COPY . .
ENV CGO_ENABLED=0 GOFLAGS="-trimpath -buildvcs=false"

# A policy with mistakes in it ends here, with their lines.
FROM source AS policy
ARG CONFIG=slipway.yaml
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    go run ./cmd/check "$CONFIG" && \
    mkdir -p /policy/var/task && cp "$CONFIG" /policy/var/task/slipway.yaml && chmod 0644 /policy/var/task/slipway.yaml && \
    find /policy -exec touch -d @0 {} +

# Compiled on this machine for the other one, as tools/dist does; without times, so that
# the same sources give the same layer.
FROM source AS programs
ARG TARGETARCH
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    GOOS=linux GOARCH="$TARGETARCH" go build -ldflags="-s -w" -tags=lambda.norpc -o /programs/ ./cmd/front ./cmd/worker && \
    find /programs -exec touch -d @0 {} +

# Certificates, time zones and a user without rights: nothing in it can be started.
FROM gcr.io/distroless/static-debian13:nonroot@sha256:e2e927ec666bae08560abb3c55d0659eceabb657f56b6782ab500a9fc7f555e3
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Slipway" \
      org.opencontainers.image.description="The Slack bot that ships Lambda services safely: front, worker and ticker" \
      org.opencontainers.image.source="https://github.com/slipway-dev/slipway" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.revision="$REVISION"
COPY --from=programs /programs/ /
# The policy has this layer for itself, over the programs: another policy is another
# kilobyte to push, and no more.
COPY --from=policy /policy/ /
ENV SLIPWAY_CONFIG=/var/task/slipway.yaml
# Lambda starts it as a user of its own with as few rights; this is for all others.
USER 65532:65532
# Terraform's image_config says ["/worker"] for worker and ticker. Whoever forgets to gets
# the program that can do the least, and that does not start as anything else.
ENTRYPOINT ["/front"]
