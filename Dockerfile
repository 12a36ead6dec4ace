# syntax=docker/dockerfile:1
# The engine with the model pack "default". No key and no data are in the image: see compose.yaml.

# Digest of the tag as other public projects pin it; compare with: docker buildx imagetools inspect node:22.22.2-bookworm-slim
ARG NODE_IMAGE=node:22.22.2-bookworm-slim@sha256:9f6d5975c7dca860947d3915877f85607946403fc55349f39b4bc3688448bb6e

FROM ${NODE_IMAGE} AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates g++ cmake ninja-build \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# Set-up finds the packages in place, then compiles, builds the addon and fetches the models.
RUN node scripts/setup.mjs
# What only the build needed, and onnxruntime for other platforms (240 MB), stay behind.
RUN node scripts/prune-image.mjs

FROM ${NODE_IMAGE}
ENV NODE_ENV=production \
    FACE_DATA_DIR=/data \
    ORT_DISABLE_TELEMETRY=1
WORKDIR /app
COPY --from=build /app ./
RUN ln -s /app/scripts/face-engine.mjs /usr/local/bin/face-engine \
 && install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
EXPOSE 50051
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD ["node", "scripts/probe-health.mjs"]
ENTRYPOINT ["face-engine"]
# The port carries plain text: publish it on loopback, or only to a TLS proxy.
CMD ["serve", "--host", "0.0.0.0", "--insecure"]
