#!/bin/sh
# scripts/restore.sh FILE — puts a backup into the record of BRP_DATABASE_URL, which must be empty or absent, makes the
# index again and compares the two. The backup may be of an older version of the program. FILE is left as it is.
set -eu
file=${1:?usage: scripts/restore.sh FILE}
root=$(cd "$(dirname "$0")/.." && pwd)
PATH="$root/.venv/bin:$PATH"
record=${BRP_DATABASE_URL:-sqlite:///$root/var/brp.sqlite3}

umask 077
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp "$file" "$scratch/backup.sqlite3"
BRP_DATABASE_URL="sqlite:///$scratch/backup.sqlite3" brp db upgrade
BRP_DATABASE_URL="sqlite:///$scratch/backup.sqlite3" BRP_COPY_TO="$record" brp db copy
brp index rebuild
brp index status --verify
