"""What stands in for the managed Python runtime: one invocation after another from the Runtime API."""

import http.client
import json
import os
from types import SimpleNamespace

from handler import handler

API = "/2018-06-01/runtime/invocation/"


def call(connection, method, path, body=None):
    connection.request(method, API + path, body)
    response = connection.getresponse()
    return response.headers, response.read()


connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    headers, event = call(connection, "GET", "next")
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    # The SDK sends it on, as Lambda's guard against recursion needs
    os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
    context = SimpleNamespace(aws_request_id=request_id, invoked_function_arn=headers["Lambda-Runtime-Invoked-Function-Arn"])
    try:
        answer = json.dumps(handler(json.loads(event), context))
        call(connection, "POST", request_id + "/response", answer)
    except Exception as problem:
        failure = {"errorType": type(problem).__name__, "errorMessage": str(problem)}
        call(connection, "POST", request_id + "/error", json.dumps(failure))
