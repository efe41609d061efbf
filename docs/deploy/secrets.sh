#!/bin/sh
# Makes the secrets that compose.yaml reads, unless they are there, and the folder of locale files. The
# folder of secrets is its owner's alone; the files in it are readable, as containers have users of their own.
set -eu
cd "$(dirname "$0")"
mkdir -p locales
[ ! -e secrets ] || exit 0
umask 077
mkdir secrets.new
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
password=$(random) access=$(random) secret=$(random)
printf %s "$password" >secrets.new/database_password
printf %s "postgres://hallyu:$password@database:5432/hallyu?sslmode=disable" >secrets.new/database_url
printf %s "$access" >secrets.new/s3_access_key
printf %s "$secret" >secrets.new/s3_secret_key
printf 'ROOT_ACCESS_KEY=%s\nROOT_SECRET_KEY=%s\n' "$access" "$secret" >secrets.new/s3.env
chmod 0444 secrets.new/*
mv secrets.new secrets
