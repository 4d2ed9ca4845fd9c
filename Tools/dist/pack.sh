#!/bin/sh
# Lays out the contents of the installation archive: pack.sh PROGRAM FOLDER. The program is there already; see dist.sh.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
program=$1
out=$2
mkdir -p "$out/bin" "$out/lib" "$out/config"
install -m 755 "$program" "$out/bin/dangwu"
for file in install.sh uninstall.sh dangwu.sh; do install -m 755 "$here/$file" "$out/$file"; done
for file in dangwu.service dangwu-backup.service dangwu-backup.timer nginx.conf README.txt; do install -m 644 "$here/$file" "$out/$file"; done
install -m 644 "$here/../../config/dangwu.yaml" "$out/config/dangwu.yaml"
# What the program is linked with, for systems that lack it; the C library itself is every system's own.
ldd "$program" | sed -n 's/.* => \(\/[^ ]*\) .*/\1/p' | while read -r library; do
    case $(basename "$library") in
    libc.so* | libm.so* | libdl.so* | librt.so* | libpthread.so* | libresolv.so* | ld-linux*) ;;
    *) install -m 644 "$library" "$out/lib/$(basename "$library")" ;;
    esac
done
