/** The real programs that the conformance tests ask: where each is, and one way to run it. */

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { homedir, constants as os } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** Built by build.sh: the folder of the Go module, and the module whose version names the cache folder. */
const BUILT = {
  actionlint: ["actionlint", "github.com/rhysd/actionlint"],
  age: ["age", "filippo.io/age"],
  "age-keygen": ["age", "filippo.io/age"],
  bridge: ["cni", "github.com/containernetworking/plugins"],
  coredns: ["coredns", "github.com/coredns/coredns"],
  "docker-compose": ["compose", "github.com/docker/compose/v5"],
  helm: ["helm", "helm.sh/helm/v3"],
  "judge-policies": ["policies", "github.com/mattfenwick/cyclonus"],
  "kube-apiserver": ["kubernetes", "k8s.io/kubernetes"],
  "kube-controller-manager": ["kubernetes", "k8s.io/kubernetes"],
  "kube-proxy": ["kubernetes", "k8s.io/kubernetes"],
  "kube-scheduler": ["kubernetes", "k8s.io/kubernetes"],
  kubectl: ["kubernetes", "k8s.io/kubernetes"],
  kubelet: ["kubernetes", "k8s.io/kubernetes"],
  kubeseal: ["kubeseal", "github.com/bitnami-labs/sealed-secrets"],
  "render-secret": ["eso", "github.com/external-secrets/external-secrets"],
  sops: ["sops", "github.com/getsops/sops/v3"],
} as const;

/** Virtual environments made by debian.sh: the folder of the requirements. */
const PYTHON = {
  "check-jsonschema": "pre-commit",
  "pre-commit": "pre-commit",
  python3: "python",
} as const;

/** Found on the PATH: the arguments of the debian.sh that installs it. */
const SYSTEM = {
  bash: "",
  chromium: "",
  etcd: "",
  fish: "",
  ip: "",
  java: "",
  mandoc: "",
  nft: "",
  shellcheck: "",
  "systemd-analyze": "",
  zsh: "",
  mariadb: " services",
  "mariadb-install-db": " services",
  mariadbd: " services",
  "rabbitmq-server": " services",
  rabbitmqctl: " services",
  "redis-cli": " services",
  "redis-server": " services",
} as const;

/** `python3` has PyYAML, kombu, redis and pymysql. */
export type ProgramName = keyof typeof BUILT | keyof typeof PYTHON | keyof typeof SYSTEM;

export interface RunOptions {
  /** What the program reads from its standard input; nothing if left out. */
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Laid over the environment of this process; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export interface RunResult {
  /** The exit status; 128 and more if a signal ended the program. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const here = import.meta.dirname;
const found = new Map<ProgramName, string>();

/**
 * The absolute path of a program. A missing one is a failure and no reason to skip: the error says how to
 * get it.
 */
export function program(name: ProgramName): string {
  let path = found.get(name);
  if (path === undefined) {
    path = find(name);
    found.set(name, path);
  }
  return path;
}

/**
 * What programs inherit: all but the variable of the tests themselves, which Compose would take for one of CLP's. Most
 * are of Go and run for a second: to collect garbage would be a tenth of their work.
 */
function inherited(): NodeJS.ProcessEnv {
  const { CLP_HELM_CHART: _ofTheTests, ...others } = process.env;
  return { GOGC: "400", ...others };
}

/** Runs a program to its end. Any exit status is a result; only a program that cannot be started throws. */
export function run(
  name: ProgramName,
  args: readonly string[],
  { input = "", cwd, env = {} }: RunOptions = {},
): Promise<RunResult> {
  const path = program(name);
  return new Promise((done, fail) => {
    const child = spawn(path, args, { cwd, env: { ...inherited(), ...env }, stdio: "pipe" });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    // A program may end without reading its input.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
    child.on("error", (cause) => fail(new Error(`Cannot run ${path}: ${cause.message}`, { cause })));
    child.on("close", (code, signal) => {
      done({
        code: code ?? 128 + (signal === null ? 0 : os.signals[signal]),
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      });
    });
  });
}

function find(name: ProgramName): string {
  if (name in BUILT) {
    const [folder, module] = BUILT[name as keyof typeof BUILT];
    const version = `${required(folder, module)}${ownSources(folder)}`;
    const path = join(cache(), `${folder}-${version}`, name);
    if (isExecutable(path)) return path;
    throw missing(`${name} ${version}`, path, `build.sh ${folder}`);
  }
  if (name in PYTHON) {
    const folder = PYTHON[name as keyof typeof PYTHON];
    const requirements = readFileSync(join(here, folder, "requirements.txt"));
    const sum = createHash("sha256").update(requirements).digest("hex").slice(0, 12);
    const path = join(cache(), `${folder}-${sum}`, "bin", name);
    if (isExecutable(path)) return path;
    throw missing(name, path, "debian.sh");
  }
  // Debian keeps servers where only root's PATH may look.
  const { PATH = "" } = process.env;
  const path = [...PATH.split(delimiter), "/usr/sbin", "/sbin"]
    .filter((folder) => folder !== "")
    .map((folder) => resolve(folder, name))
    .find(isExecutable);
  if (path !== undefined) return path;
  throw missing(name, "the PATH", `debian.sh${SYSTEM[name as keyof typeof SYSTEM]}`);
}

function missing(what: string, where: string, how: string): Error {
  return new Error(
    `Cannot find ${what} (looked in ${where}). To get it, run: test/conformance/programs/${how}`,
  );
}

/** Where the programs are that are built, not installed. */
export function cache(): string {
  const set = (name: string) => process.env[name] || undefined;
  const home = set("XDG_CACHE_HOME") ?? join(homedir(), ".cache");
  return resolve(set("CLP_COMPILE_PROGRAMS") ?? join(home, "clp-compile", "programs"));
}

/** A file with the definitions of the objects by which Argo CD and Flux apply a folder. */
export function gitopsDefinitions(): string {
  const sources = readFileSync(join(here, "gitops/definitions.txt"));
  const sum = createHash("sha256").update(sources).digest("hex").slice(0, 12);
  const path = join(cache(), `gitops-${sum}`, "crds.yaml");
  if (existsSync(path)) return path;
  throw missing("the definitions of Argo CD and Flux", path, "build.sh gitops");
}

/** The version of a module that a folder's go.mod requires. */
function required(folder: string, module: string): string {
  for (const line of readFileSync(join(here, folder, "go.mod"), "utf8").split("\n")) {
    const [path, version] = line
      .replace(/^require /, "")
      .trim()
      .split(" ");
    if (path === module && version?.startsWith("v")) return version;
  }
  throw new Error(`${folder}/go.mod does not require ${module}`);
}

/** Where the program is written here, its sources are part of the folder's name. */
function ownSources(folder: string): string {
  if (!existsSync(join(here, folder, "main.go"))) return "";
  const sum = createHash("sha256");
  for (const name of readdirSync(join(here, folder)).sort())
    sum.update(readFileSync(join(here, folder, name)));
  return `-${sum.digest("hex").slice(0, 12)}`;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
