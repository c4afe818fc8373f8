#!/bin/sh
# Run by PostgreSQL's image when it makes its files: one account for Temporal, which makes its own databases, and one for
# PACE with the database it owns. Neither may read what belongs to the other.
set -eu

psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
  --set temporal_password="$(cat /run/secrets/temporal-database-password)" \
  --set pace_password="$(cat /run/secrets/pace-database-password)" <<'SQL'
create role temporal login createdb password :'temporal_password';
create role pace login password :'pace_password';
create database pace owner pace;
revoke connect on database pace from public;
SQL
