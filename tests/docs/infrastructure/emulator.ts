import { readFileSync } from "node:fs";
import { AwsClient } from "aws4fetch";
import { pythonOf } from "../../../scripts/machine/python.ts";
import { inRoot } from "../../../scripts/paths.mjs";
import { freePorts, ServerProcess } from "../../peers/servers/server-process.ts";

const POLL_INTERVAL_MS = 100;
const region = "eu-west-1";
/** MiniStack accepts an account number as the access key ID of that account's long-term key. */
const credentials = {
  accessKeyId: "000000000000",
  secretAccessKey: "NotASecret+EXAMPLEKEY0000001",
};

/** The variable of IAM for the identity, which MiniStack does not know, and the text that replaces it. */
const IDENTITY_VARIABLE = /\$\{!?cognito-identity\.amazonaws\.com:sub\}/g;
export const IDENTITY = "identity-of-the-user";

/** Outputs of a stack, by their names. */
export type Outputs = Record<string, string>;

/**
 * MiniStack, an emulator of AWS on loopback, for the template of docs/infrastructure. It verifies signatures and policies. Other than
 * AWS, it gives credentials to guests of any pool.
 */
export class Emulator {
  readonly endpoint: string;
  readonly region = region;
  readonly credentials = credentials;
  readonly #process: ServerProcess;

  private constructor(endpoint: string, process: ServerProcess) {
    this.endpoint = endpoint;
    this.#process = process;
  }

  static async start(): Promise<Emulator> {
    const [port] = await freePorts(1);
    const endpoint = `http://127.0.0.1:${port}`;
    const process = new ServerProcess();
    await process.start(pythonOf("infrastructure"), ["-m", "ministack"], {
      endpoint,
      env: {
        AUTH: "true",
        BIND_HOST: "127.0.0.1",
        GATEWAY_PORT: String(port),
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    });
    return new Emulator(endpoint, process);
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  /** Calls an operation of a service with a JSON protocol, such as Cognito. */
  async json<T>(service: string, target: string, body: object): Promise<T> {
    const response = await this.#send(service, {
      headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": target },
      body: JSON.stringify(body),
    });
    return response.json() as Promise<T>;
  }

  /** Deploys the template, as `aws cloudformation deploy` does. Rejects if a resource cannot be created. */
  async deploy(StackName: string, parameters: Record<string, string>): Promise<Outputs> {
    const template = readFileSync(inRoot("docs", "infrastructure", "cloudformation.yaml"), "utf8");
    const form: Record<string, string> = {
      StackName,
      TemplateBody: template.replaceAll(IDENTITY_VARIABLE, IDENTITY),
      "Capabilities.member.1": "CAPABILITY_IAM",
    };
    for (const [index, [name, value]] of Object.entries(parameters).entries()) {
      form[`Parameters.member.${index + 1}.ParameterKey`] = name;
      form[`Parameters.member.${index + 1}.ParameterValue`] = value;
    }
    await this.#cloudFormation("CreateStack", form);
    const description = await this.#ended(StackName);
    if (!description.includes("<StackStatus>CREATE_COMPLETE<")) throw new Error(description);
    const outputs = description.matchAll(
      /<OutputKey>(.*?)<\/OutputKey>\s*<OutputValue>(.*?)<\/OutputValue>/g,
    );
    return Object.fromEntries([...outputs].map(([, name = "", value = ""]) => [name, value]));
  }

  /** Deletes a stack. */
  async remove(StackName: string): Promise<void> {
    const { 1: id = "" } = /<StackId>(.*?)</.exec(await this.#describe(StackName)) ?? [];
    await this.#cloudFormation("DeleteStack", { StackName });
    const description = await this.#ended(id);
    if (!description.includes("<StackStatus>DELETE_COMPLETE<")) throw new Error(description);
  }

  async #ended(stack: string): Promise<string> {
    for (;;) {
      const description = await this.#describe(stack);
      if (!/<StackStatus>\w+_IN_PROGRESS</.test(description)) return description;
      await new Promise((resolve) => setTimeout(resolve, POLL_INTERVAL_MS));
    }
  }

  #describe(StackName: string): Promise<string> {
    return this.#cloudFormation("DescribeStacks", { StackName });
  }

  async #cloudFormation(Action: string, form: Record<string, string>): Promise<string> {
    const body = new URLSearchParams({ Action, Version: "2010-05-15", ...form }).toString();
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return (await this.#send("cloudformation", { headers, body })).text();
  }

  async #send(service: string, init: { headers: Record<string, string>; body: string }) {
    const client = new AwsClient({ ...credentials, region, service, retries: 0 });
    const response = await client.fetch(`${this.endpoint}/`, { method: "POST", ...init });
    if (!response.ok) throw new Error(`${service}: ${response.status} ${await response.text()}`);
    return response;
  }
}
