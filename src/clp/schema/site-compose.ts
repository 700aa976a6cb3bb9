/** The site file's section `compose`. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { COMPONENTS, id, nullish, perName } from "./site-parts.ts";
import { key, leaves, tag } from "./vocabulary.ts";

/** Docker promises nothing: it has limits alone. */
const composeResources = once(() =>
  tag(
    z.strictObject({
      limits: key(
        z.optional(
          z.strictObject({
            cpu: key(z.optional(leaves.quantity()), "CPUs.", { examples: ["500m", 2] }),
            memory: key(z.optional(leaves.quantity()), "Bytes of memory.", { examples: ["2Gi"] }),
          }),
        ),
        "What the container gets at most.",
        { examples: [{ memory: "4Gi" }] },
      ),
    }),
    { object: { id: "ComposeResources" } },
  ),
);

export const compose = () =>
  key(
    z.prefault(
      z.strictObject({
        project_name: key(
          z._default(leaves.ruled("projectName"), "clp-package"),
          "Name of the Compose project.",
        ),
        docker_gid: key(
          z._default(id(), 999),
          "Id of the group that may use the Docker socket, which the collector of telemetry of CLP v0.13.0 and later is given.",
        ),
        restart_policy: key(
          z._default(leaves.ruled("restartPolicy"), "on-failure:3"),
          "When Docker restarts a container.",
          { examples: ["no", "always", "unless-stopped", "on-failure", "on-failure:3"] },
        ),
        secrets: key(
          z._default(z.enum(["file", "environment"]), "file"),
          "Where docker compose finds secrets: in the file .env, or in the environment of each of its commands, and in no file.",
        ),
        resources: key(
          z.prefault(
            perName(COMPONENTS, (name) =>
              nullish(composeResources, `Resources of the container of ${name}.`),
            ),
            {},
          ),
          "What the container of each component gets at most.",
        ),
        selinux: key(
          z._default(z.nullable(z.literal("z")), null),
          "With z, prepare.sh gives what it makes the label by which SELinux lets containers share it; null: it leaves labels alone.",
          { examples: ["z"] },
        ),
      }),
      {},
    ),
    "What is Docker Compose's alone.",
  );
