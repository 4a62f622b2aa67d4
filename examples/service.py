# examples/service.py
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

KEY = os.environ.get("KEY") or sys.exit("Set KEY to the secret of a server token.")
tokenwright = requests.Session()
tokenwright.headers["Authorization"] = f"Bearer {KEY}"


def verify(authorization):
    """Returns what Tokenwright knows of the Bearer token, or None if it must not pass."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    answer = tokenwright.post(
        "http://localhost:3000/v1/tokens/introspect", data={"token": token}, timeout=3
    )
    answer.raise_for_status()
    found = answer.json()
    if not found["active"] or found["ecosystem_id"] != "default" or found["holder"] != "user":
        return None
    return found


class Service(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            token = verify(self.headers["Authorization"])
        except requests.RequestException:
            return self.answer(503, {"error": "tokens cannot be checked now"})
        if token is None:
            return self.answer(401, {"error": "no live token"})
        self.answer(200, {"user": token["sub"]})

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        if status == 401:
            self.send_header("WWW-Authenticate", "Bearer")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


ThreadingHTTPServer(("localhost", 8086), Service).serve_forever()
