"""Signs with botocore. Reads requests from standard input and writes replies to standard output, one JSON object a line.

Each request has its own signing date and credentials; everything else is botocore's.
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


class CurrentRequest(botocore.credentials.Credentials):
    """The credentials and the signing date of the request that is being signed."""

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


current = CurrentRequest()
botocore.auth.get_current_datetime = current.now
botocore.auth.time = current
botocore.signers.get_current_datetime = current.now

session = botocore.session.Session()
session._credentials = current
clients = {}


def end_path_in_slash(request, **_):
    """See "A bucket's own path" in docs/differences.md."""
    parts = urlsplit(request.url)
    if current.path_ends_in_slash and not parts.path.endswith("/"):
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


def presigned_url(request):
    parameters = with_dates(request["input"])
    if "CopySource" in parameters:
        bucket, key = parameters["CopySource"].split("/", 1)
        parameters["CopySource"] = {"Bucket": bucket, "Key": key}
    client = client_at(request["region"], request["config"], request["signatureVersion"])
    return {
        "url": client.generate_presigned_url(
            xform_name(request["operation"]), Params=parameters, ExpiresIn=request["expiresIn"]
        )
    }


def presigned_post(request):
    client = client_at(request["region"], request["config"], request["signatureVersion"])
    post = client.generate_presigned_post(
        request["bucket"],
        request["key"],
        Fields=dict(request["fields"]),
        Conditions=list(request["conditions"]),
        ExpiresIn=request["expiresIn"],
    )
    return {
        "url": post["url"],
        "fields": post["fields"],
        "signatureOfOurPolicy": signature_of(request["ourPolicy"], request),
    }


def called(request):
    """Evaluates a call of docs/migrate/boto3.md, whose client is named s3."""
    client = client_at(request["region"], request["config"], request["signatureVersion"])
    return {"result": eval(request["call"], {"s3": client})}


def signature_of(policy, request):
    if request["signatureVersion"] == "s3":
        return HmacV1PostAuth(current.credentials).sign_string(policy)
    http_request = AWSRequest()
    http_request.context["timestamp"] = current.instant.strftime("%Y%m%dT%H%M%SZ")
    auth = S3SigV4PostAuth(current.credentials, "s3", request["region"])
    return auth.signature(policy, http_request)


def reply_to(request):
    keys = request["credentials"]
    current.credentials = botocore.credentials.ReadOnlyCredentials(
        keys["accessKeyId"], keys["secretAccessKey"], keys.get("sessionToken")
    )
    current.instant = datetime.datetime.fromtimestamp(
        request["signedAt"], datetime.timezone.utc
    ).replace(tzinfo=None)
    current.path_ends_in_slash = request.get("pathEndsInSlash", False)
    kinds = {"url": presigned_url, "post": presigned_post, "call": called}
    return kinds[request["kind"]](request)


# Bytes, since a console's encoding need not be the UTF-8 of JSON.
for line in sys.stdin.buffer:
    try:
        reply = reply_to(json.loads(line))
    except Exception as error:
        reply = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(reply), flush=True)
