"""Somebody else's web server on this machine: pages that attack, redirects, and a browser's request made older."""

from __future__ import annotations

import http.client
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

__all__ = ["ATTACKS", "PAGE", "certificate", "hostile_server", "older_browsers_door"]

ATTACKS = Path(__file__).parents[1] / "browser" / "attacks"
PAGE = """<!doctype html><meta charset="utf-8"><title>hostile</title><body><script type="module">
import { READS } from "/reads.js";
import { WRITES } from "/writes.js";
globalThis.attacks = { READS, WRITES };
</script>"""


class _Hostile(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        script = ATTACKS / asked.path.strip("/")
        if asked.path == "/redirect":
            query = parse_qs(asked.query)
            self._answer(int(query["code"][0]), "text/plain", b"", {"Location": query["to"][0]})
        elif script.suffix == ".js" and script.is_file():
            self._answer(200, "text/javascript", script.read_bytes(), {})
        else:
            self._answer(200, "text/html; charset=utf-8", PAGE.encode(), {})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.do_GET()

    def do_OPTIONS(self) -> None:
        self._answer(204, "text/plain", b"", {})

    def _answer(self, status: int, kind: str, body: bytes, more: dict[str, str]) -> None:
        # Its own doors are wide open: what fails afterwards, failed at the scorer.
        origin = self.headers.get("origin") or "*"
        everything = {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
        everything |= {"Access-Control-Allow-Headers": "content-type"}
        everything |= {"Content-Type": kind, "Content-Length": str(len(body))}
        self.send_response(status)
        for name, value in (everything | more).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def _older(port: int) -> type[BaseHTTPRequestHandler]:
    class Older(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            kept = {name: value for name, value in self.headers.items() if not name.lower().startswith("sec-")}
            asked = http.client.HTTPConnection("127.0.0.1", port)
            asked.request(self.command, self.path, body, kept | {"Connection": "close"})
            got = asked.getresponse()
            content = got.read()
            self.send_response(got.status)
            for name, value in got.getheaders():
                if name.lower() not in ("date", "connection", "transfer-encoding"):
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)
            asked.close()

        do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _pass_on  # noqa: N815  # the base class names them

        def log_message(self, *_: object) -> None:
            pass

    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        setattr(Older, f"do_{method}", Older._pass_on)
    return Older


@contextmanager
def _served(handler: type[BaseHTTPRequestHandler], files: tuple[Path, Path] | None = None) -> Iterator[int]:
    class Server(ThreadingHTTPServer):
        request_queue_size = 128

        def handle_error(self, *_: object) -> None:
            """Print nothing: a browser may go away in the middle."""

    with Server(("127.0.0.1", 0), handler) as server:
        if files is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*files)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


@contextmanager
def hostile_server(files: tuple[Path, Path] | None = None) -> Iterator[int]:
    """Give the port of a hostile web server, with TLS where there are a certificate and its key."""
    with _served(_Hostile, files) as port:
        yield port


@contextmanager
def older_browsers_door(port: int) -> Iterator[int]:
    """Give the port of a door to the scorer that leaves out what only newer browsers say of a request."""
    with _served(_older(port)) as door:
        yield door


def certificate(folder: Path) -> tuple[Path, Path]:
    """Return a new certificate that nobody vouches for, and its key."""
    files = folder / "certificate.pem", folder / "key.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=friend.test"]
    subprocess.run([*made, "-out", str(files[0]), "-keyout", str(files[1])], check=True, capture_output=True)
    return files
