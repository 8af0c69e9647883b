# Stands in for golang: a shell. Go itself, what it has compiled and its modules are this
# machine's, mounted where the variables say.
FROM scratch
COPY busybox /bin/busybox
RUN ["/bin/busybox", "--install", "-s", "/bin"]
RUN mkdir -m 1777 /tmp
ENV PATH=/usr/local/go/bin:/bin GOTOOLCHAIN=local GOPROXY=off GOMODCACHE=/machine/modules GOCACHE=/machine/compiled
