type Service = "cognito-identity" | "sts";

interface Rule {
  service: Service;
  code: RegExp;
  message?: RegExp;
  hint: string;
}

/** The first that fits wins. Names and words are those the two services answer with. */
const RULES: readonly Rule[] = [
  {
    service: "cognito-identity",
    code: /^NotAuthorizedException$/,
    message: /unauthenticated access/i,
    hint: "Turn on guest access in the identity pool, or pass `logins`.",
  },
  {
    service: "cognito-identity",
    code: /^NotAuthorizedException$/,
    message: /expired/i,
    hint: "The login token has expired. Give a function in `logins` that returns a current one: it is asked again at every refresh.",
  },
  {
    service: "cognito-identity",
    code: /^NotAuthorizedException$/,
    message: /login|token|issuer|provider/i,
    hint: "Each key of `logins` must be a login provider that the identity pool lists, with a token that this provider issued (for a user pool the ID token, not the access token).",
  },
  {
    service: "cognito-identity",
    code: /^NotAuthorizedException$/,
    message: /forbidden/i,
    hint: "This identity belongs to a signed-in user: pass the `logins` it was made with.",
  },
  {
    service: "cognito-identity",
    code: /^InvalidParameterException$/,
    message: /basic|classic/i,
    hint: "Turn on the basic (classic) flow in the identity pool, or leave out `role`.",
  },
  {
    service: "cognito-identity",
    code: /^ResourceNotFoundException$/,
    hint: "Check `identityPoolId`, letter for letter, and that the pool is in the region that it begins with.",
  },
  {
    service: "cognito-identity",
    code: /^InvalidIdentityPoolConfigurationException$/,
    hint: "Give the identity pool a role for guests or for signed-in users, whichever this is, and let the role's trust policy name the pool.",
  },
  {
    service: "cognito-identity",
    code: /^ResourceConflictException$/,
    hint: "This login belongs to another identity already: sign in with it alone, or unlink it there.",
  },
  {
    service: "cognito-identity",
    code: /^(TooManyRequests|LimitExceeded)Exception$/,
    hint: "The account's request quota is used up: wait, and share one provider and one S3 object in the page.",
  },
  {
    service: "sts",
    code: /^ExpiredToken(Exception)?$/,
    hint: "The token has expired. Give a function that returns a current one: it is asked again at every refresh.",
  },
  {
    service: "sts",
    code: /^(AccessDenied|AccessDeniedException|IDPRejectedClaim)$/,
    hint: "The role's trust policy must allow sts:AssumeRoleWithWebIdentity to this identity provider, with the token's audience.",
  },
  {
    service: "sts",
    code: /^InvalidIdentityToken(Exception)?$/,
    hint: "The service must know the token's issuer as an identity provider, and the token must be its unchanged ID token.",
  },
  {
    service: "sts",
    code: /^(MalformedPolicyDocument|PackedPolicyTooLarge)(Exception)?$/,
    hint: "Check `policy`: a JSON policy document of at most 2,048 characters.",
  },
  {
    service: "sts",
    code: /^(ValidationError|InvalidParameterValue)$/,
    message: /duration/i,
    hint: "`durationSeconds` must be at least 900 and at most the role's own maximum session duration.",
  },
];

/** What the reader can do about a service's error; nothing where its own words say it all. */
export function hintFor(service: Service, code: string, message: string): string | undefined {
  return RULES.find(
    (rule) =>
      rule.service === service &&
      rule.code.test(code) &&
      (rule.message === undefined || rule.message.test(message)),
  )?.hint;
}
