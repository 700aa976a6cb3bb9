import { UP } from "../../base/compose-up.ts";
import { listed } from "../../base/listed.ts";
import { code } from "../../base/markdown-text.ts";
import { keepSecrets, withSecrets } from "../../base/secrets-in-environment.ts";
import { type ShellCommand, shell } from "../../base/shell.ts";
import { isRead } from "../../model/config-hash.ts";
import { withEachInstance } from "../../model/instances.ts";
import type { Component, DeploymentModel, Volume } from "../../model/model.ts";
import { mountedPath } from "../../model/mounted-path.ts";
import type { Line } from "../../model/text.ts";
import { appliedFromGit, restartedFromGit } from "./applied-from-git.ts";
import { type CommandLine, commandBlock } from "./command-block.ts";
import type { DocsOptions } from "./docs-options.ts";
import { blocks, fixed, table } from "./markdown.ts";

/** As CLP's user guide for Kubernetes has it. */
const CHART_REPOSITORY = "https://y-scope.github.io/clp";
const INSTANCE = "app.kubernetes.io/instance";
const COMPONENT = "app.kubernetes.io/component";

/** The service that a person looks at first. */
function example(model: DeploymentModel): string {
  const services = model.components.filter(({ kind }) => kind === "service");
  return (services.find(({ id }) => id === "webui") ?? services[0])?.name ?? "SERVICE";
}

export function withCompose(model: DeploymentModel, options: DocsOptions): readonly Line[] {
  const { projectName, composeFolder: folder } = options;
  const name = example(model);
  const secretFiles = withEachInstance(model)
    .files.filter(({ secret }) => secret)
    .map(({ path }) => `${folder}/${path}`);
  const ending = [
    ...options.waits().map(({ name, external }) => ({ name, origin: external.origin })),
    ...model.components.filter(({ kind }) => kind === "job"),
  ];
  return blocks(
    [fixed("## Running it with Docker Compose")],
    [
      {
        text: `The project is called ${code(projectName.value)}. All commands are given in ${code(`${folder}/`)}${
          options.composeSecrets.value === "environment"
            ? "."
            : `, which needs ${[`${folder}/.env`, ...secretFiles].map(code).join(" and ")}: compile with credentials on the host, or copy \`.env.example\` to \`.env\` (mode \`0600\`) and fill in the blanks.`
        }`,
        origins: [
          projectName.origin,
          ...model.files.filter(({ secret }) => secret).map(({ origin }) => origin),
        ],
      },
    ],
    ...inEnvironment(options),
    [fixed("Start, and apply a change:")],
    commandBlock(
      shell`sh prepare.sh   # makes the directories; once, and after a change of paths or users`,
      UP,
    ),
    ...afterChange(model),
    slowest(model),
    commandBlock(
      shell`docker compose stop   # containers stay; \`docker compose start\` goes on`,
      // Images bring volumes along that nobody has a use for: each `down` without it leaves two (R10).
      shell`docker compose down --volumes   # containers go; the directories above, and so all data, stay`,
    ),
    health(ending),
    commandBlock(shell`docker compose ps --all`, ...reachable(model)),
    [fixed("Logs: what a container prints, and the files that services write:")],
    commandBlock(shell`docker compose logs --follow --tail 100 ${name}`),
    logDirectories(model),
  );
}

/**
 * What it costs that no file has the secrets.
 *
 * @param host one of several, as an example
 */
export function inEnvironment({ composeSecrets }: DocsOptions, host?: string): readonly (readonly Line[])[] {
  if (composeSecrets.value === "file") return [];
  const origins = [composeSecrets.origin];
  return [
    [
      {
        text: "No file has the secrets (`compose.secrets: environment`): every `docker compose` command below, `down` and `logs` too, needs the variables that `.env.example` names in its environment, and is refused without. Containers that run do not: Docker starts them again by itself, and keeps their environment for that, where root can read it. A program that keeps secrets gives them, such as SOPS; once, and after a change of credentials, where those are:",
        origins,
      },
    ],
    commandBlock({ text: keepSecrets(host), origins }),
    [{ text: "Then a command, or all those that a shell is given:", origins }],
    commandBlock(
      { text: withSecrets(shell`docker compose ps --all`), origins },
      { text: withSecrets(shell`sh`), origins },
    ),
  ];
}

/** What `up` makes of a change, and what it cannot see. */
function afterChange(model: DeploymentModel): readonly (readonly Line[])[] {
  const applied =
    "`up` creates a container anew where its part of the compose file or of `.env` has changed, or what it reads of a public file beside them, by a label with a hash of that. All others go on.";
  const secret = model.files.find((file) => file.secret);
  const keys = secret?.secretKeys ?? [];
  const readers = model.components.filter(
    (component) =>
      component.kind === "service" &&
      component.mounts.some(
        (mount) =>
          mount.kind === "file" && mount.file === secret?.id && keys.some((key) => isRead(mount.reads, key)),
      ),
  );
  if (secret === undefined || readers.length === 0) return [[fixed(applied)]];
  return [
    [fixed(`${applied} Of keys of S3 no hash is public, so that it does not see a change of them; then:`)],
    commandBlock(shell`sh prepare.sh`, shell`docker compose restart ${readers.map(({ name }) => name)}`),
  ];
}

/** @param jobs what ends by itself */
function health(jobs: readonly Pick<Component, "name" | "origin">[]): readonly Line[] {
  const start = "Health: every service is `running` or `healthy`";
  if (jobs.length === 0) return [fixed(`${start}.`)];
  const names = listed(jobs.map(({ name }) => code(name)));
  return [
    {
      text: `${start}, and ${names} ${jobs.length === 1 ? "is" : "are"} \`exited (0)\`.`,
      origins: jobs.map(({ origin }) => origin),
    },
  ];
}

/** How long stopping may take. */
function slowest(model: DeploymentModel): readonly Line[] {
  const workloads = model.components.filter((component) => component.kind !== "external");
  const seconds = Math.max(0, ...workloads.map(({ stopGraceSeconds }) => stopGraceSeconds));
  const slow = workloads.filter(({ stopGraceSeconds }) => stopGraceSeconds === seconds);
  if (slow.length === 0) return [];
  return [
    {
      text: `Stop; ${slow.length === 1 ? code(slow[0]!.name) : "services"} may take up to ${seconds} seconds to finish what ${slow.length === 1 ? "it does" : "they do"}:`,
      origins: slow.map(({ origin }) => origin),
    },
  ];
}

/** The pages and interfaces that answer to HTTP on the host. */
function reachable(model: DeploymentModel): readonly CommandLine[] {
  return model.components.flatMap((component): readonly CommandLine[] => {
    if (component.kind !== "service") return [];
    return component.ports.flatMap(({ name, published }): readonly CommandLine[] => {
      if (name !== "http" || published === undefined) return [];
      const { host, port } = published;
      const ready = component.health === "none" ? undefined : component.health.probes?.ready;
      const path = ready?.kind === "http" ? ready.path : "/";
      const at = host.value.value === "0.0.0.0" ? "127.0.0.1" : host.value.value;
      return [
        {
          text: shell`curl -fsS ${`http://${at}:${port.value.value}${path}`} -o /dev/null && echo ${component.name} answers`,
          origins: [host.value.origin, port.value.origin],
          components: [component.id],
        },
      ];
    });
  });
}

/** Where each service's log files lie on the host: its own directory, as it is mounted. */
function logDirectories(model: DeploymentModel): readonly Line[] {
  const rows = model.components.flatMap((component) => {
    if (component.kind === "external") return [];
    const inside = component.logs?.value;
    return component.mounts.flatMap((mount) => {
      if (mount.kind !== "volume") return [];
      const volume = model.volumes.find(({ id }) => id === mount.volume);
      if (volume?.purpose !== "logs") return [];
      const isAll = volume.shared && mount.subPath === undefined;
      const path = isAll ? below(volume, mount.at.value, inside) : mountedPath(volume, mount).value;
      if (path === undefined) return [];
      return [
        {
          cells: [code(component.name), code(path)],
          origins: [volume.path.origin],
          components: [component.id],
        },
      ];
    });
  });
  return table(["Service", "Log files on the host"], rows);
}

/** The host's path of a directory that a container sees below a mount. */
function below(volume: Volume, at: string, inside: string | undefined): string | undefined {
  if (inside === undefined || !inside.startsWith(`${at}/`)) return undefined;
  return `${volume.path.value}${inside.slice(at.length)}`;
}

/** Where the manifests have no Secrets among them. */
const SECRETS_OF_OTHERS = {
  existing:
    "The Secrets below *Secrets* must be there; only `helm/` needs the secret files, and so credentials.",
  "external-secrets":
    "The External Secrets Operator fills the Secrets from a store, as *Secrets* says; only `helm/` needs the secret files, and so credentials.",
} as const;

export function onKubernetes(model: DeploymentModel, options: DocsOptions): readonly Line[] {
  const { releaseName, namespace, chart } = options;
  const relative = options.clusterNeeds().directories.filter(({ path }) => !path.value.startsWith("/"));
  if (relative.length > 0) {
    return blocks(
      [fixed("## Running it on Kubernetes")],
      [
        {
          text: `A node cannot tell where ${listed(relative.map(({ path }) => code(path.value)))} ${relative.length === 1 ? "is" : "are"}: to compile for a cluster, set \`host.clp_home\` in the site file.`,
          origins: relative.map(({ path }) => path.origin),
        },
      ],
    );
  }
  const names = [releaseName.origin, namespace.origin];
  const line = (text: ShellCommand): CommandLine => ({ text, origins: names });
  const [release, space] = [releaseName.value, namespace.value];
  const kubectl = ["kubectl", "--namespace", space];
  const all = ["--selector", `${INSTANCE}=${release}`];
  const name = example(model);
  const { from } = options.clusterSecrets();
  const ours = from.value === "manifests";
  return blocks(
    [fixed("## Running it on Kubernetes")],
    [
      {
        text: `Where \`kubernetes/\` or \`helm/\` was compiled too: release ${code(release)} in namespace ${code(space)}. Commands are given in the folder above this page's. ${ours ? "The secret files are needed there: compile with credentials." : SECRETS_OF_OTHERS[from.value]}`,
        origins: ours ? names : [...names, from.origin],
      },
    ],
    ...preparation(options, kubectl),
    ...started(options, line),
    [fixed("Or with CLP's Helm chart, where `helm/` is there:")],
    commandBlock(
      shell`helm repo add clp ${CHART_REPOSITORY}`,
      line(
        shell`helm upgrade --install ${release} ${`clp/${chart.name}`} --version ${chart.version} --namespace ${space} --create-namespace -f helm/values.yaml -f helm/values.secret.yaml`,
      ),
    ),
    [fixed("Stop, and keep all data; the start above goes on:")],
    commandBlock(line(shell`${kubectl} scale deployment,statefulset ${all} --replicas 0`)),
    [fixed("Health: all pods are `Running` and ready, and those of one-time jobs `Completed`.")],
    commandBlock(
      line(shell`${kubectl} get pods,jobs ${all}`),
      line(shell`${kubectl} get events --sort-by .lastTimestamp`),
    ),
    [fixed("Logs:")],
    commandBlock(
      line(
        shell`${kubectl} logs --selector ${`${INSTANCE}=${release},${COMPONENT}=${name}`} --all-containers --prefix --tail 100 --follow`,
      ),
    ),
    ...(options.gitops.value === null
      ? [
          [fixed("After a change of secrets alone, restart what reads them:")],
          commandBlock(line(shell`${kubectl} rollout restart deployment,statefulset ${all}`)),
        ]
      : [restartedFromGit(options)]),
    [
      fixed(
        "Remove it, with its claims and what they hold; directories of nodes stay as they are. The claims go first, or volumes would wait for them for ever; then jobs that a later one has replaced:",
      ),
    ],
    commandBlock(...removal(kubectl, all, ours).map(line)),
  );
}

/** How the manifests come into the cluster: by a person, or from Git. */
function started(
  options: DocsOptions,
  line: (text: ShellCommand) => CommandLine,
): readonly (readonly Line[])[] {
  const tool = options.gitops.value;
  return [
    [
      tool === null
        ? fixed("Start, and apply a change, with the manifests:")
        : { text: "Once, before the first start:", origins: [options.gitops.origin] },
    ],
    commandBlock(
      line(
        shell`kubectl create namespace ${options.namespace.value} --dry-run=client -o yaml | kubectl apply -f -`,
      ),
      ...(options.clusterSecrets().from.value === "manifests"
        ? [shell`kubectl apply -k kubernetes/secrets`]
        : []),
      ...(tool === null ? [shell`kubectl apply -k kubernetes`] : []),
    ),
    ...(tool === null ? [] : appliedFromGit(tool, options)),
  ];
}

/** The commands that remove what the manifests made, in an order in which nothing waits in vain. */
function removal(
  kubectl: readonly string[],
  all: readonly string[],
  ourSecrets: boolean,
): readonly ShellCommand[] {
  return [
    shell`${kubectl} delete persistentvolumeclaims ${all} --wait=false`,
    // Longer than any pod's grace period, for which its claims and their volumes wait.
    shell`kubectl delete -k kubernetes --ignore-not-found --timeout 10m`,
    shell`${kubectl} delete jobs ${all} --timeout 5m`,
    ...(ourSecrets ? [shell`kubectl delete -k kubernetes/secrets --ignore-not-found --timeout 5m`] : []),
  ];
}

/** What a person does once, before the first start in a cluster. */
function preparation(options: DocsOptions, kubectl: readonly string[]): readonly (readonly Line[])[] {
  const { label, directories, secrets, pullSecrets } = options.clusterNeeds();
  const labelled =
    label === undefined
      ? []
      : [
          [fixed("Once, say which node has the data; put its name in the place of `NODE`:")],
          commandBlock({
            text: shell`kubectl label node NODE ${label.value}=`,
            origins: [label.origin],
          }),
        ];
  // Logs that are yours have the owner that you gave them.
  const isInputAlone = directories.every(({ purpose }) => purpose === "input");
  const present =
    directories.length === 0
      ? []
      : [
          [
            {
              text: `${label === undefined ? "On every node" : "On that node"} there must be ${listed(directories.map(({ path }) => code(path.value)))}${isInputAlone ? "" : ", with owner and mode as above"}.`,
              origins: directories.map(({ path }) => path.origin),
            },
          ],
        ];
  const made = secrets.map(({ name, of }): CommandLine => {
    return {
      text: shell`${kubectl} create secret generic ${name.value} --from-file=${of.path.value} --dry-run=client -o yaml | kubectl apply -f -`,
      origins: [name.origin, of.path.origin],
    };
  });
  return [
    ...labelled,
    ...present,
    ...(made.length === 0
      ? []
      : [
          [fixed("Once, and after a change of the files, make a Secret of what is yours:")],
          commandBlock(...made),
        ]),
    ...(pullSecrets.length === 0
      ? []
      : [
          [
            fixed(
              "Once, and after a change of the login, make a Secret of your login to the registry, as `docker login` has kept it:",
            ),
          ],
          commandBlock(
            ...pullSecrets.map(({ value, origin }) => ({
              text: shell`${kubectl} create secret docker-registry ${value} --from-file=${".dockerconfigjson=config.json"} --dry-run=client -o yaml | kubectl apply -f -`,
              origins: [origin],
            })),
          ),
        ]),
  ];
}
