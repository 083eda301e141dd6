/*
 * Removes this machine's AWS settings from the environment of this process and its children: a region, an endpoint or a
 * key of its user must not change what is compared.
 */
for (const name of Object.keys(process.env)) {
  if (name.startsWith("AWS_")) delete process.env[name];
}
process.env["AWS_CONFIG_FILE"] = "there-is-none";
process.env["AWS_SHARED_CREDENTIALS_FILE"] = "there-is-none";
process.env["AWS_EC2_METADATA_DISABLED"] = "true";
