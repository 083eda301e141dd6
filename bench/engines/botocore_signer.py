"""Signs with botocore. Reads requests from standard input and writes replies to standard output, one JSON object a line.

The first request has the options of the client, each further one the keys to sign. A reply has the milliseconds that
signing took, by the clock of this process, and the URLs if the request has `returnUrls`.
"""

import json
import platform
import sys
import time

import botocore
import botocore.session
from botocore.config import Config

options = json.loads(sys.stdin.readline())
client = botocore.session.Session().create_client(
    "s3",
    region_name=options["region"],
    endpoint_url=options["endpoint"],
    aws_access_key_id=options["accessKeyId"],
    aws_secret_access_key=options["secretAccessKey"],
    aws_session_token=options["sessionToken"],
    config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}),
)
print(json.dumps({"version": botocore.__version__, "python": platform.python_version()}), flush=True)

for line in sys.stdin:
    request = json.loads(line)
    started = time.perf_counter()
    urls = [
        client.generate_presigned_url(
            "get_object",
            Params={"Bucket": options["bucket"], "Key": key},
            ExpiresIn=options["expiresIn"],
        )
        for key in request["keys"]
    ]
    milliseconds = (time.perf_counter() - started) * 1_000
    print(json.dumps({"milliseconds": milliseconds, "urls": urls if request["returnUrls"] else []}), flush=True)
