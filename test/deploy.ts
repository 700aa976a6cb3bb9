/** One helper that knows the API: config text in, everything that tests look at out. */
import { parse } from "yaml";
import { type BackendName, type Compilation, compile } from "../src/mod.ts";
import { atTestRelease } from "./at-release.ts";

export const CREDENTIALS = `
database: { username: clp-user, password: fake-database-password, root_username: root, root_password: fake-root-password, spider_username: spider-user, spider_password: fake-spider-password }
queue: { username: clp-user, password: fake-queue-password }
redis: { password: fake-redis-password }
`;

/** Credentials with the passwords of the three servers that have some. */
export function credentialsWith(database: string, queue: string, redis: string): string {
  return JSON.stringify({
    database: {
      username: "clp-user",
      password: database,
      root_username: "root",
      root_password: "fake-root-password",
      spider_username: "spider-user",
      spider_password: "fake-spider-password",
    },
    queue: { username: "clp-user", password: queue },
    redis: { password: redis },
  });
}

export const SITE =
  "host: { clp_home: /home/clp/clp-package, home: /home/clp, addresses: { db.internal: 10.0.0.5 } }\n";

export interface Deployed extends Compilation {
  /** Like `error CLP5104`, of errors, warnings and notes. */
  readonly findings: readonly string[];
  readonly text: (path: string) => string;
  /** A YAML or JSON file, parsed. */
  readonly data: (path: string) => never;
  readonly service: (name: string) => ComposeService;
}

export interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { condition: string }>>;
  readonly volumes?: readonly {
    readonly type: string;
    readonly source: string;
    readonly target: string;
    readonly read_only?: boolean;
  }[];
  readonly ports?: readonly {
    readonly host_ip: string;
    readonly published: string;
    readonly target: number;
  }[];
  readonly extra_hosts?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[]; readonly timeout: string };
  readonly init?: boolean;
  readonly user: string;
  readonly deploy?: object;
}

interface Given {
  readonly credentials?: string;
  readonly site?: string;
  readonly emit?: readonly BackendName[];
  readonly secrets?: boolean;
}

/** Compiles a config with fake credentials and a site with a home. */
export function deploy(config: string, given: Given = {}): Deployed {
  const compilation = compile(
    {
      config: { name: "clp-config.yaml", content: config },
      credentials: { name: "credentials.yaml", content: given.credentials ?? CREDENTIALS },
      site: { name: "clp-site.yaml", content: atTestRelease(given.site ?? SITE) },
    },
    { secrets: given.secrets ?? true, emit: given.emit ?? ["compose"] },
  );
  const text = (path: string): string => {
    const file = compilation.files.find((one) => one.path === path);
    if (file === undefined) {
      const errors = compilation.diagnostics
        .filter(({ severity }) => severity === "error")
        .map(({ message }) => message);
      throw new Error(`no file ${path}; ${errors.join("; ")}`);
    }
    return file.text;
  };
  const data = (path: string): never => parse(text(path)) as never;
  return {
    ...compilation,
    findings: compilation.diagnostics.map(({ code, severity }) => `${severity} ${code}`),
    text,
    data,
    service(name) {
      const { services } = data("compose/docker-compose.yaml") as {
        services: Record<string, ComposeService>;
      };
      const service = services[name];
      if (service === undefined)
        throw new Error(`no service ${name} among ${Object.keys(services).join(", ")}`);
      return service;
    },
  };
}

/** The names of the services and jobs of the compose file. */
export function serviceNames(deployed: Deployed): readonly string[] {
  return Object.keys((deployed.data("compose/docker-compose.yaml") as { services: object }).services);
}
