# clp-compile in a container that holds nothing else: Node, and the one bundled program.
#
#     docker build -t clp-compile .
#     docker run --rm -u "$(id -u):$(id -g)" -v "$PWD:/work" clp-compile check --no-secrets
ARG NODE=node:20-bookworm-slim

FROM ${NODE} AS build
WORKDIR /src
# In two steps, so that dependencies are fetched anew only where they change.
COPY package.json package-lock.json .npmrc .puppeteerrc.cjs ./
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY scripts ./scripts
COPY schema ./schema
COPY src ./src
COPY fixtures/ok/01-full ./fixtures/ok/01-full
RUN npm run build

FROM ${NODE}
COPY --from=build /src/dist /opt/clp-compile/dist
COPY --from=build /src/package.json /opt/clp-compile/package.json
COPY LICENSE /opt/clp-compile/LICENSE
RUN ln -s /opt/clp-compile/dist/clp-compile.cjs /usr/local/bin/clp-compile && clp-compile --version
# The folder with the inputs is mounted here. Whoever runs the container says as whom: -u.
WORKDIR /work
USER node
ENTRYPOINT ["clp-compile"]
