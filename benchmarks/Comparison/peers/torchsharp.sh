#!/bin/bash
# Sets up TorchSharp for the comparison, in the folder given (artifacts/torchsharp by default), and writes the program `steps` there.
# libtorch 2.10 needs a newer C++ library than Debian 12 has: those of Debian 13 are unpacked beside a copy of dotnet, and nothing of the
# system changes. Needs apt-get, dpkg, patchelf and network access; prints a reason and fails where something is missing.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-$here/../../../artifacts/torchsharp}
mkdir -p "$target"
target=$(cd "$target" && pwd)

[ -x "$target/steps" ] && { echo "$target/steps is ready."; exit 0; }
command -v patchelf > /dev/null || { echo "patchelf is not installed (Debian: patchelf)."; exit 1; }

dotnet build "$here/TorchSharp" -c Release -o "$target/program" --nologo -v quiet

apt="$target/apt"
mkdir -p "$apt/lists/partial" "$apt/packages"
cat > "$apt/debian.sources" <<SOURCES
Types: deb
URIs: http://deb.debian.org/debian
Suites: trixie
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
options=(-o "Dir::Etc::sourcelist=$apt/debian.sources" -o "Dir::Etc::sourceparts=/dev/null" -o "Dir::State::Lists=$apt/lists")
apt-get "${options[@]}" -qq update
(cd "$apt/packages" && apt-get "${options[@]}" -qq download libstdc++6 libc6 libgcc-s1)
for package in "$apt"/packages/*.deb; do dpkg -x "$package" "$apt/root"; done

mkdir -p "$target/libraries"
for name in libstdc++ libgcc_s libc libm libmvec libpthread libdl librt libresolv libutil libanl ld-linux-x86-64; do
    find "$apt/root" \( -name "$name.so*" -o -name "$name.so" \) ! -name "*.py" -exec cp -L {} "$target/libraries/" \;
done

dotnet_folder=$(dirname "$(readlink -f "$(command -v dotnet)")")
mkdir -p "$target/dotnet"
cp -r "$dotnet_folder/dotnet" "$dotnet_folder/host" "$dotnet_folder/shared" "$target/dotnet/"
patchelf --set-interpreter "$target/libraries/ld-linux-x86-64.so.2" "$target/dotnet/dotnet"

cat > "$target/steps" <<STEPS
#!/bin/bash
export LD_LIBRARY_PATH="$target/libraries:$target/program:$target/program/runtimes/linux-x64/native"
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_ROOT="$target/dotnet"
exec "$target/dotnet/dotnet" "$target/program/TorchSharpSteps.dll" "\$@"
STEPS
chmod +x "$target/steps"
"$target/steps" 1 1 --version
