#!/bin/sh
# The command `dangwu` of an installation: the program with the settings and the state folder of the service, as its user.
set -eu

here=$(dirname "$(readlink -f "$0")")
program=$here/../lib/dangwu/bin/dangwu
: "${DANGWU_CONFIG:=/etc/dangwu/dangwu.yaml}"
: "${DANGWU_STATE:=/var/lib/dangwu}"
export DANGWU_CONFIG DANGWU_STATE
if [ -r /etc/dangwu/environment ]; then
    # Lines of the form NAME=value, as the service reads them.
    while IFS= read -r line; do
        case $line in
        [A-Z]*=*)
            name=${line%%=*}
            case $name in *[!A-Z0-9_]*) continue ;; esac
            if ! printenv "$name" >/dev/null; then export "$name=${line#*=}"; fi
            ;;
        esac
    done </etc/dangwu/environment
fi
# Root would make files that the service cannot read.
if [ "$(id -u)" -eq 0 ] && getent passwd dangwu >/dev/null; then
    exec runuser -u dangwu -- "$program" "$@"
fi
exec "$program" "$@"
