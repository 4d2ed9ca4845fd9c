#!/bin/sh
# Makes sure of what the build and the private database need: the headers of libpq and of the libraries that read and write
# workbooks, and the PostgreSQL server programs.
set -eu

missing=""
[ -e /usr/include/postgresql/libpq-fe.h ] || [ -e /usr/include/libpq-fe.h ] || missing="$missing libpq-dev"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -e /usr/include/zip.h ] || missing="$missing libzip-dev"
[ -e /usr/include/expat.h ] || missing="$missing libexpat1-dev"
[ -e /usr/include/xlsxwriter.h ] || missing="$missing libxlsxwriter-dev"
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "Missing:$missing. Install them with your system's package manager, then run make again." >&2
    exit 1
fi
if [ "$(id -u)" -eq 0 ]; then
    as_root=""
elif command -v sudo >/dev/null 2>&1; then
    as_root="sudo"
else
    echo "Missing:$missing. Ask an administrator for: apt-get install$missing" >&2
    exit 1
fi
echo "Installing:$missing"
$as_root apt-get update -qq
# The server's own cluster is not wanted: dangwu makes a private one. The list is split into words on purpose.
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
