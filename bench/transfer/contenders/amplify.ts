// Amplify is installed apart from the project's own packages, and has no types here.
// @ts-expect-error
import { Amplify } from "aws-amplify";
// @ts-expect-error
import { downloadData, uploadData } from "aws-amplify/storage";
import type { Contender } from "../contender.ts";

let isConfigured = false;

function configure(): void {
  if (isConfigured) return;
  isConfigured = true;
  const { region, bucket, accessKeyId, secretAccessKey } = target;
  const credentials = { accessKeyId, secretAccessKey };
  Amplify.configure(
    { Storage: { S3: { bucket, region } } },
    {
      Auth: {
        credentialsProvider: {
          getCredentialsAndIdentityId: async () => ({ credentials, identityId: "guest" }),
          clearCredentialsAndIdentityId: () => {},
        },
        tokenProvider: { getTokens: async () => undefined },
      },
    },
  );
}

export const amplify: Contender = {
  name: "Amplify Storage",
  from: "aws-amplify",
  checks: {},
  upload(file, path) {
    configure();
    return uploadData({ path, data: file }).result;
  },
  async download(path) {
    configure();
    return (await downloadData({ path }).result).body.blob();
  },
};
