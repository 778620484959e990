#!/bin/sh
# Makes the files that docker-compose.yml hands to the containers, in ./secrets. What is there is kept.
set -eu
cd "$(dirname "$0")/.."

# Containers have users of their own, who must be able to read the files; the folder keeps everybody
# else on this machine out.
mkdir -p secrets
chmod 700 secrets
umask 022

random() { od -An -N 32 -tx1 /dev/urandom | tr -d ' \n'; }

# write NAME: keeps standard input as secrets/NAME.
write() {
    cat >"secrets/$1.partial"
    mv "secrets/$1.partial" "secrets/$1"
    echo "secrets/$1: made"
}

if [ ! -s secrets/telegram_bot_token ]; then
    if [ -t 0 ]; then printf 'The token that @BotFather gave you: '; fi
    read -r token || token=
    case $token in
    [0-9]*:?*) printf '%s\n' "$token" | write telegram_bot_token ;;
    *) echo "that is no token (123456:ABC...); run this again" >&2 && exit 1 ;;
    esac
fi
[ -s secrets/webhook_secret ] || random | write webhook_secret
if [ ! -s secrets/database_password ]; then
    random | write database_password
    rm -f secrets/database_url
fi
if [ ! -s secrets/database_url ]; then
    printf 'postgresql://bot:%s@database:5432/bot\n' "$(cat secrets/database_password)" |
        write database_url
fi
