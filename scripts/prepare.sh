#!/bin/sh
# Makes .venv (for bundle: build/venv) and installs what one make target needs. Called by the Makefile:
# scripts/prepare.sh base|dev|bundle [python]
# pip's own settings (index, proxy, cache) are the caller's; nothing here overrides them.
set -eu
kind=$1
python=${2:-python3}
venv=.venv
# what is frozen comes from an environment in which nothing else is
if [ "$kind" = bundle ]; then venv=build/venv; fi

# library:package, for Debian and Ubuntu
qt_libraries='libGL.so.1:libgl1 libEGL.so.1:libegl1 libglib-2.0.so.0:libglib2.0-0 libxkbcommon.so.0:libxkbcommon0
libdbus-1.so.3:libdbus-1-3 libfontconfig.so.1:libfontconfig1 libfreetype.so.6:libfreetype6 libX11.so.6:libx11-6
libbrotlidec.so.1:libbrotli1 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-cursor.so.0:libxcb-cursor0
libxcb-icccm.so.4:libxcb-icccm4 libxcb-image.so.0:libxcb-image0 libxcb-keysyms.so.1:libxcb-keysyms1
libxcb-randr.so.0:libxcb-randr0 libxcb-render-util.so.0:libxcb-render-util0 libxcb-shape.so.0:libxcb-shape0
libxcb-xfixes.so.0:libxcb-xfixes0 libxcb-xkb.so.1:libxcb-xkb1 libX11-xcb.so.1:libx11-xcb1
libwayland-cursor.so.0:libwayland-cursor0'

# Debian's PostgreSQL makes a cluster of the system's and starts it, unless it is told not to before the server comes.
install='apt-get install -y --no-install-recommends --no-remove'
no_cluster="$install postgresql-common && sed -i 's/^#*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf"

say() { printf 'dabir: %s\n' "$*"; }

# Installs system packages, or prints the line that would and stops.
apt_install() {
    if ! command -v apt-get >/dev/null 2>&1; then
        say "please install: $* — and run make again"; exit 1
    fi
    steps='apt-get update'
    case " $* " in *' postgresql '*) steps="$steps && $no_cluster" ;; esac
    steps="$steps && $install $*"
    if [ "$(id -u)" -eq 0 ]; then as_root=
    elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as_root='sudo -n'
    else say "run this line as root, then make again:  $steps"; exit 1
    fi
    say "installing system packages: $*"
    $as_root env DEBIAN_FRONTEND=noninteractive sh -c "$steps" >/dev/null
}

# Whether the system has a shared library, as a program or as a plugin would find it.
has_library() {
    [ -n "$(find /usr/lib /usr/lib64 /usr/local/lib -name "$1*" 2>/dev/null | head -n 1)" ]
}

# What Qt's libraries are linked with, for windows without a screen, on a virtual one and on a real one.
missing_for_qt() {
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p)
    for pair in $qt_libraries; do
        case "$known" in *"${pair%%:*}"*) ;; *) printf '%s ' "${pair##*:}" ;; esac
    done
}

# Tells before gigabytes are fetched: asks pip what it would install, without installing it.
warn_of_cuda() {
    if "$venv/bin/python" -c 'import torch' 2>/dev/null; then return; fi
    plan=$("$venv/bin/python" -m pip install --quiet --dry-run --report - -c constraints.txt torch 2>/dev/null) || return 0
    case "$plan" in
        *'"name": "nvidia-'*)
            say "WARNING: pip is about to fetch torch's CUDA build (several gigabytes), which the tests do not need."
            say "         For the CPU build, stop now (Ctrl-C), set PIP_EXTRA_INDEX_URL to PyTorch's CPU index and run make again."
            sleep 10 ;;
    esac
}

if ! command -v "$python" >/dev/null 2>&1; then apt_install python3 python3-venv; fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    say "Python 3.11 or newer is needed; this is $("$python" --version). Name another one:  make PYTHON=python3.12 …"; exit 1
fi
# Without pip it is one whose making was interrupted; making it again completes it.
if ! "$venv/bin/python" -c 'import pip' 2>/dev/null; then
    if ! "$python" -c 'import ensurepip' 2>/dev/null; then apt_install python3-venv; fi
    say "making $venv with $("$python" --version)"
    "$python" -m venv "$venv"
fi
# Dependency groups need pip 25.1; an old one is replaced once.
if ! "$venv/bin/python" -c 'import pip, sys; sys.exit(tuple(map(int, pip.__version__.split(".")[:2])) < (25, 1))'; then
    "$venv/bin/python" -m pip install --quiet --upgrade pip
fi

case "$kind" in
    base)
        say "installing dabir and its libraries (about 430 MB, no torch)"
        "$venv/bin/python" -m pip install --quiet -c constraints.txt -e . ;;
    dev)
        missing=
        command -v espeak-ng >/dev/null 2>&1 || missing="$missing espeak-ng"
        command -v ffmpeg >/dev/null 2>&1 || missing="$missing ffmpeg"
        command -v sox >/dev/null 2>&1 || missing="$missing sox"
        command -v strace >/dev/null 2>&1 || missing="$missing strace"
        # a sound server without a sound card, for the tests of the microphone
        command -v pulseaudio >/dev/null 2>&1 || missing="$missing pulseaudio"
        command -v pactl >/dev/null 2>&1 || missing="$missing pulseaudio-utils"
        has_library 'libportaudio.so.2' || missing="$missing libportaudio2"
        has_library 'libasound_module_pcm_pulse.so' || missing="$missing libasound2-plugins"
        missing="$missing $(missing_for_qt)"
        # a screen without a screen, with a window manager: no window is active without one
        command -v Xvfb >/dev/null 2>&1 || missing="$missing xvfb"
        command -v xauth >/dev/null 2>&1 || missing="$missing xauth"
        command -v openbox >/dev/null 2>&1 || missing="$missing openbox"
        command -v xdotool >/dev/null 2>&1 || missing="$missing xdotool"
        # programs alone, for servers that tests start for themselves; Debian keeps them beside the path
        command -v initdb >/dev/null 2>&1 || [ -n "$(find /usr/lib/postgresql/*/bin/initdb 2>/dev/null)" ] || missing="$missing postgresql"
        # a bus for screen readers
        command -v dbus-run-session >/dev/null 2>&1 || missing="$missing dbus"
        find /usr/libexec /usr/lib -name at-spi-bus-launcher 2>/dev/null | grep -q . || missing="$missing at-spi2-core"
        # shellcheck disable=SC2086 # a list of words
        if [ -n "${missing# }" ]; then apt_install $missing; fi
        warn_of_cuda
        say "installing dabir with torch and the developers' tools"
        "$venv/bin/python" -m pip install --quiet -c constraints.txt --group dev -e . ;;
    bundle)
        if [ "$(uname)" = Linux ]; then
            missing=$(missing_for_qt)
            command -v objdump >/dev/null 2>&1 || missing="$missing binutils"
            has_library 'libportaudio.so.2' || missing="$missing libportaudio2"
            # shellcheck disable=SC2086 # a list of words
            if [ -n "$missing" ]; then apt_install $missing; fi
        fi
        say "installing dabir's desktop app and PyInstaller into $venv"
        "$venv/bin/python" -m pip install --quiet -c constraints.txt --group bundle . ;;
    *)
        say "unknown kind of installation: $kind (base, dev or bundle)"; exit 2 ;;
esac
touch "$venv/.dabir-$kind"
