"""A real S3 server for tests: moto's, over HTTP on loopback, in a thread."""

from __future__ import annotations

import logging

import boto3
from moto.server import ThreadedMotoServer

#: What the server takes for keys; it checks none.
KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_DEFAULT_REGION": "eu-central-1"}


class S3Server:
    """A server on a free port; a context."""

    def __init__(self) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        self.endpoint = ""

    def start(self) -> None:
        """Start it."""
        self._server.start()
        host, port = self._server.get_host_and_port()
        self.endpoint = f"http://{host}:{port}"

    def stop(self) -> None:
        """End it."""
        self._server.stop()

    def new_bucket(self, name: str) -> str:
        """Make a bucket and give its name."""
        client = boto3.client("s3", endpoint_url=self.endpoint)
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": KEYS["AWS_DEFAULT_REGION"]})
        client.close()
        return name
