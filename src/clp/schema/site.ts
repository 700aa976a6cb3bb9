/** The keys of the site file: the facts of the place of deployment, which a machine would have to be asked. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { DEFAULT_RELEASE, RELEASES } from "../releases/releases.ts";
import { compose } from "./site-compose.ts";
import { host } from "./site-host.ts";
import { severalHosts } from "./site-hosts.ts";
import { images } from "./site-images.ts";
import { kubernetes } from "./site-kubernetes.ts";
import { nullish } from "./site-parts.ts";
import { presto } from "./site-presto.ts";
import { key, leaves, tag } from "./vocabulary.ts";

const silence = once(() =>
  tag(
    z.strictObject({
      code: key(leaves.text(), "The code of the warning, such as CLP4030."),
      at: key(
        z.optional(leaves.text()),
        "The key that the warning is about, such as database.host; left out for one that is about no key.",
      ),
      because: key(leaves.text(), "Why it is meant to be so."),
    }),
    { object: { id: "Silence" } },
  ),
);

/** Builds the schema at its first use. */
export const siteDefinition = once(() =>
  z.strictObject({
    clp_version: key(
      z._default(
        tag(z.enum(RELEASES.map(({ id }) => id)), {
          choice: {
            code: "CLP2022",
            hint: "An earlier release of CLP is not supported; a later one needs a later clp-compile",
          },
        }),
        DEFAULT_RELEASE.id,
      ),
      "The release of CLP to compile for; also the default image tag.",
    ),
    database_general_log: key(
      z._default(leaves.flag(), true),
      "Whether the bundled database logs every statement, as CLP has it: hundreds of megabytes a day, and passwords that are set are among them.",
    ),
    images: images(),
    host: host(),
    ...severalHosts(),
    compose: compose(),
    kubernetes: key(kubernetes(), "What is Kubernetes' and Helm's alone."),
    presto: nullish(
      presto,
      "Presto, where it answers queries; null: somebody else runs it, at presto-coordinator:8080 in the deployment's network.",
    ),
    diagnostics: key(
      z.prefault(
        z.strictObject({
          ignore: key(
            z._default(z.array(silence()), []),
            "Warnings that are meant to be as they are. One that no longer occurs is a finding itself; errors cannot be silenced.",
            {
              examples: [
                [{ code: "CLP4030", at: "database.host", because: "the firewall lets only 10.0.0.0/8 in" }],
              ],
            },
          ),
        }),
        {},
      ),
      "What is said about the inputs.",
    ),
  }),
);
