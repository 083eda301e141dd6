"""Gives a MiniStack an identity pool, and roles for its users, by AWS's own client.

Arguments: endpoint, region, access key id, bucket. Environment: SECRET_ACCESS_KEY.
Prints what `IdentityServer` in server.ts says of a pool and of its roles, as JSON.
"""

import json
import os
import sys

import botocore.session

endpoint, region, access_key_id, bucket = sys.argv[1:]
session = botocore.session.Session()
session.set_credentials(access_key_id, os.environ["SECRET_ACCESS_KEY"])


def client(service):
    return session.create_client(service, region_name=region, endpoint_url=endpoint)


def role(name, provider, conditions):
    iam = client("iam")
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": provider},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": conditions,
    }
    use = {
        "Effect": "Allow",
        "Action": ["s3:GetObject", "s3:PutObject"],
        "Resource": f"arn:aws:s3:::{bucket}/*",
    }
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))
    iam.put_role_policy(RoleName=name, PolicyName="objects", PolicyDocument=policy(use))
    return made["Role"]["Arn"]


def policy(statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


identity = client("cognito-identity")
pool = identity.create_identity_pool(
    IdentityPoolName="peers",
    AllowUnauthenticatedIdentities=True,
    AllowClassicFlow=True,
    SupportedLoginProviders={"accounts.google.com": "peers"},
)["IdentityPoolId"]
of_pool = {"StringEquals": {"cognito-identity.amazonaws.com:aud": pool}}
member = role("member", "cognito-identity.amazonaws.com", of_pool)
identity.set_identity_pool_roles(
    IdentityPoolId=pool, Roles={"authenticated": member, "unauthenticated": member}
)
of_google = {"StringEquals": {"accounts.google.com:aud": "peers"}}
google = role("google", "accounts.google.com", of_google)
print(json.dumps({"identityPoolId": pool, "roleArn": member, "googleRoleArn": google}))
