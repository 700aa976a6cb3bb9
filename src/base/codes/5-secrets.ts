/** CLP527x: Secrets of a cluster that somebody else makes. */
import type { CodeTable } from "./entry.ts";

export const SECRETS_CODES = {
  CLP5270: {
    severity: "error",
    title: "External secrets without a store",
    explanation:
      "An ExternalSecret names the store that it is filled from, and the key of each entry in it. Neither can be guessed: `kubernetes.secrets.store` has the name of a ClusterSecretStore or SecretStore, `kubernetes.secrets.key` a pattern with `{section}`.",
    wrong: "kubernetes: {secrets: {from: external-secrets}}",
    right:
      'kubernetes: {secrets: {from: external-secrets, store: {kind: ClusterSecretStore, name: vault}, key: "clp/prod/{section}"}}',
    source: "External Secrets Operator: spec.secretStoreRef, spec.data.remoteRef.key",
  },
  CLP5271: {
    severity: "warning",
    title: "Store that nothing is taken from",
    explanation:
      "`kubernetes.secrets.store` and `key` are read where `from` is `external-secrets`. With `manifests` the Secrets are made of the credentials, with `existing` somebody else makes them.",
    wrong: "kubernetes: {secrets: {from: existing, store: {name: vault}}}",
    right: 'kubernetes: {secrets: {from: external-secrets, store: {name: vault}, key: "clp/prod/{section}"}}',
    source: "docs/secrets.md",
  },
} as const satisfies CodeTable<"5">;
