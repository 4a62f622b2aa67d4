# examples/lifecycle.py
import os
import sys

import requests

KEY = os.environ.get("KEY") or sys.exit("Set KEY to the secret of a server token.")
tokenwright = requests.Session()
tokenwright.headers["Authorization"] = f"Bearer {KEY}"


def ask(path, **content):
    answer = tokenwright.post(f"http://localhost:3000/v1{path}", timeout=10, **content)
    answer.raise_for_status()
    return answer.json() if answer.content else None


lifetime = {"expiryType": "SlidingTtl", "ttl": 3600}
secret = ask("/ecosystems/default/users/ada/tokens", json=lifetime)["secret"]
print("minted", secret[:5])

found = ask("/tokens/introspect", data={"token": secret})
print("verified", found["active"], found["sub"])

ask("/tokens/revoke", data={"token": secret})
print("revoked", ask("/tokens/introspect", data={"token": secret})["active"])
