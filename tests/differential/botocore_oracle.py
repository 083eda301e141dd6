"""botocore, asked over standard input and answering over standard output, one JSON object a line.

Signs at the instant that is asked for, with the credentials that are asked for, and leaves everything
else to botocore.
"""

import datetime
import json
import sys
from urllib.parse import urlsplit

import botocore.auth
import botocore.credentials
import botocore.session
import botocore.signers
from botocore import xform_name
from botocore.auth import HmacV1PostAuth, S3SigV4PostAuth
from botocore.awsrequest import AWSRequest
from botocore.config import Config


class Present(botocore.credentials.Credentials):
    """The credentials and the instant of the case at hand."""

    instant = None
    credentials = None
    path_ends_in_slash = False

    def __init__(self):
        super().__init__("unused", "unused")

    def get_frozen_credentials(self):
        return self.credentials

    def now(self, remove_tzinfo=True):
        return self.instant

    def time(self):
        return self.instant.replace(tzinfo=datetime.timezone.utc).timestamp()


present = Present()
botocore.auth.get_current_datetime = present.now
botocore.auth.time = present
botocore.signers.get_current_datetime = present.now

session = botocore.session.Session()
session._credentials = present
clients = {}


def end_path_in_slash(request, **_):
    """See "A bucket's own path" in docs/differences.md."""
    parts = urlsplit(request.url)
    if present.path_ends_in_slash and not parts.path.endswith("/"):
        request.url = parts._replace(path=parts.path + "/").geturl()


def client_at(region, config, signature_version):
    name = json.dumps([region, config, signature_version], sort_keys=True)
    if name not in clients:
        options = dict(config)
        endpoint = options.pop("endpoint_url", None)
        # See "The host of a bucket at AWS" in docs/differences.md; us-east-1 has a setting of its own.
        s3 = {"us_east_1_regional_endpoint": "regional", **options.pop("s3", {})}
        client = session.create_client(
            "s3",
            region_name=region,
            endpoint_url=endpoint,
            config=Config(signature_version=signature_version, s3=s3, **options),
        )
        client.meta.events.register("before-sign.s3", end_path_in_slash)
        clients[name] = client
    return clients[name]


def with_dates(value):
    if isinstance(value, dict):
        if set(value) == {"$date"}:
            return datetime.datetime.fromtimestamp(
                value["$date"], datetime.timezone.utc
            )
        return {name: with_dates(item) for name, item in value.items()}
    if isinstance(value, list):
        return [with_dates(item) for item in value]
    return value


def presigned_url(case):
    parameters = with_dates(case["input"])
    if "CopySource" in parameters:
        bucket, key = parameters["CopySource"].split("/", 1)
        parameters["CopySource"] = {"Bucket": bucket, "Key": key}
    client = client_at(case["region"], case["config"], case["signatureVersion"])
    return {
        "url": client.generate_presigned_url(
            xform_name(case["operation"]), Params=parameters, ExpiresIn=case["expiresIn"]
        )
    }


def presigned_post(case):
    client = client_at(case["region"], case["config"], case["signatureVersion"])
    post = client.generate_presigned_post(
        case["bucket"],
        case["key"],
        Fields=dict(case["fields"]),
        Conditions=list(case["conditions"]),
        ExpiresIn=case["expiresIn"],
    )
    return {
        "url": post["url"],
        "fields": post["fields"],
        "signatureOfOurs": signature_of(case["policyOfOurs"], case),
    }


def signature_of(policy, case):
    if case["signatureVersion"] == "s3":
        return HmacV1PostAuth(present.credentials).sign_string(policy)
    request = AWSRequest()
    request.context["timestamp"] = present.instant.strftime("%Y%m%dT%H%M%SZ")
    return S3SigV4PostAuth(present.credentials, "s3", case["region"]).signature(policy, request)


def answer(case):
    keys = case["credentials"]
    present.credentials = botocore.credentials.ReadOnlyCredentials(
        keys["accessKeyId"], keys["secretAccessKey"], keys.get("sessionToken")
    )
    present.instant = datetime.datetime.fromtimestamp(
        case["signedAt"], datetime.timezone.utc
    ).replace(tzinfo=None)
    present.path_ends_in_slash = case.get("pathEndsInSlash", False)
    return {"url": presigned_url, "post": presigned_post}[case["what"]](case)


# Bytes, since a console's encoding need not be the UTF-8 of JSON.
for line in sys.stdin.buffer:
    try:
        reply = answer(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
