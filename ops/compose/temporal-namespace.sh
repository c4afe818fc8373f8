#!/bin/sh
# Makes the namespace of TEMPORAL_NAMESPACE unless it is there, on the server of TEMPORAL_ADDRESS.
set -eu

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  echo "The namespace $TEMPORAL_NAMESPACE is there"
else
  # a journey that has ended stays readable in Temporal for so long; the record itself is in PostgreSQL
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "${TEMPORAL_RETENTION:-30d}"
fi
