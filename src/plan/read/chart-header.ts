/** The first lines of the chart's values say how it is installed: under which name, and in which namespace. */

export interface Installation {
  readonly name: string;
  readonly namespace: string;
}

/** What a file says that names neither. */
const DEFAULT: Installation = { name: "clp", namespace: "default" };

export function installationIn(values: string): Installation {
  const [, name, namespace] =
    /^# helm install (\S+) \S+ .*?--namespace (\S+)/m.exec(values.slice(0, 1000)) ?? [];
  return name === undefined || namespace === undefined ? DEFAULT : { name, namespace };
}
