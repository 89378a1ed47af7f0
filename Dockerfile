# A small image for sluice: the program, with Swift's libraries linked in, and Debian's C libraries.
#
#   docker build -t sluice .
#   docker run --rm -v /data:/data -u "$(id -u)" sluice scan /data/corpus
ARG SWIFT=6.3
FROM swift:${SWIFT}-bookworm AS build
WORKDIR /src
COPY Scripts/bootstrap Scripts/
RUN Scripts/bootstrap --libraries
COPY Package.swift Package.resolved* ./
COPY Sources Sources
# The manifest lists the test targets, so their folders must exist.
COPY Tests Tests
RUN swift build -c release --product sluice --static-swift-stdlib \
  && install -D "$(swift build -c release --static-swift-stdlib --show-bin-path)/sluice" /out/sluice \
  && strip /out/sluice

FROM debian:bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    libdeflate0 libisal2 libsimdjson14 libsqlite3-0 libssl3 libstdc++6 libxxhash0 libzstd1 \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /out/sluice /usr/local/bin/
COPY Scripts/kubernetes/sluice-task /usr/local/bin/
USER 65532:65532
ENTRYPOINT ["sluice"]
CMD ["--help"]
