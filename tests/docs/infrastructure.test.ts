import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import type { CorsUse } from "../../js/cors/report.ts";
import { ruleFor } from "../../js/cors/rule.ts";
import { USES } from "../../js/cors/uses.ts";
import { parseTemplate, statementsOf, type Template } from "./infrastructure/cloudformation.ts";
import { NAMES, type Statement } from "./infrastructure/policy.ts";
import { Terraform } from "./infrastructure/terraform.ts";

let resources: Template;
let outputs: Template;
let terraform: Terraform;
before(async () => {
  const template = await parseTemplate();
  resources = template["Resources"];
  outputs = template["Outputs"];
  terraform = await Terraform.parse();
});

const bucket = () => resources["Bucket"].Properties;
const role = (name: string) => resources[name].Properties;
const permissions = (name: string) => statementsOf(role(name).Policies[0].PolicyDocument);

describe("the bucket", () => {
  test("has the CORS rule of checkCors for all uses", () => {
    const { AllowedOrigins: _, ...rule } = ruleFor(undefined, Object.keys(USES) as CorsUse[]);
    const [{ AllowedOrigins, ExposedHeaders, MaxAge, ...rest }] =
      bucket().CorsConfiguration.CorsRules;
    assert.deepEqual({ ...rest, ExposeHeaders: ExposedHeaders, MaxAgeSeconds: MaxAge }, rule);
    assert.deepEqual(AllowedOrigins, { Ref: "AllowedOrigins" });
  });

  test("has the same CORS rule in Terraform", () => {
    const { cors_rule } = terraform.resource("aws_s3_bucket_cors_configuration", "files");
    const [{ AllowedMethods, AllowedHeaders, ExposedHeaders, MaxAge }] =
      bucket().CorsConfiguration.CorsRules;
    assert.deepEqual(cors_rule, [
      {
        allowed_origins: "${var.allowed_origins}",
        allowed_methods: AllowedMethods,
        allowed_headers: AllowedHeaders,
        expose_headers: ExposedHeaders,
        max_age_seconds: MaxAge,
      },
    ]);
  });

  test("blocks public access in both", () => {
    const { bucket: _, ...block } = terraform.resource(
      "aws_s3_bucket_public_access_block",
      "files",
    );
    const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } =
      bucket().PublicAccessBlockConfiguration;
    assert.deepEqual(
      [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets],
      [true, true, true, true],
    );
    assert.deepEqual(block, {
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("disables ACLs in both", () => {
    const [{ ObjectOwnership }] = bucket().OwnershipControls.Rules;
    const { rule } = terraform.resource("aws_s3_bucket_ownership_controls", "files");
    assert.equal(ObjectOwnership, "BucketOwnerEnforced");
    assert.equal(rule[0].object_ownership, ObjectOwnership);
  });

  test("is encrypted alike in both", () => {
    const [{ ServerSideEncryptionByDefault }] =
      bucket().BucketEncryption.ServerSideEncryptionConfiguration;
    const type = "aws_s3_bucket_server_side_encryption_configuration";
    const [{ apply_server_side_encryption_by_default }] = terraform.resource(type, "files")["rule"];
    assert.deepEqual(ServerSideEncryptionByDefault, { SSEAlgorithm: "AES256" });
    assert.deepEqual(apply_server_side_encryption_by_default, [{ sse_algorithm: "AES256" }]);
  });

  test("removes the parts of incomplete uploads after the same days in both", () => {
    const [{ Id, Status, AbortIncompleteMultipartUpload }] = bucket().LifecycleConfiguration.Rules;
    const { rule } = terraform.resource("aws_s3_bucket_lifecycle_configuration", "files");
    const days = AbortIncompleteMultipartUpload.DaysAfterInitiation;
    assert.ok(days >= 1);
    assert.deepEqual(rule, [
      {
        id: Id,
        status: Status,
        filter: [{}],
        abort_incomplete_multipart_upload: [{ days_after_initiation: days }],
      },
    ]);
  });
});

describe("a policy of CloudFormation is equal to that of Terraform:", () => {
  for (const [title, theirs, ours] of [
    ["bucket", "bucket", () => statementsOf(resources["BucketPolicy"].Properties.PolicyDocument)],
    ["permissions of guests", "guest", () => permissions("GuestRole")],
    ["permissions of users", "user", () => permissions("UserRole")],
    ["trust in guests", "guest_trust", () => trust("GuestRole")],
    ["trust in users", "user_trust", () => trust("UserRole")],
  ] as [string, string, () => Statement[]][]) {
    test(title, () => {
      assert.deepEqual(terraform.statements(theirs), ours());
    });
  }
});

const trust = (name: string) => statementsOf(role(name).AssumeRolePolicyDocument);

describe("a role", () => {
  for (const [name, amr] of [
    ["GuestRole", "unauthenticated"],
    ["UserRole", "authenticated"],
  ] as const) {
    test(`${name} can be assumed for ${amr} identities of this pool only`, () => {
      assert.deepEqual(
        trust(name).map(({ Condition }) => Condition),
        [
          {
            StringEquals: { "cognito-identity.amazonaws.com:aud": [NAMES.identityPool] },
            "ForAnyValue:StringLike": { "cognito-identity.amazonaws.com:amr": [amr] },
          },
        ],
      );
    });
  }

  test("of guests cannot write", () => {
    const actions = permissions("GuestRole").flatMap(({ Action }) => Action);
    assert.deepEqual(actions, ["s3:GetObject", "s3:ListBucket"]);
  });

  test("of users can write below the prefix of their identity only", () => {
    const writes = permissions("UserRole").filter(({ Action }) =>
      Action.some((action) => !["s3:GetObject", "s3:ListBucket"].includes(action)),
    );
    assert.deepEqual(
      writes.flatMap(({ Resource }) => Resource),
      [`${NAMES.bucket}/private/\${cognito-identity.amazonaws.com:sub}/*`],
    );
  });

  test("can list its prefixes only", () => {
    const listings = ["GuestRole", "UserRole"]
      .flatMap(permissions)
      .filter(({ Action }) => Action.includes("s3:ListBucket"));
    assert.deepEqual(
      listings.map(({ Condition }) => Condition),
      [
        { StringLike: { "s3:prefix": ["public/*"] } },
        {
          StringLike: {
            "s3:prefix": ["public/*", "private/${cognito-identity.amazonaws.com:sub}/*"],
          },
        },
      ],
    );
  });
});

describe("both", () => {
  test("have outputs with the names of the options", () => {
    const options = ["bucket", "identityPoolId", "loginProvider", "region"];
    assert.deepEqual(Object.keys(outputs).sort(), options);
    assert.deepEqual(terraform.outputs.sort(), options);
  });

  test("refer to existing resources only", () => {
    const missing = terraform.references.filter((reference) => !terraform.has(reference));
    assert.ok(terraform.references.length > 5);
    assert.deepEqual(missing, []);
    const names = [
      ...JSON.stringify([resources, outputs]).matchAll(/"(?:Ref|Fn::GetAtt)":"(\w+)/g),
    ];
    const parameters = ["AllowedOrigins", "UserPoolClientId", "AWS"];
    assert.deepEqual(
      names
        .map(([, name = ""]) => name)
        .filter((name) => !(name in resources || parameters.includes(name))),
      [],
    );
  });
});
