// What a release keeps to. A budget whose subject is not there is said to be open, and none is met by absence.

/** Ratios of medians of one interleaved run: `subject` may take `at most` so many times what `of` takes. */
export const RATIOS = [
  { subject: "executable:compile", of: "docker-compose:config", measure: "wall", atMost: 1 },
  { subject: "executable:validate", of: "docker-compose:config", measure: "wall", atMost: 0.5 },
  { subject: "executable:compile", of: "helm:template", measure: "wall", atMost: 1 },
  { subject: "executable:validate", of: "helm:template", measure: "wall", atMost: 0.5 },
  { subject: "node20:compile", of: "node20:bare", measure: "wall", atMost: 2 },
  { subject: "node20:validate", of: "node20:bare", measure: "wall", atMost: 1.35 },
  // A second where a bare Node takes forty milliseconds.
  { subject: "node20:repository", of: "node20:bare", measure: "wall", atMost: 6 },
  { subject: "deno:cli", of: "deno:bare", measure: "wall", atMost: 4 },
];

/** Compiles a second in one process that is warm, all backends. */
export const WARM_A_SECOND = 100;

/** Many configurations in one process: CPU of the last tenth over that of the first, and the most memory in MB. */
export const SCALE = { configs: 10_000, growth: 1.1, megabytes: 160 };

/** What the bundle may have more than it would have for the first release of CLP alone, as a part of that. */
export const RELEASES_IN_BUNDLE = 0.1;
