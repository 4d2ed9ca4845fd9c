#!/bin/sh
# The tests whose answers could depend on the server, on every installed PostgreSQL from version 15 on, each time in byte order,
# with an ICU collation and in zh_CN.UTF-8: lists, pages, ranges, names and imports must be the same. The tests are built already.
set -eu

cd "$(dirname "$0")/../.."
tests=${TESTS:-.build/debug/dangwuPackageTests.xctest}
filter=${FILTER:-KeysetPlanTests|SchemaTests|MigrationTests|QueryBlockTests|OrganisationsTests|OrganisationReferenceTests|MembersTests|ReferenceTests|NamingTests|RegistryAPITests|SameAnswerTests|AccessTests|NoticeTests}

locales="--locale=C
--locale-provider=icu --icu-locale=zh-Hans-CN --locale=C.UTF-8"
if locale -a | grep -qix 'zh_CN.utf-\{0,1\}8'; then
    locales="$locales
--locale=zh_CN.UTF-8"
elif [ "$(id -u)" -eq 0 ] && localedef -i zh_CN -f UTF-8 zh_CN.UTF-8 2>/dev/null; then
    echo "The locale zh_CN.UTF-8 was generated."
    locales="$locales
--locale=zh_CN.UTF-8"
else
    echo "Left out: the locale zh_CN.UTF-8 is not installed (as root: localedef -i zh_CN -f UTF-8 zh_CN.UTF-8)."
fi

failed=0
found=0
for folder in /usr/lib/postgresql/*/bin; do
    version=$(basename "$(dirname "$folder")")
    if [ ! -x "$folder/initdb" ] || [ "$version" -lt 15 ]; then continue; fi
    found=$((found + 1))
    while IFS= read -r locale; do
        start=$(date +%s)
        if PGBIN=$folder DANGWU_TEST_LOCALE=$locale "$tests" --testing-library swift-testing --filter "$filter" \
            >.build/compatibility.log 2>&1 </dev/null; then
            result="passed: $(grep -o 'Test run with .*' .build/compatibility.log | tail -n 1)"
        else
            result="FAILED"
            grep -E 'recorded an issue|rror' .build/compatibility.log | head -n 20
            failed=1
        fi
        echo "PostgreSQL $version, $locale: $result ($(($(date +%s) - start)) s)"
    done <<LOCALES
$locales
LOCALES
done
[ "$found" -gt 0 ] || { echo "No PostgreSQL server from version 15 on is installed."; exit 1; }
exit $failed
