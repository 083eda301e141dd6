/**
 * Takes the machine's own settings for AWS out of this process and those it starts: a region, an endpoint or
 * a key of the person at the keyboard has no part in what is compared.
 */
for (const name of Object.keys(process.env)) {
  if (name.startsWith("AWS_")) delete process.env[name];
}
process.env["AWS_CONFIG_FILE"] = "there-is-none";
process.env["AWS_SHARED_CREDENTIALS_FILE"] = "there-is-none";
process.env["AWS_EC2_METADATA_DISABLED"] = "true";
