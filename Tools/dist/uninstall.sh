#!/bin/sh
# Removes the program and the service. Settings, data and backups stay unless --purge is given.
# 卸载程序和服务；不加 --purge 时保留设置、数据和备份。
set -eu

root=${DESTDIR:-}
purge=no
for option in "$@"; do
    case $option in
    --purge) purge=yes ;;
    *)
        echo "Unknown option $option; --purge removes settings, data and backups, too." >&2
        exit 64
        ;;
    esac
done
if [ -z "$root" ]; then
    [ "$(id -u)" -eq 0 ] || {
        echo "Run it as root." >&2
        exit 1
    }
    systemctl disable --now dangwu dangwu-backup.timer || true
fi
rm -f "$root/usr/bin/dangwu" "$root"/lib/systemd/system/dangwu.service \
    "$root"/lib/systemd/system/dangwu-backup.service "$root"/lib/systemd/system/dangwu-backup.timer
rm -rf "$root/usr/lib/dangwu" "$root/usr/share/doc/dangwu"
if [ $purge = yes ]; then
    rm -rf "$root/etc/dangwu" "$root/var/lib/dangwu" "$root/var/backups/dangwu"
    if [ -z "$root" ] && getent passwd dangwu >/dev/null; then userdel dangwu; fi
else
    echo "Kept: /etc/dangwu /var/lib/dangwu /var/backups/dangwu"
fi
if [ -z "$root" ]; then systemctl daemon-reload; fi
