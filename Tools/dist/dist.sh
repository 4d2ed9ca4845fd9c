#!/bin/sh
# Makes dist/dangwu-VERSION-linux-ARCHITECTURE.tar.gz, which installs without a network. The Swift runtime is linked into the
# program; build it on the oldest system that it should run on. CONFIGURATION=debug tries the packing without a release build.
set -eu

cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
# The libraries beside the program are found by those that need one another, too. $ORIGIN is the linker's word.
# shellcheck disable=SC2016
set -- build -c "${CONFIGURATION:-release}" --product dangwu --static-swift-stdlib \
    -Xlinker -rpath -Xlinker '$ORIGIN/../lib' -Xlinker --disable-new-dtags
$swift "$@"
program=$($swift "$@" --show-bin-path)/dangwu
version=$("$program" --version)
name=dangwu-$version-linux-$(uname -m)
rm -rf "dist/$name"
mkdir -p dist
cp "$program" "dist/$name.program"
strip "dist/$name.program"
sh Tools/dist/pack.sh "dist/$name.program" "dist/$name"
rm "dist/$name.program"
tar -C dist --owner=0 --group=0 --numeric-owner -czf "dist/$name.tar.gz" "$name"
rm -rf "dist/$name"
(cd dist && sha256sum "$name.tar.gz" >"$name.tar.gz.sha256")
ls -l "dist/$name.tar.gz"
