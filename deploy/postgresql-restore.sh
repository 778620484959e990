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
[ -r "$file" ] || { echo "$file cannot be read" >&2 && exit 2; }
run=${RUN:-docker compose exec -T -e PGUSER=bot -e PGDATABASE=bot database}

others=$($run psql --no-psqlrc --tuples-only --no-align --command \
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
     AND backend_type = 'client backend' AND pid <> pg_backend_pid()")
[ "$others" -eq 0 ] || { echo "$others connections are open; stop the bot first" >&2 && exit 2; }

# The tables as they are now go with what they hang on, also those that the backup does not know.
{
    echo 'DROP SCHEMA public CASCADE; CREATE SCHEMA public;'
    $run pg_restore --no-owner --no-privileges --file=- <"$file"
} | $run psql --no-psqlrc --quiet --single-transaction --set=ON_ERROR_STOP=1 >/dev/null
echo "restored from $file"
