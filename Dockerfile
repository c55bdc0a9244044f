# Assent in a container: docker build -t assent . && docker run -it --rm --hostname assent -v assent-data:/data assent
# It runs as an ordinary user on a read-only file system and writes to /data and /tmp only.

FROM node:20-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production \
    ASSENT_DATA_DIRECTORY=/data \
    TZ=Etc/UTC
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
# .dockerignore lets in what runs and nothing else.
COPY . .
RUN install -d -o node -g node -m 0700 /data
USER node
VOLUME /data
# No shell and no npm between the signals and the desk.
ENTRYPOINT ["node", "bot/assent.js"]
CMD ["start"]
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 \
  CMD ["node", "bot/assent.js", "doctor", "--health"]
