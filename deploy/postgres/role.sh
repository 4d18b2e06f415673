#!/bin/sh
# Run by the image of PostgreSQL, once, while its volume is empty: a role that row-level security holds, and its database.
# Whom the image itself makes (POSTGRES_USER) is a superuser, and shown the rows of all owners.
set -eu

psql --set ON_ERROR_STOP=1 --set password="$ROLE_PASSWORD" --username "${POSTGRES_USER:-postgres}" --dbname postgres << 'SQL'
CREATE ROLE cvparser LOGIN PASSWORD :'password' NOSUPERUSER NOBYPASSRLS;
CREATE DATABASE cvparser OWNER cvparser;
SQL
