#!/bin/sh
# Replaces the PostgreSQL database of docker-compose.yml by a backup; the bot must not run:
#
#   docker compose stop bot
#   sh deploy/postgresql-restore.sh /var/backups/nato-myths.dump
#   docker compose start bot
#
# All or nothing: where it fails, the database is as it was.
# Elsewhere: RUN=env, and PGHOST, PGUSER, PGDATABASE and the like for PostgreSQL's own programs.
set -eu
file=${1:?name the backup}
run=${RUN:-docker compose exec -T -e PGUSER=bot -e PGDATABASE=bot database}

umask 077
sql=$(mktemp)
trap 'rm -f "$sql"' EXIT
{
    # With all that it holds: tables of a newer bot would be in the way of the next upgrade.
    echo 'SET client_min_messages = warning;'
    echo 'DROP SCHEMA public CASCADE;'
    echo 'CREATE SCHEMA public;'
} >"$sql"
# Into a file first: of a backup that is cut off, nothing must reach the database.
$run pg_restore --no-owner --no-privileges --file=- <"$file" >>"$sql"

others=$($run psql --no-psqlrc --tuples-only --no-align --command \
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
     AND backend_type = 'client backend' AND pid <> pg_backend_pid()" </dev/null)
if [ "$others" -ne 0 ]; then
    echo "$others connections to the database are open; stop the bot first" >&2
    exit 2
fi
$run psql --no-psqlrc --quiet --single-transaction --set=ON_ERROR_STOP=1 <"$sql" >/dev/null
echo "restored from $file"
