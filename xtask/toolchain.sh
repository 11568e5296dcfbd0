#!/bin/sh
# Finds, or makes, a Rust toolchain that can build for the browser (wasm32-unknown-unknown).
# Prints its name (for RUSTUP_TOOLCHAIN) on standard output, everything else on standard error.
#
# Ordinary machine:    rustup adds the target to the toolchain in use.
# Behind a mirror:     rustup cannot download it. On Debian, the packages of "Rust for web browsers" stand in,
#                      and the target's standard library is built once from their source.
set -eu

target=wasm32-unknown-unknown
debian_library=/usr/lib/rustlib/$target/lib
debian_mark=$debian_library/built-with

say() { echo "toolchain: $*" >&2; }
fail() { say "$@"; exit 1; }

# has_target NAME: does this toolchain hold the target's standard library?
has_target() {
    sysroot=$(RUSTUP_TOOLCHAIN=$1 rustc --print sysroot 2>/dev/null) || return 1
    for library in "$sysroot/lib/rustlib/$target/lib"/libstd-*.rlib; do
        [ -e "$library" ] && return 0
    done
    return 1
}

# Debian's toolchain is whole, and its library was built with the compiler that is installed now.
debian_installed() {
    [ -x /usr/bin/rustc ] && [ -x /usr/bin/cargo ] && [ -x /usr/bin/cargo-clippy ] && [ -x /usr/bin/rustfmt ] &&
        [ -e "$debian_mark" ] && [ "$(/usr/bin/rustc -vV)" = "$(cat "$debian_mark")" ]
}

# use_debian: prints its name, under which rustup must know it.
use_debian() {
    if command -v rustup >/dev/null && [ ! -e "${RUSTUP_HOME:-$HOME/.rustup}/toolchains/debian/bin/rustc" ]; then
        rustup toolchain link debian /usr >&2
    fi
    echo debian
}

# make_debian_library: one empty crate, built once, leaves the standard library's files behind.
make_debian_library() {
    say "building the standard library for $target (about half a minute)"
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir "$work/src"
    : >"$work/src/lib.rs"
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2024"\n' >"$work/Cargo.toml"
    (cd "$work" && env -u RUSTUP_TOOLCHAIN -u RUSTFLAGS -u CARGO_TARGET_DIR PATH=/usr/bin:/bin RUSTC_BOOTSTRAP=1 \
        cargo build --quiet --release -Zbuild-std=std,panic_abort --target $target --target-dir "$work/target" >&2) ||
        fail "the standard library did not build (above). It needs crates.io, or the mirror that cargo is configured for."
    rm -rf "$debian_library"
    install -d "$debian_library"
    rm -f "$work/target/$target/release/deps"/libempty-*
    cp "$work/target/$target/release/deps"/*.rlib "$debian_library/"
    /usr/bin/rustc -vV >"$debian_mark"
}

make_debian() {
    command -v apt-get >/dev/null ||
        fail "rustup could not add $target and there is no apt-get. Remedy: install a Rust with $target, then run again with RUSTUP_TOOLCHAIN=its-name."
    packages="rustc-web cargo-web rust-web-src rust-web-llvm rust-web-clippy rustfmt-web"
    [ "$(id -u)" = 0 ] ||
        fail "Debian's Rust for $target is needed and only root may install it. Remedy, once: sudo sh $0"
    say "installing Debian's Rust: $packages"
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq >&2 && apt-get install -y -qq --no-install-recommends $packages >&2 ||
        fail "apt-get failed (above). Remedy: make Debian's packages reachable, or install $target with rustup."
    # The linker's package is named after the version that rust-lld points to.
    linker=$(readlink /usr/bin/rust-lld)
    [ -x "/usr/bin/$linker" ] || apt-get install -y -qq --no-install-recommends "$linker" >&2 ||
        fail "no linker for $target. Remedy: apt-get install $linker"
    make_debian_library
}

# Without rustup, RUSTUP_TOOLCHAIN says nothing to anybody and any name will do.
if command -v rustup >/dev/null; then
    current=${RUSTUP_TOOLCHAIN:-}
    [ -n "$current" ] || { current=$(rustup show active-toolchain) && current=${current%% *}; } ||
        fail "rustup has no toolchain. Remedy: rustup toolchain install stable"
else
    current=system
fi

if [ "$current" != debian ] && has_target "$current"; then
    echo "$current"
elif debian_installed; then
    use_debian
elif command -v rustup >/dev/null && [ "$current" != debian ] && say "adding $target to $current" &&
    rustup target add --toolchain "$current" $target >&2; then
    echo "$current"
else
    make_debian
    say "ready: $(/usr/bin/rustc --version)"
    use_debian
fi
