"""What a client of this API does with every call, which a schema cannot say."""

import json
import os
import random
import uuid

import schemathesis

# Ids of things that are there, by the part of the address that names their kind.
KNOWN = json.loads(os.environ["GONGMUN_KNOWN"])


@schemathesis.hook
def before_call(context, case, kwargs):
    """A new key for each act, or all but the first would be the same request; every second id names what is there."""
    headers = case.headers or {}
    if lacks_token(case):
        # The token of the command line is put on every request, also on those that are to lack it.
        kwargs["auth"] = without_token
    for name, value in list(headers.items()):
        if name.lower() == "idempotency-key" and value and len(str(value)) <= 200:
            headers[name] = str(uuid.uuid4())
    kind = case.operation.path.split("/")[2]
    for name in list(case.path_parameters or {}):
        known = KNOWN.get(f"{kind}/{name}")
        if known is not None and random.random() < 0.5:
            case.path_parameters[name] = known


def lacks_token(case):
    """Whether schemathesis asks what is answered without a token."""
    data = case.meta.phase.data if case.meta is not None else None
    parameter = getattr(data, "parameter", None) or ""
    scenario = getattr(getattr(data, "scenario", None), "name", "")
    return parameter.lower() == "authorization" and scenario == "MISSING_PARAMETER"


def without_token(request):
    """As `requests` wants an authentication: the request as it goes out."""
    request.headers.pop("Authorization", None)
    return request
