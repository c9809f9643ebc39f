#!/usr/bin/env python3
# A function that answers with what stands in Parameter Store, wherever AWS_ENDPOINT_URL says that this is.
import json
import os
from urllib.request import Request, urlopen

import boto3

api = f"http://{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime/invocation"
store = boto3.client("ssm")
while True:
    with urlopen(f"{api}/next") as event:
        request = event.headers["Lambda-Runtime-Aws-Request-Id"]
    try:
        answer = store.get_parameter(Name="/shop/greeting")["Parameter"]["Value"]
    except store.exceptions.ParameterNotFound:
        answer = "nothing yet"
    urlopen(Request(f"{api}/{request}/response", json.dumps(answer).encode())).close()
