"""Writes bucket_endpoints.json: the address of each bucket by botocore's endpoint rules for S3.

Needs `pip install botocore`. The address is null if the rules reject the bucket or sign with anything but SigV4.
"""

import gzip
import itertools
import json
import pathlib

import botocore
from botocore.endpoint_provider import EndpointProvider
from botocore.exceptions import EndpointProviderError

data = pathlib.Path(botocore.__file__).parent / "data"
partitions = json.loads((data / "partitions.json").read_text())
(rules,) = (data / "s3").glob("*/endpoint-rule-set-1.json.gz")
provider = EndpointProvider(json.loads(gzip.decompress(rules.read_bytes())), partitions)

ARN = "arn:aws:{}:us-west-2:123456789012:{}"
BUCKETS = [
    "bucket",
    "www.example.com",
    "my-ap-hrzrlukc5m36ft7okagglf3gmwluquse1b-s3alias",
    "my-olap-hrzrlukc5m36ft7okagglf3gmwluquse1b--ol-s3",
    ARN.format("s3", "accesspoint/my-ap"),
    ARN.format("s3", "accesspoint:my-ap"),
    ARN.format("s3", "accesspoint/my-ap/object/key"),
    ARN.format("s3", "bucket/my-bucket"),
    ARN.format("s3-object-lambda", "accesspoint/my-olap"),
    ARN.format("s3-outposts", "outpost/op-01234567890123456/accesspoint/my-ap"),
    ARN.format("sqs", "my-queue"),
    "arn:aws:s3::123456789012:accesspoint/mfzwi23gnjvgw.mrap",
    "arn:aws:s3:::bucket",
    "bucket--usw2-az1--x-s3",
    "my-ap--usw2-az1--xa-s3",
    "My_Old.Bucket",
    "UPPER",
    "a" * 255,
    "ab",
    "192.168.5.4",
]
FLAGS = {"dualstack": "UseDualStack", "fips": "UseFIPS", "accelerate": "Accelerate"}


def resolve(region, flags, bucket, path_style=False, endpoint=None):
    parameters = {"Region": region, "Bucket": bucket, "ForcePathStyle": path_style}
    parameters["UseGlobalEndpoint"] = "globalEndpoint" in flags
    parameters |= {FLAGS[flag]: True for flag in flags if flag in FLAGS}
    if endpoint:
        parameters["Endpoint"] = endpoint
    case = {"region": region, "flags": flags, "bucket": bucket, "path": path_style, "endpoint": endpoint}
    address = None
    try:
        resolved = provider.resolve_endpoint(**parameters)
        for scheme in resolved.properties["authSchemes"]:
            if scheme["name"] == "sigv4":
                address = [resolved.url, scheme["signingRegion"], scheme["signingName"]]
    except EndpointProviderError:
        pass
    return {**case, "address": address}


regions = [
    region
    for partition in partitions["partitions"]
    for region in partition["regions"]
    if not region.endswith("-global")
]
combinations = [list(c) for size in range(4) for c in itertools.combinations(FLAGS, size)]
cases = [resolve(region, [], bucket) for region in regions for bucket in BUCKETS[:2]]
for region in ["us-west-2", "cn-north-1"]:
    cases += [resolve(region, flags, bucket) for flags in combinations for bucket in BUCKETS]
# For dualstack and accelerate together, the rules give s3-accelerate.dualstack.us-east-1, a host that does not exist.
for flags in combinations:
    if not {"dualstack", "accelerate"} <= set(flags):
        cases += [resolve("aws-global", flags, bucket) for bucket in BUCKETS]
for region in ["us-west-2", "aws-global"]:
    cases += [resolve(region, [], bucket, path_style=True) for bucket in BUCKETS]
cases += [resolve("us-gov-west-1", flags, "bucket") for flags in combinations if "accelerate" not in flags]
cases += [resolve("us-east-1", ["globalEndpoint"], bucket) for bucket in BUCKETS[:4]]
for endpoint in ["https://s3.test", "http://s3.test:9000/base", "http://127.0.0.1:9000"]:
    for region in ["us-west-2", "aws-global"]:
        cases += [resolve(region, [], bucket, path_style=True, endpoint=endpoint) for bucket in ["bucket", "My_Old.Bucket"]]
for endpoint in ["https://s3.test", "http://s3.test:9000/base"]:
    cases += [resolve("us-west-2", [], bucket, endpoint=endpoint) for bucket in [BUCKETS[4], BUCKETS[8]]]

lines = ",\n".join(json.dumps(case) for case in cases)
source = f"botocore {botocore.__version__}, data/s3 and data/partitions.json"
pathlib.Path(__file__).with_name("bucket_endpoints.json").write_text(
    f'{{"source": "{source}", "cases": [\n{lines}\n]}}\n'
)
