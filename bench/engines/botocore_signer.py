"""botocore's presigner, asked over standard input and answering over standard output, one JSON object a line.

The first line holds the client's options; each further one the keys to sign. An answer holds the milliseconds
that signing took, by this process's own clock, and the URLs where they are asked for.
"""

import json
import platform
import sys
import time

import botocore
import botocore.session
from botocore.config import Config

given = json.loads(sys.stdin.readline())
client = botocore.session.Session().create_client(
    "s3",
    region_name=given["region"],
    endpoint_url=given["endpoint"],
    aws_access_key_id=given["accessKeyId"],
    aws_secret_access_key=given["secretAccessKey"],
    aws_session_token=given["sessionToken"],
    config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}),
)
print(json.dumps({"version": botocore.__version__, "python": platform.python_version()}), flush=True)

for line in sys.stdin:
    asked = json.loads(line)
    begun = time.perf_counter()
    urls = [
        client.generate_presigned_url(
            "get_object",
            Params={"Bucket": given["bucket"], "Key": key},
            ExpiresIn=given["expiresIn"],
        )
        for key in asked["keys"]
    ]
    taken = (time.perf_counter() - begun) * 1_000
    print(json.dumps({"milliseconds": taken, "urls": urls if asked["tell"] else []}), flush=True)
