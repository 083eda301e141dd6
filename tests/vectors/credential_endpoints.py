"""Writes credential_endpoints.json: the URLs of Cognito Identity and STS by botocore's endpoint rules.

Needs `pip install botocore`.
"""

import gzip
import json
import pathlib

import botocore
from botocore.endpoint_provider import EndpointProvider

data = pathlib.Path(botocore.__file__).parent / "data"
partitions = json.loads((data / "partitions.json").read_text())


def provider(service):
    (rules,) = (data / service).glob("*/endpoint-rule-set-1.json.gz")
    return EndpointProvider(json.loads(gzip.decompress(rules.read_bytes())), partitions)


regions = [
    region
    for partition in partitions["partitions"]
    for region in partition["regions"]
    if not region.endswith("-global")
]
cases = [
    [service, region, f"{provider(service).resolve_endpoint(Region=region).url}/"]
    for service, known in [("cognito-identity", regions), ("sts", [*regions, "aws-global"])]
    for region in known
]

lines = ",\n".join(json.dumps(case) for case in cases)
source = f"botocore {botocore.__version__}, data/partitions.json and the rules of each service"
pathlib.Path(__file__).with_name("credential_endpoints.json").write_text(
    f'{{"source": "{source}", "cases": [\n{lines}\n]}}\n'
)
