# Stands in for distroless's static image, and is less than that: no certificates, no time
# zones, no folders but this one.
FROM scratch
COPY passwd /etc/passwd
