#!/bin/sh
# scripts/backup.sh FOLDER — backs up the record of BRP_DATABASE_URL while the service runs, as one dated SQLite file
# whatever the database is. Keeps the last $KEEP (14) of FOLDER. The index is not backed up: it is made from the record.
set -eu
folder=${1:?usage: scripts/backup.sh FOLDER}
keep=${KEEP:-14}
root=$(cd "$(dirname "$0")/.." && pwd)
PATH="$root/.venv/bin:$PATH"

umask 077 # a backup holds what only professionals may read
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
file="$folder/brp-$(date -u +%Y%m%dT%H%M%SZ).sqlite3"
trap 'rm -f "$file.partial" "$file.partial-wal" "$file.partial-shm"' EXIT
brp db copy --to "sqlite:///$file.partial"
mv "$file.partial" "$file" # a file with this name is complete
printf '%s\n' "$file"

ls -1r "$folder" | grep '^brp-[0-9TZ]*\.sqlite3$' | tail -n "+$((keep + 1))" | while IFS= read -r old; do
  rm "$folder/$old"
done
