import { parseArgs } from "node:util";
import { Problem } from "../problem.mjs";

/** What `npm start` takes: each option goes to the stack as it is, and may come from a variable. */
export const options = [
  {
    name: "page-port",
    variable: "SIGNPOST_PAGE_PORT",
    value: "PORT",
    standard: "8080",
    meaning: "port of the demo page; 0 takes any free one",
  },
  {
    name: "s3-port",
    variable: "SIGNPOST_S3_PORT",
    value: "PORT",
    standard: "8081",
    meaning: "port of S3; 0 takes any free one",
  },
  {
    name: "identity-port",
    variable: "SIGNPOST_IDENTITY_PORT",
    value: "PORT",
    standard: "8082",
    meaning: "port of Cognito Identity and STS; 0 takes any free one",
  },
  {
    name: "data",
    variable: "SIGNPOST_DATA",
    value: "DIR",
    standard: undefined,
    meaning:
      "keep buckets and objects below this folder, in s3-signpost-stack, instead of in memory",
  },
  {
    name: "credential-seconds",
    variable: "SIGNPOST_CREDENTIAL_SECONDS",
    value: "N",
    standard: undefined,
    meaning: "how long credentials live (default 3600); small values show the refresh",
  },
];

/**
 * Reads the command line, then the environment, then the defaults.
 *
 * @param {string[]} args
 * @returns {{ help: boolean, values: Map<string, string> }} the values by option name
 * @throws {Problem} on an option that is unknown or a port that is none
 */
export function readOptions(args) {
  const given = parse(args);
  /** @type {Map<string, string>} */
  const values = new Map();
  for (const { name, variable, standard } of options) {
    const value = given[name] ?? process.env[variable] ?? standard;
    if (value === undefined) continue;
    if (name.endsWith("-port") && !isPort(value)) {
      throw new Problem(`--${name} (or ${variable}) is ${value}: give a number from 0 to 65535.`);
    }
    values.set(name, String(value));
  }
  return { help: given["help"] === true, values };
}

/** What `npm start -- --help` prints. */
export function usage() {
  const lines = options.map(({ name, variable, value, standard, meaning }) => {
    const usual = standard ? ` (default ${standard})` : "";
    return (
      `  --${name} ${value}`.padEnd(28) +
      `${meaning}${usual}\n${"".padEnd(28)}or ${variable}=${value}`
    );
  });
  return `npm start -- [options]

Sets up, builds what has changed, and serves the demo page with a local S3, Cognito Identity and STS,
on 127.0.0.1 only. Ctrl-C stops it.

${lines.join("\n")}
  --help                    show this`;
}

/** @param {string[]} args */
function parse(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: "boolean" },
        ...Object.fromEntries(options.map(({ name }) => [name, { type: "string" }])),
      },
    });
    return /** @type {Record<string, string | boolean | undefined>} */ (values);
  } catch (cause) {
    throw new Problem(`${/** @type {Error} */ (cause).message}\n\n${usage()}`, { cause });
  }
}

/** @param {string | boolean} value */
function isPort(value) {
  return /^\d{1,5}$/.test(String(value)) && Number(value) <= 65_535;
}
