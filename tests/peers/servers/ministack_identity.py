"""Creates an identity pool and its roles on a MiniStack server, with botocore.

Arguments: endpoint, region, access key ID, bucket. Environment: SECRET_ACCESS_KEY.
Prints the JSON of `IdentityService` in server.ts, without the endpoint.
"""

import json
import os
import sys

import botocore.session

endpoint, region, access_key_id, bucket = sys.argv[1:]
session = botocore.session.Session()
session.set_credentials(access_key_id, os.environ["SECRET_ACCESS_KEY"])


def create_client(service):
    return session.create_client(service, region_name=region, endpoint_url=endpoint)


def create_role(name, identity_provider, conditions):
    """Returns the ARN of a role for reading and writing the bucket's objects."""
    iam = create_client("iam")
    trust_policy = policy_document(
        {
            "Effect": "Allow",
            "Principal": {"Federated": identity_provider},
            "Action": "sts:AssumeRoleWithWebIdentity",
            "Condition": conditions,
        }
    )
    access_policy = policy_document(
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": f"arn:aws:s3:::{bucket}/*",
        }
    )
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust_policy)
    iam.put_role_policy(RoleName=name, PolicyName="objects", PolicyDocument=access_policy)
    return role["Role"]["Arn"]


def policy_document(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


cognito = create_client("cognito-identity")
pool_id = cognito.create_identity_pool(
    IdentityPoolName="peers",
    AllowUnauthenticatedIdentities=True,
    AllowClassicFlow=True,
    SupportedLoginProviders={"accounts.google.com": "peers"},
)["IdentityPoolId"]
pool_condition = {"StringEquals": {"cognito-identity.amazonaws.com:aud": pool_id}}
pool_role_arn = create_role("member", "cognito-identity.amazonaws.com", pool_condition)
cognito.set_identity_pool_roles(
    IdentityPoolId=pool_id,
    Roles={"authenticated": pool_role_arn, "unauthenticated": pool_role_arn},
)
google_condition = {"StringEquals": {"accounts.google.com:aud": "peers"}}
google_role_arn = create_role("google", "accounts.google.com", google_condition)
service = {"identityPoolId": pool_id, "roleArn": pool_role_arn, "googleRoleArn": google_role_arn}
print(json.dumps(service))
