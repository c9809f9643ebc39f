"""As lambda-warmer-py's README has it."""

import json

import lambdawarmer


@lambdawarmer.warmer
def handler(event, context):
    return {
        "statusCode": 200,
        "headers": {"content-type": "application/json"},
        "body": json.dumps({"message": "hello"}),
    }
