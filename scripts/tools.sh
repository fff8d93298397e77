# shellcheck shell=bash disable=SC2154 # root and work come from lib.sh
# The tools, each installed when it is missing: wasm-bindgen and its test runner, wasm-pack, wasm-opt, esbuild, Chromium, npm
# packages. They live in a per-user cache keyed by version, so a second clone finds them. Source it after lib.sh.

tools=${LOADLINE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/loadline}/tools

have_basics() {
  need rustup "Install Rust with rustup: https://rustup.rs"
  need node "Install Node $NODE_MINIMUM or later: https://nodejs.org"
  need npm "npm comes with Node; on Debian it is a package of its own: apt-get install npm"
  node -e '
    const [major, minor] = process.versions.node.split(".").map(Number);
    const [wantMajor, wantMinor] = process.argv[1].split(".").map(Number);
    process.exit(major > wantMajor || (major === wantMajor && minor >= wantMinor) ? 0 : 1);
  ' "$NODE_MINIMUM" || die "Node $(node --version) is too old." "Install Node $NODE_MINIMUM or later: https://nodejs.org"
}

# install_tool NAME VERSION PROGRAM "how long it takes" COMMAND…
# Runs the command with a fresh folder as its last argument and moves the folder into the cache in one go, so that a run that was
# stopped leaves nothing half done and two runs at once do not meet. Puts the tool's bin folder on PATH.
install_tool() {
  local name=$1 version=$2 program=$3 takes=$4 home fresh
  shift 4
  home=$tools/$name-$version
  if [ ! -x "$home/bin/$program" ]; then
    mkdir -p "$tools"
    fresh=$(mktemp -d "$tools/.$name-$version.XXXXXX")
    step "installing $name $version, once for this machine ($takes)" "$@" "$fresh" ||
      { rm -rf "$fresh"; die "$name $version could not be installed." "Is the network there? The same command may be run again."; }
    # The move fails when another run was quicker; then its tool serves.
    node -e 'require("node:fs").renameSync(process.argv[1], process.argv[2])' "$fresh" "$home" 2>/dev/null || rm -rf "$fresh"
    [ -x "$home/bin/$program" ] || die "$home holds no $program." "Remove that folder and run the same command again."
  fi
  PATH=$home/bin:$PATH
}

cargo_install() { # CRATE VERSION [OPTION…] FOLDER
  local crate=$1 version=$2 folder=${*: -1}
  env -u CARGO_TARGET_DIR cargo install "$crate" --version "$version" "${@:3:$#-3}" --root "$folder"
}

npm_tool() { # PACKAGE VERSION PROGRAM FOLDER
  local package=$1 version=$2 program=$3 folder=$4
  npm install --prefix "$folder" --no-audit --no-fund --no-save --loglevel error "$package@$version"
  mkdir -p "$folder/bin"
  ln -s "../node_modules/.bin/$program" "$folder/bin/$program"
}

# The toolchain of rust-toolchain.toml with what that file asks for.
have_rust() {
  local channel
  channel=$(awk -F '"' '/^channel/ { print $2 }' rust-toolchain.toml)
  if rustup run "$channel" rustfmt --version >/dev/null 2>&1 && rustup run "$channel" cargo-clippy --version >/dev/null 2>&1 &&
    rustup target list --toolchain "$channel" --installed | grep -q '^wasm32-unknown-unknown$'; then
    return
  fi
  step "fetching Rust $channel with its wasm target" \
    rustup toolchain install "$channel" --profile minimal --component rustfmt,clippy --target wasm32-unknown-unknown ||
    die "Rust $channel could not be fetched." "Is the network there? By hand: rustup toolchain install $channel --target wasm32-unknown-unknown"
}

have_wasm_bindgen() {
  if [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $WASM_BINDGEN_VERSION" ] &&
    [ "$(wasm-bindgen-test-runner --version 2>/dev/null)" = "wasm-bindgen-test-runner $WASM_BINDGEN_VERSION" ]; then
    return
  fi
  # Without --locked: the lock file it ships with names a crate version that is not to be had.
  install_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION" wasm-bindgen "3 to 8 minutes" cargo_install wasm-bindgen-cli "$WASM_BINDGEN_VERSION"
}

have_wasm_pack() {
  [ "$(wasm-pack --version 2>/dev/null)" != "wasm-pack $WASM_PACK_VERSION" ] || return 0
  install_tool wasm-pack "$WASM_PACK_VERSION" wasm-pack "2 to 3 minutes" cargo_install wasm-pack "$WASM_PACK_VERSION" --locked
}

have_wasm_opt() { install_tool binaryen "$BINARYEN_VERSION" wasm-opt "104 MB" npm_tool binaryen "$BINARYEN_VERSION" wasm-opt; }

have_esbuild() { install_tool esbuild "$ESBUILD_VERSION" esbuild "10 MB" npm_tool esbuild "$ESBUILD_VERSION" esbuild; }

have_cargo_fuzz() { install_tool cargo-fuzz "$CARGO_FUZZ_VERSION" cargo-fuzz "1 to 2 minutes" cargo_install cargo-fuzz "$CARGO_FUZZ_VERSION" --locked; }

# Installs the packages of a folder when its lock file is not the one they were installed from.
have_npm_packages() { # FOLDER
  local folder=$1 stamp=$1/node_modules/.loadline-lock hash
  hash=$(hash_of "$folder/package-lock.json")
  if unchanged "$stamp" "$hash"; then return; fi
  step "installing the npm packages of $folder/" npm ci --prefix "$folder" --no-audit --no-fund --loglevel error ||
    die "The npm packages of $folder/ could not be installed." "Is the network there? The same command may be run again."
  printf '%s' "$hash" >"$stamp"
}

first_of() { # the first program that is there
  local program
  for program in "$@"; do
    if [ -n "$program" ] && command -v "$program" 2>/dev/null; then return; fi
  done
  return 1
}

find_chromium() {
  first_of "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium
}
find_chromedriver() { first_of "${CHROMEDRIVER:-}" chromedriver /usr/lib/chromium-browser/chromedriver; }

install_chromium() {
  local as_root=()
  if [ "$(id -u)" != 0 ]; then as_root=(sudo -n); fi
  "${as_root[@]}" apt-get update && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y chromium chromium-driver
}

# Sets CHROMIUM and CHROMEDRIVER, and WASM_BINDGEN_TEST_WEBDRIVER_JSON for the tests that run in a page or a worker.
have_chromium() {
  local by_hand="Install Chromium (or Chrome) and the chromedriver of the same version, or name them: CHROMIUM=… CHROMEDRIVER=… make test"
  if ! { find_chromium && find_chromedriver; } >/dev/null; then
    if command -v apt-get >/dev/null && [ -f /etc/debian_version ] && { [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then
      step "installing chromium and chromium-driver with apt-get" install_chromium || die "apt-get could not install Chromium." "$by_hand"
    fi
  fi
  CHROMIUM=$(find_chromium) || die "No Chromium was found, and it cannot be installed without a password here." "$by_hand"
  CHROMEDRIVER=$(find_chromedriver) || die "Chromium is here ($CHROMIUM) but chromedriver is not." "$by_hand"
  local browser driver
  browser=$("$CHROMIUM" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1 | cut -d. -f1)
  driver=$("$CHROMEDRIVER" --version 2>/dev/null | grep -oE '[0-9]+(\.[0-9]+)+' | head -n 1 | cut -d. -f1)
  [ "$browser" = "$driver" ] || die "Chromium is version $browser but chromedriver is version $driver; they must be the same." "$by_hand"

  # webdriver.json holds what is right on a person's machine. Which browser, and that root in a container must do without the
  # sandbox, is known only here.
  WASM_BINDGEN_TEST_WEBDRIVER_JSON=$work/webdriver.json
  node -e '
    const fs = require("node:fs");
    const [from, to, binary, user] = process.argv.slice(1);
    const capabilities = JSON.parse(fs.readFileSync(from, "utf8"));
    const options = capabilities["goog:chromeOptions"];
    options.binary = binary;
    if (user === "0") options.args.push("--no-sandbox");
    fs.writeFileSync(to, JSON.stringify(capabilities));
  ' "$root/webdriver.json" "$WASM_BINDGEN_TEST_WEBDRIVER_JSON" "$CHROMIUM" "$(id -u)"
  export CHROMIUM CHROMEDRIVER WASM_BINDGEN_TEST_WEBDRIVER_JSON
}
