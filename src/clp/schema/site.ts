/** The keys of the site file: the facts of the place of deployment, which a machine would have to be asked. */
import * as z from "zod/mini";
import { once } from "../../base/once.ts";
import { DEFAULT_RELEASE, SUPPORTED } from "../releases/releases.ts";
import { severalHosts } from "./site-hosts.ts";
import { kubernetes } from "./site-kubernetes.ts";
import { COMPONENTS, id, nullish, perName } from "./site-parts.ts";
import { presto } from "./site-presto.ts";
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

const nullableImage = () => z._default(z.nullable(leaves.image()), null);

/** Another image of each component. */
function imagePerName<const Names extends readonly string[]>(names: Names) {
  return Object.fromEntries(
    names.map((name) => [
      name,
      key(nullableImage(), `Image of ${name}, with a tag or a digest; null: that of the release.`),
    ]),
  ) as Record<Names[number], ReturnType<typeof nullableImage>>;
}
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
        tag(z.enum(SUPPORTED.map(({ id }) => id)), {
          choice: {
            code: "CLP2022",
            hint: `This compiler compiles for CLP ${SUPPORTED.map(({ tag }) => tag).join(", ")}`,
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
    images: key(
      z.prefault(
        z.strictObject({
          registry: key(
            z._default(z.nullable(leaves.ruled("registry")), null),
            "Registry that has all images under the names that the release gives them; null: that of each. What is named one by one is taken as it is.",
            { examples: ["registry.example.com:5000/mirror"] },
          ),
          package: key(
            nullableImage(),
            "Image of CLP's own services, as the config's container_image_ref; null: that of the config, or of the release.",
          ),
          ...imagePerName(COMPONENTS),
        }),
        {},
      ),
      "From where the images of containers come.",
      { examples: [{ registry: "registry.example.com" }] },
    ),
    host: key(
      z.prefault(
        z.strictObject({
          clp_home: key(
            z._default(z.nullable(leaves.absolutePath()), null),
            "Directory of the host to which relative paths of the config belong; null: the directory of the compose file.",
            { examples: ["/home/clp/clp-package"] },
          ),
          home: key(z._default(z.nullable(leaves.absolutePath()), null), "What a leading ~ means.", {
            examples: ["/home/clp"],
          }),
          uid: key(z._default(id(), 1000), "User id of CLP's own services."),
          gid: key(z._default(id(), 1000), "Group id of CLP's own services."),
          third_party_uid: key(
            z._default(id(), 1000),
            "User id of database, queue, Redis and results cache. Where prepare.sh runs as root, another than uid, such as 999: CLP's own services then cannot read the database's logs.",
          ),
          third_party_gid: key(
            z._default(id(), 1000),
            "Group id of database, queue, Redis and results cache; another than gid where third_party_uid is another than uid.",
          ),
          cpus: key(
            z._default(leaves.positive(), 2),
            "CPUs of the host; workers run half as many processes, and at least one.",
          ),
          worker_concurrency: key(
            z._default(z.nullable(leaves.positive()), null),
            "How many processes workers run; null: half of the CPUs.",
          ),
          addresses: key(
            z._default(
              tag(z.record(z.string(), leaves.ipv4()), { record: { keyRules: ["shortHost", "hostKey"] } }),
              {},
            ),
            "IPv4 addresses of hosts that the config names; localhost is known. A name on which something is published needs one; that of an external service is left to DNS without one.",
            { examples: [{ "db.example.com": "10.0.0.5" }] },
          ),
          instance_id: key(
            z._default(z.nullable(leaves.ruled("instanceId")), null),
            "Name of the deployment in the telemetry of CLP v0.13.0 and later; null: none is sent.",
            { examples: ["11111111-2222-4333-8444-555555555555"] },
          ),
          own_addresses: key(
            z._default(z.nullable(z.array(leaves.ipv4())), null),
            "The IPv4 addresses of this host itself: to publish a service on another one is then an error; null: not known.",
            { examples: [["10.0.0.5"]] },
          ),
        }),
        {},
      ),
      "The host of a Docker Compose deployment.",
    ),
    ...severalHosts(),
    compose: key(
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
    ),
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
