#!/bin/sh
# Backs up the PostgreSQL database of docker-compose.yml, while the bot runs:
#
#   sh deploy/postgresql-backup.sh /var/backups/nato-myths.dump
#
# Elsewhere: RUN=env, and PGHOST, PGUSER, PGDATABASE and the like for PostgreSQL's own programs.
set -eu
file=${1:?name the file to write}
[ ! -e "$file" ] || { echo "$file exists already; name a file that does not" >&2 && exit 2; }
run=${RUN:-docker compose exec -T -e PGUSER=bot -e PGDATABASE=bot database}

umask 077
trap 'rm -f "$file.partial"' EXIT
$run pg_dump --format=custom --no-owner --no-privileges >"$file.partial"
# A dump that was cut off has no list of contents.
$run pg_restore --list <"$file.partial" >/dev/null
mv "$file.partial" "$file"
echo "$file: $(wc -c <"$file") bytes"
