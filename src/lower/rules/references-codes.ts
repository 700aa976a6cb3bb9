/** What the rules of `references.ts` report. */
import type { CodeTable } from "../../base/code-entry.ts";

export const REFERENCES_CODES = {
  CLP4060: {
    severity: "warning",
    title: "Name that is taken as it is written",
    explanation:
      "The name holds what a shell would replace. CLP replaces no variables, so that a database, a key prefix or a profile of that very name is used.",
    wrong: "database: {names: {clp: $CLP_DB_NAME}}",
    right: "database: {names: {clp: clp-db}}",
    source: "CLP's `read_yaml_config_file`, which replaces nothing",
  },
  CLP4061: {
    severity: "warning",
    title: "Credential that looks like a variable",
    explanation:
      "The whole value is what a shell or a template would replace. CLP replaces no variables: it takes the text itself for the user name or the password. Credentials in variables are given by --credentials-from-env.",
    wrong: 'redis: {password: "${REDIS_PASSWORD}"}',
    right: "CLP_REDIS_PASS=… clp-compile --credentials-from-env",
    source: "CLP's `read_yaml_config_file`, which replaces nothing",
  },
} as const satisfies CodeTable;
