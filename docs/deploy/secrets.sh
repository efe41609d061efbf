#!/bin/sh
# Makes the secrets that compose.yaml reads, unless they are there. The folder of secrets is its owner's alone; the files in it are readable, as containers have users of their own.
set -eu
cd "$(dirname "$0")"
umask 077
# An Ed25519 key, PKCS #8: sixteen bytes that say so, and thirty-two at random.
signing_key() {
  echo '-----BEGIN PRIVATE KEY-----'
  { printf '\060\056\002\001\000\060\005\006\003\053\145\160\004\042\004\040'; head -c 32 /dev/urandom; } | base64
  echo '-----END PRIVATE KEY-----'
}
if [ -e secrets ]; then
  for key in signing_key ticket_keys; do
    [ -e secrets/$key ] || { signing_key >secrets/$key; chmod 0444 secrets/$key; }
  done
  exit 0
fi
mkdir secrets.new
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
password=$(random) access=$(random) secret=$(random)
printf %s "$password" >secrets.new/database_password
printf %s "postgres://hallyu:$password@database:5432/hallyu?sslmode=disable" >secrets.new/database_url
printf %s "$access" >secrets.new/s3_access_key
printf %s "$secret" >secrets.new/s3_secret_key
printf 'ROOT_ACCESS_KEY=%s\nROOT_SECRET_KEY=%s\n' "$access" "$secret" >secrets.new/s3.env
signing_key >secrets.new/signing_key
signing_key >secrets.new/ticket_keys
chmod 0444 secrets.new/*
mv secrets.new secrets
