#!/bin/sh
# fetch.sh PACKAGE: unpacks the source of a Debian package in the current
# directory. The system's own list of sources stays as it is: apt is given one
# of ours, the same places with `deb-src`. What was fetched is kept in
# build/sources.
set -eu

package=$1
cache=$BUILD/sources/$package
here=$PWD
if [ ! -e "$cache/complete" ]; then
    rm -rf "$cache"
    mkdir -p "$cache/lists/partial"
    cd "$cache"
    {
        cat /etc/apt/sources.list 2>/dev/null || :
        cat /etc/apt/sources.list.d/*.list 2>/dev/null || :
    } | sed -n 's/^deb \(.*debian.*\)/deb-src \1/p' >source.list
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -e "$file" ] || continue
        if grep -q 'debian' "$file"; then
            sed 's/^Types:.*/Types: deb-src/' "$file"
            echo
        fi
    done >source.sources
    mkdir parts
    mv source.list source.sources parts
    set -- -qq -o "Dir::Etc::sourcelist=/dev/null" \
        -o "Dir::Etc::sourceparts=$cache/parts" \
        -o "Dir::State::lists=$cache/lists" \
        -o "Dir::Cache::srcpkgcache=" -o "Dir::Cache::pkgcache=" \
        -o "APT::Sandbox::User=root"
    # Without the network there is nothing to test with: that is skipped.
    apt-get "$@" update >log 2>&1 &&
        apt-get "$@" source --download-only "$package" >>log 2>&1 || {
        cat log
        echo "cannot fetch the source of $package"
        exit 77
    }
    rm -rf lists parts
    touch complete
fi
cd "$here"
tar -xf "$cache"/*.orig.tar.*
