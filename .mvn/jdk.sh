# Finds a JDK that is new enough, for the scripts of this folder's parent: find_jdk sets jdk and jdk_version, or fails.
# shellcheck shell=sh

wanted=21

# The feature version of the JDK in $1; nothing when there is none.
version_of() {
    [ -x "$1/bin/javac" ] || return 0
    version=''
    if [ -r "$1/release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\{0,1\}\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null) || version=''
    fi
    if [ -z "$version" ]; then
        version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p') || version=''
    fi
    printf '%s' "$version"
}

# Makes $1 the JDK when it is new enough.
try_jdk() {
    [ -n "$1" ] || return 1
    version=$(version_of "$1")
    [ -n "$version" ] && [ "$version" -ge "$wanted" ] || return 1
    jdk=$1
    jdk_version=$version
}

find_jdk() {
    try_jdk "${JAVA_HOME:-}" && return
    on_path=$(command -v javac 2>/dev/null || true)
    while [ -h "$on_path" ]; do
        link=$(readlink "$on_path")
        case $link in
            /*) on_path=$link ;;
            *) on_path=$(dirname "$on_path")/$link ;;
        esac
    done
    if [ -n "$on_path" ]; then
        try_jdk "$(dirname "$(dirname "$on_path")")" && return
    fi
    if [ -x /usr/libexec/java_home ]; then
        try_jdk "$(/usr/libexec/java_home -v "$wanted+" 2>/dev/null || true)" && return
    fi
    for home in /usr/lib/jvm/* /usr/java/* /opt/* /opt/java/* /opt/jdk/* /usr/local/opt/openjdk* /opt/homebrew/opt/openjdk* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${SDKMAN_DIR:-${HOME:-/nowhere}/.sdkman}"/candidates/java/* "${HOME:-/nowhere}"/.jdks/* \
        "${HOME:-/nowhere}"/.asdf/installs/java/* "${HOME:-/nowhere}"/.local/share/mise/installs/java/*; do
        try_jdk "$home" && return
    done
    return 1
}
