// The options of a script for whoever develops: what is wrong with them is said in a line.
import { parseArgs } from "node:util";

/**
 * @template {import("node:util").ParseArgsConfig["options"]} Options
 * @param {string} script the name that a message begins with
 * @param {Options} options as `parseArgs` of Node has them
 * @returns the values by the options' names; ends the process with 2 where one is unknown or has a wrong value
 */
export function parseOptions(script, options) {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    if (!error.code?.startsWith("ERR_PARSE_ARGS_")) throw error;
    const known = Object.keys(options).map((name) => `--${name}`);
    console.error(`${script}: ${error.message.split(/\.\s/)[0]}; the options are ${known.join(", ")}`);
    process.exit(2);
  }
}
