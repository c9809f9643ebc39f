"""Runs boto3 calls for a test: one JSON document a line in, one a line out, until the input ends.

In:  {"endpoint": …, "operation": "invoke", "arguments": {…}, "payload": base64?} or {…, "waiter": …} in place of operation
Out: {"response": {…}, "payload": base64?} or {"error": {…}, "response": {…}}; headers and status are in "response"
"""

import base64
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError


def call(line):
    client = boto3.client(
        "lambda",
        endpoint_url=line["endpoint"],
        region_name="eu-north-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}),
    )
    arguments = line["arguments"]
    if "payload" in line:
        arguments["Payload"] = base64.b64decode(line["payload"])
    if "waiter" in line:
        client.get_waiter(line["waiter"]).wait(**arguments)
        return {"response": {}}
    try:
        response = getattr(client, line["operation"])(**arguments)
    except ClientError as error:
        return {"error": error.response["Error"], "typed": type(error).__name__, "response": error.response}
    answer = {"response": response}
    if "Payload" in response:
        answer["payload"] = base64.b64encode(response.pop("Payload").read()).decode()
    return answer


for text in sys.stdin:
    print(json.dumps(call(json.loads(text)), default=str), flush=True)
