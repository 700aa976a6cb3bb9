/** Kubernetes quantities, and the one spelling that the API server gives each of them (facts: apimachinery, resource.Quantity). */

/** In units of 10⁻⁹, the finest that a quantity can have. */
export type Nano = bigint;

const NANO = 10n ** 9n;
const LARGEST = (2n ** 63n - 1n) * NANO;

const DECIMAL: readonly (readonly [suffix: string, exponent: number])[] = [
  ["E", 18],
  ["P", 15],
  ["T", 12],
  ["G", 9],
  ["M", 6],
  ["k", 3],
  ["", 0],
  ["m", -3],
  ["u", -6],
  ["n", -9],
];
const BINARY = ["Ei", "Pi", "Ti", "Gi", "Mi", "Ki"] as const;

/** What stands behind an amount, and how much one of it is. */
export type Unit = readonly [suffix: string, size: bigint];

/** In which people write memory. */
export const GI_AND_MI: readonly Unit[] = [
  ["Gi", 1024n ** 3n],
  ["Mi", 1024n ** 2n],
];

const BINARY_UNITS = BINARY.map((name, index): Unit => [name, 1024n ** BigInt(BINARY.length - index)]);

export interface Quantity {
  readonly nano: Nano;
  /** As the API server writes it. */
  readonly canonical: string;
}

/** Reads a quantity of the syntax that the site file allows. Undefined: larger than any that there is. */
export function quantity(text: string): Quantity | undefined {
  const [, digits = "", suffix = ""] = /^\+?([0-9.]+)(.*)$/.exec(text) ?? [];
  const [whole = "", fraction = ""] = digits.split(".");
  const binary = BINARY.indexOf(suffix as (typeof BINARY)[number]);
  const power = /^[eE]([+-]?[0-9]+)$/.exec(suffix)?.[1];
  if (power !== undefined && Math.abs(Number(power)) > 40) {
    return /^[0.]*$/.test(digits) || power.startsWith("-") ? zeroOrLeast(digits) : undefined;
  }
  const exponent =
    power === undefined ? (DECIMAL.find(([name]) => name === suffix)?.[1] ?? 0) : Number(power);
  const factor = binary < 0 ? 1n : 1024n ** BigInt(BINARY.length - binary);
  const nano = scaled(BigInt(`0${whole}${fraction}`) * factor, exponent + 9 - fraction.length);
  if (nano > LARGEST) return undefined;
  const isBinary = binary >= 0 && nano >= 1024n * NANO && nano % NANO === 0n;
  const canonical =
    nano === 0n
      ? "0"
      : isBinary
        ? binaryText(nano / NANO)
        : power === undefined
          ? decimalText(nano, (name) => name)
          : decimalText(nano, (_, to) => (to === 0 ? "" : `e${to}`));
  return { nano, canonical };
}

function zeroOrLeast(digits: string): Quantity {
  return /^[0.]*$/.test(digits) ? { nano: 0n, canonical: "0" } : { nano: 1n, canonical: "1e-9" };
}

/** `value × 10^exponent`; what is finer than a unit is rounded up. */
function scaled(value: bigint, exponent: number): bigint {
  if (exponent >= 0) return value * 10n ** BigInt(exponent);
  const by = 10n ** BigInt(-exponent);
  return (value + by - 1n) / by;
}

/** The largest suffix that leaves a whole number. */
function decimalText(nano: Nano, suffixOf: (name: string, exponent: number) => string): string {
  for (const [name, exponent] of DECIMAL) {
    const unit = 10n ** BigInt(exponent + 9);
    if (nano % unit === 0n) return `${nano / unit}${suffixOf(name, exponent)}`;
  }
  throw new Error("a quantity is a multiple of the finest unit");
}

function binaryText(value: bigint): string {
  // Without a suffix it is read back as a decimal one.
  return inEvenUnit(value, BINARY_UNITS) ?? decimalText(value * NANO, (name) => name);
}

/**
 * `2Gi` for 2147483648: an amount in the first of some units in which it comes out even.
 *
 * @param units from the largest
 */
export function inEvenUnit(amount: bigint, units: readonly Unit[]): string | undefined {
  const even = units.find(([, size]) => amount % size === 0n);
  return even && `${amount / even[1]}${even[0]}`;
}
