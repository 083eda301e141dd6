import { Option } from "commander";
import { buildPackage, buildPage, buildStack } from "../build.ts";
import { packPackage } from "../examples.ts";
import { requireFreePorts, serve } from "../start.ts";
import { type AddCommand, portOption } from "./command.ts";

/** Adds the command that serves the page. */
export function addStartCommand(command: AddCommand): void {
  command(
    "start",
    "Builds, and serves the page with a local S3, Cognito Identity and STS on 127.0.0.1. Ctrl-C stops it.",
  )
    .addOption(portOption("page-port", "port of the page", "8080"))
    .addOption(portOption("s3-port", "port of S3", "8081"))
    .addOption(portOption("identity-port", "port of Cognito Identity and STS", "8082"))
    .addOption(
      new Option(
        "--data <folder>",
        "keep buckets and objects in s3-signpost-stack inside this folder, instead of in memory",
      ).env("SIGNPOST_DATA"),
    )
    .addOption(
      new Option(
        "--credential-seconds <number>",
        "lifetime of credentials (default: 3600); a small value shows how they are renewed",
      ).env("SIGNPOST_CREDENTIAL_SECONDS"),
    )
    .action(async (options: Record<string, string>) => {
      const values = Object.entries(options).map(
        ([name, value]) => [kebabCase(name), value] as const,
      );
      const ports = values.filter(([name]) => name.endsWith("-port"));
      await requireFreePorts(new Map(ports.map(([name, port]) => [name, Number(port)])));
      const [stack] = await Promise.all([
        buildStack(),
        buildPackage().then(packPackage).then(buildPage),
      ]);
      await serve(
        stack,
        values.flatMap(([name, value]) => [`--${name}`, value]),
      );
    });
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
