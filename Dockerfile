# The service in a container: `docker build -t tokenwright .`; with PostgreSQL and Redis beside it: compose.yaml.
FROM node:20-bookworm-slim AS build
WORKDIR /app
# Native parts come prebuilt; where they cannot be had, they are compiled.
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates g++ make python3 \
 && rm -rf /var/lib/apt/lists/*
# Otherwise a dependency tells its makers of each installation.
ENV SCARF_ANALYTICS=false
COPY package.json package-lock.json .npmrc ./
# Of the workspace only its name is asked for.
COPY packages/client/package.json packages/client/
RUN npm ci --no-audit
COPY nest-cli.json tsconfig.json tsconfig.build.json ormconfig.ts ./
COPY scripts/build.mjs scripts/
COPY src ./src
# The command line asks by the client, which is compiled with it.
COPY packages/client/src packages/client/src
RUN npm run build \
 && npm prune --omit=dev --no-audit \
 && find node_modules -name '*.map' -delete \
 && rm -rf node_modules/better-sqlite3/deps node_modules/@tokenwright \
 && find node_modules/better-sqlite3/build -type f ! -name better_sqlite3.node -delete

FROM node:20-bookworm-slim
WORKDIR /app
# With NODE_ENV=production no secret is printed into the log. SHUTDOWN_DELAY gives balancers the time to look away.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATABASE_URL=sqlite:/data/tokenwright.sqlite SHUTDOWN_DELAY=5
RUN install -d -o node -g node -m 700 /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/ready').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
