# CLARA as an image: built from Debian packages and crates.io alone, run as a user without rights.
#   docker build --tag clara .
# docs/operations.md says how it is run.

# This release's binaryen understands what the compiler writes, and its "Rust for web browsers" is new enough.
FROM debian:trixie-slim AS build
ENV DEBIAN_FRONTEND=noninteractive
# gcc: SQLite and ring. binaryen, esbuild: a smaller half for the browser. Rust comes by xtask/toolchain.sh.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends binaryen ca-certificates esbuild gcc libc6-dev make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
# Changes less often than the sources: a layer of its own.
COPY xtask/toolchain.sh xtask/toolchain.sh
RUN sh xtask/toolchain.sh
COPY . .
RUN make release

FROM debian:trixie-slim
# ca-certificates: whom to believe that it is Lever, or the mail server.
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 clara \
    && useradd --uid 10001 --gid clara --home-dir /var/lib/clara --no-create-home --shell /usr/sbin/nologin clara \
    && install --directory --owner clara --group clara --mode 0700 /var/lib/clara
COPY --from=build /src/target/release/clara /usr/local/bin/clara
COPY --from=build /src/target/site /usr/local/share/clara/site
COPY LICENSE NOTICE docs/operations.md /usr/local/share/doc/clara/
# MIMALLOC_ALLOW_THP: as in packaging/clara.service, which says why.
ENV CLARA_LISTEN=0.0.0.0:3000 \
    CLARA_DATA_DIR=/var/lib/clara \
    CLARA_SITE=/usr/local/share/clara/site \
    MIMALLOC_ALLOW_THP=0
# By number: who admits no root can tell from it that this is not root.
USER 10001:10001
WORKDIR /var/lib/clara
VOLUME /var/lib/clara
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/usr/local/bin/clara", "healthcheck"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/clara"]
CMD ["serve"]
