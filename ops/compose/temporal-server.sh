#!/bin/sh
# Starts Temporal's server as its image does, with the database's password from a file.
set -eu

POSTGRES_PWD=$(cat "$POSTGRES_PWD_FILE")
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
