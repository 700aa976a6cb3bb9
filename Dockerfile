# clp-compile in a container: the executable for musl, with the two libraries that it needs.
#
#     npm ci --ignore-scripts && npm run build:executables -- linux-x64-musl
#     docker build -t clp-compile .
#     docker run --rm -u "$(id -u):$(id -g)" -v "$PWD:/work" clp-compile check --no-secrets
#
# BASE has musl and a shell. Alpine lacks libstdc++ and libgcc, which apk adds where they are not there.
ARG BASE=alpine:3.22
FROM ${BASE}
RUN [ -e /usr/lib/libstdc++.so.6 ] || apk add --no-cache libstdc++
COPY dist/bin/clp-compile-linux-x64-musl /usr/local/bin/clp-compile
COPY LICENSE dist/bin/THIRD-PARTY.txt /usr/local/share/doc/clp-compile/
RUN clp-compile --version
# The folder with the inputs is mounted here. Whoever runs the container says as whom: -u.
WORKDIR /work
USER 65532:65532
ENTRYPOINT ["clp-compile"]
