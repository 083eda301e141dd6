const LONGEST = 500;

/**
 * A text of someone else, fit to be shown. Some services and browsers quote the address in their messages,
 * whose query is the signature.
 */
export function withoutSecrets(text: string): string {
  return text
    .slice(0, LONGEST)
    .replace(/\?\S*=\S*/g, "")
    .replace(/\b(X-Amz-[\w-]+|AWSAccessKeyId|Signature)=\S+/gi, "");
}
