#!/bin/sh
# Run by PostgreSQL's image when it makes its files: one account for Temporal, which makes its own databases, one for PACE
# with the database it owns, and one for PACE's API, which owns nothing: it is the part that people reach. Neither
# Temporal nor PACE may read what belongs to the other.
set -eu

psql --username "$POSTGRES_USER" --dbname postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
  --set temporal_password="$(cat /run/secrets/temporal-database-password)" \
  --set pace_password="$(cat /run/secrets/pace-database-password)" \
  --set front_password="$(cat /run/secrets/pace-front-database-password)" <<'SQL'
create role temporal login createdb password :'temporal_password';
create role pace_api nologin;
create role pace_conductor nologin;
create role pace_reporting nologin;
create role pace login password :'pace_password' in role pace_api, pace_conductor, pace_reporting;
create role pace_front login password :'front_password' in role pace_api, pace_reporting;
create database pace owner pace;
revoke connect on database pace from public;
grant connect on database pace to pace_front;
SQL
