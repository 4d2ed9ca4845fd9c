#!/bin/sh
# Installs Dangwu from this archive, or upgrades it: no network is needed. An upgrade backs the database up first.
# 从本安装包安装或升级，不需要网络；升级前先备份数据库。
#
#   sudo ./install.sh              installs, and starts the service
#   sudo ./install.sh --no-start   leaves the service stopped
#   sudo ./install.sh --no-backup  upgrades without a backup (there is one already)
#   DESTDIR=/some/root ./install.sh   writes the files below that folder and touches nothing else
set -eu

here=$(cd "$(dirname "$0")" && pwd)
root=${DESTDIR:-}
start=yes
backup=yes
for option in "$@"; do
    case $option in
    --no-start) start=no ;;
    --no-backup) backup=no ;;
    *)
        echo "Unknown option $option; see the head of install.sh." >&2
        exit 64
        ;;
    esac
done

fail() {
    echo "$1" >&2
    exit 1
}

lib=$root/usr/lib/dangwu
state=$root/var/lib/dangwu
backups=$root/var/backups/dangwu

if [ -z "$root" ]; then
    [ "$(id -u)" -eq 0 ] || fail "Run it as root: sudo ./install.sh"
    if ! getent passwd dangwu >/dev/null; then
        useradd --system --home-dir /var/lib/dangwu --shell /usr/sbin/nologin dangwu
    fi
fi

# Of the service's user where there is one.
own() {
    if [ -z "$root" ]; then chown "$1" "$2"; fi
}

# Into a folder of the day; refuses to go on without one.
back_up() {
    file=$backups/before-upgrade-$(date +%Y%m%d-%H%M%S)
    if "$root/usr/bin/dangwu" backup --help >/dev/null 2>&1; then
        "$root/usr/bin/dangwu" backup --folder "$backups" && return
        fail "The backup failed; nothing was changed. Correct it, or use --no-backup."
    fi
    dump=$(find /usr/lib/postgresql/*/bin -name pg_dump 2>/dev/null | sort -V | tail -n 1)
    [ -n "$dump" ] || dump=$(command -v pg_dump) || fail "pg_dump was not found; back up by hand and use --no-backup."
    if [ -n "${DANGWU_DATABASE_OWNER_URL:-}" ]; then
        (umask 077 && "$dump" --format=custom --file="$file.dump" --dbname="$DANGWU_DATABASE_OWNER_URL") ||
            fail "The backup failed; nothing was changed."
    elif [ -f "$state/postgres/PG_VERSION" ]; then
        "$root/usr/bin/dangwu" local start
        # A file of the service's user, which the database knows. The inner shell expands its own arguments.
        # shellcheck disable=SC2016
        runuser -u dangwu -- sh -c 'umask 077 && exec "$0" --host="$1/run" --username=dangwu_owner --format=custom \
            --file="$2" --dbname=dangwu' "$dump" "$state" "$file.dump" || fail "The backup failed; nothing was changed."
    else
        fail "Set DANGWU_DATABASE_OWNER_URL for the backup before the upgrade, or use --no-backup."
    fi
    echo "Backup: $file"
}

upgrade=no
if [ -x "$lib/bin/dangwu" ]; then upgrade=yes; fi

install -d -m 755 "$lib/bin" "$lib/lib" "$root/usr/bin" "$root/etc/dangwu" "$root/lib/systemd/system" \
    "$root/usr/share/doc/dangwu"
install -d -m 700 "$state" "$backups"
own dangwu:dangwu "$state"
own dangwu:dangwu "$backups"
own root:dangwu "$root/etc/dangwu"
chmod 750 "$root/etc/dangwu"

if [ -z "$root" ] && [ $upgrade = yes ]; then
    if [ $backup = yes ]; then back_up; fi
    systemctl stop dangwu || true
fi
if [ $upgrade = yes ]; then mv "$lib/bin/dangwu" "$lib/bin/dangwu.previous"; fi
install -m 755 "$here/bin/dangwu" "$lib/bin/dangwu"

# Libraries that this system lacks come from the archive; those of the system get its security updates.
rm -f "$lib"/lib/*.so*
while missing=$(ldd "$lib/bin/dangwu" | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p' | head -n 1) &&
    [ -n "$missing" ]; do
    [ -f "$here/lib/$missing" ] || fail "The library $missing is missing, and the archive does not have it."
    install -m 644 "$here/lib/$missing" "$lib/lib/$missing"
done

install -m 755 "$here/dangwu.sh" "$root/usr/bin/dangwu"
install -m 755 "$here/uninstall.sh" "$lib/uninstall.sh"
for unit in dangwu.service dangwu-backup.service dangwu-backup.timer; do
    install -m 644 "$here/$unit" "$root/lib/systemd/system/$unit"
done
install -m 644 "$here/README.txt" "$here/nginx.conf" "$root/usr/share/doc/dangwu/"

# Settings belong to the operator: new ones are put beside them.
settings=$root/etc/dangwu/dangwu.yaml
if [ ! -e "$settings" ]; then
    install -m 640 "$here/config/dangwu.yaml" "$settings"
elif ! cmp -s "$here/config/dangwu.yaml" "$settings"; then
    install -m 640 "$here/config/dangwu.yaml" "$settings.new"
    own root:dangwu "$settings.new"
fi
if [ ! -e "$root/etc/dangwu/environment" ]; then
    (umask 027 && echo "# DATABASE_URL=postgresql://dangwu_app:…@db.example/dangwu?sslmode=verify-full" \
        >"$root/etc/dangwu/environment")
    chmod 640 "$root/etc/dangwu/environment"
fi
own root:dangwu "$settings"
own root:dangwu "$root/etc/dangwu/environment"

[ -z "$root" ] || exit 0

systemctl daemon-reload
if [ $upgrade = yes ] && { [ -n "${DANGWU_DATABASE_OWNER_URL:-}" ] || [ -f "$state/postgres/PG_VERSION" ]; }; then
    /usr/bin/dangwu db migrate
fi
if [ $start = yes ]; then
    systemctl enable --now dangwu
    echo "Installed and started. Next: dangwu setup --help, then dangwu doctor. 已安装并启动；下一步 dangwu setup、dangwu doctor。"
else
    echo "Installed. Start it with: systemctl enable --now dangwu"
fi
