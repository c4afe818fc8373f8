#!/bin/sh
# Makes the secrets that docker-compose.yml takes as files, each with a password of its own, in the folder `secrets`
# beside it. What is there already stays as it is.
set -eu
cd "$(dirname "$0")/../.."

umask 077
mkdir -p secrets

keep() {
  [ -e "secrets/$1" ] && return
  printf '%s\n' "$2" >"secrets/$1"
  # each container reads it as an account of its own; the folder lets nobody else on this machine near it
  chmod 444 "secrets/$1"
}

random() {
  od -An -N 32 -t x1 /dev/urandom | tr -d ' \n'
}

keep postgresql-password "$(random)"
keep temporal-database-password "$(random)"
keep pace-database-password "$(random)"
keep database-url "postgresql://pace:$(cat secrets/pace-database-password)@postgresql:5432/pace"
# the API's own account, which owns nothing
keep pace-front-database-password "$(random)"
keep api-database-url "postgresql://pace_front:$(cat secrets/pace-front-database-password)@postgresql:5432/pace"
# the mail sink of docker-compose.yml; put your own server here, such as smtps://user:password@mail.example.gov.uk
keep smtp-url smtp://mail-sink:1025
# as which client the pages sign people in: give this one to the council's sign-in, or put the one it gave you here
keep oidc-client-secret "$(random)"
# the master key that children's details are sealed under: keep a copy of it somewhere else, for without it they are lost
keep pace-keys "key-1:$(head -c 32 /dev/urandom | base64 -w 0)"
