"""Bytes that keep to no rule, through a socket to the real server: no fault, no hang, one shape of refusal."""

from __future__ import annotations

import gzip
import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.server import serving
from tests.support.wire import check_answers, exchange, request

GOOD = json.dumps({"title": "Tidy a sheet", "description": ""}).encode()
CHUNKED = b"Transfer-Encoding: chunked"


def _chunks(*parts: bytes) -> bytes:
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Return the port of a server with a ledger, and check at the end that nothing of it broke."""
    file = tmp_path_factory.mktemp("wire") / "history.sqlite3"
    with serving("--history", str(file)) as (process, address):
        yield int(str(urlsplit(address).port))
        assert httpx2.get(f"{address}healthz").status_code == 200
        check_quiet(process)


def check_quiet(process: subprocess.Popen[str]) -> None:
    """Assert that a stopped server said nothing, however many of the requests were none."""
    process.send_signal(signal.SIGTERM)
    _, said = process.communicate(timeout=30)
    assert not said, said[-3_000:]


SENT: dict[str, tuple[bytes, list[int]]] = {
    "one request": (request(GOOD), [200]),
    "one in pieces": (request(_chunks(GOOD[:5], GOOD[5:]), CHUNKED, length=False), [200]),
    "pieces with an extension": (
        request(b"3;x=y\r\n" + GOOD[:3] + b"\r\n" + _chunks(GOOD[3:]), CHUNKED, length=False), [200],
    ),
    "two in one go": (request(GOOD) + request(GOOD), [200, 200]),
    "a refused one and a good one": (request(b"{") + request(GOOD), [400, 200]),
    "twenty in one go": (request(GOOD) * 20, [200] * 20),
    "a good one and noise": (request(GOOD) + b"\0\1\2noise\r\n\r\n", [200, 400]),
    "noise": (b"\x16\x03\x01\x02\0\1\0\1\xfc\x03\x03 hello TLS", [400]),
    "noise with an end": (b"\x16\x03\x01\r\n\r\n", [400]),
    "nothing": (b"", []),
    "ends of lines alone": (b"\r\n" * 50, [400]),
    "another protocol": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", [403, 400]),
    "an older protocol": (request(GOOD, line=b"POST /v1/score HTTP/1.0"), [200]),
    "an unknown protocol": (request(GOOD, line=b"POST /v1/score HTTP/9.9"), [200]),
    "no protocol": (b"GET /healthz\r\n\r\n", [400]),
    "a method of no kind": (request(line=b"P\xffST /v1/score HTTP/1.1"), [400]),
    "a method that nobody serves": (request(GOOD, line=b"BREW /v1/score HTTP/1.1"), [405]),
    "a whole address": (request(GOOD, line=b"POST http://evil.test/v1/score HTTP/1.1"), [404]),
    "another host's address": (request(line=b"CONNECT evil.test:443 HTTP/1.1"), [404]),
    "a star": (request(line=b"OPTIONS * HTTP/1.1"), [404]),
    "an address of 60,000 letters": (request(line=b"GET /" + b"a" * 60_000 + b" HTTP/1.1"), [404]),
    "a head over the limit": (request(GOOD, b"X: " + b"a" * 3_000_000), [400]),
    "a head of 300,000 lines": (request(GOOD, *[b"X-%d: y" % n for n in range(300_000)]), [400]),
    "a way out of the page's folder": (request(line=b"GET /page/..%2f..%2fcli.py HTTP/1.1"), [404]),
    "a NUL in an address": (request(line=b"GET /page/%00 HTTP/1.1"), [404]),
    "no letters of UTF-8 in an address": (request(line=b"GET /v1/postings/%ff%fe HTTP/1.1"), [404]),
    "a new line in an address": (request(line=b"GET /v1/postings/%0d%0aX-Injected:%20yes HTTP/1.1"), [404]),
    "a new line in a redirect": (request(line=b"GET /page%0d%0aX-Injected:%20yes/ HTTP/1.1"), [404]),
    "a lone new line between headers": (request(GOOD, b"X: y\nX-Injected: yes"), [200]),
    "a lone return between headers": (request(GOOD, b"X: y\rX-Injected: yes"), [400]),
    "a header on two lines": (request(GOOD, b"X: y", b" folded"), [200]),
    "a header without a name": (request(GOOD, b": y"), [400]),
    "a header without a colon": (request(GOOD, b"nothing"), [400]),
    "a space before a colon": (request(GOOD, b"Content-Length : 3"), [400]),
    "a NUL in a header": (request(GOOD, b"X: a\0b"), [400]),
    "letters beyond ASCII in a header": (request(GOOD, b"X: \xff\xfe"), [200]),
    "no host": (request(GOOD, host=b""), [400]),
    "two hosts": (request(GOOD, b"Host: evil.test"), [400]),
    "another host": (request(GOOD, host=b"Host: evil.test"), [403]),
    "a host with a name and a password": (request(GOOD, host=b"Host: 127.0.0.1@evil.test"), [403]),
    "two origins": (request(GOOD, b"Origin: http://127.0.0.1", b"Origin: http://evil.test"), [400]),
    "two origins, the own one last": (request(GOOD, b"Origin: http://evil.test", b"Origin: http://127.0.0.1"), [400]),
    "two sites": (request(GOOD, b"Sec-Fetch-Site: cross-site", b"Sec-Fetch-Site: none"), [400]),
    "two lengths": (request(GOOD, b"Content-Length: 3"), [400]),
    "the same length twice": (request(GOOD, b"Content-Length: %d" % len(GOOD)), [200]),
    "two lengths in one": (request(GOOD, b"Content-Length: 44, 45", length=False), [400]),
    "a length and pieces": (request(_chunks(GOOD), CHUNKED, b"Content-Length: 3", length=False), [400]),
    "pieces of an unknown kind": (request(GOOD, b"Transfer-Encoding: xchunked"), [400]),
    "a length below zero": (request(GOOD, b"Content-Length: -1", length=False), [400]),
    "a length with a sign": (request(GOOD, b"Content-Length: +44", length=False), [400]),
    "a length of no number": (request(GOOD, b"Content-Length: many", length=False), [400]),
    "a length of 400 digits": (request(GOOD, b"Content-Length: " + b"9" * 400, length=False), [400]),
    "a length over the limit": (request(GOOD, b"Content-Length: 17000000", length=False), [413]),
    "a length that is too long": (request(GOOD, b"Content-Length: 999", length=False), []),
    "a length that is too short": (request(GOOD, b"Content-Length: 3", length=False), [400]),
    "no length": (request(GOOD, length=False), [400]),
    "a piece of no size": (request(b"zz\r\n" + GOOD, CHUNKED, length=False), [400]),
    "a piece below zero": (request(b"-5\r\n" + GOOD, CHUNKED, length=False), [400]),
    "a piece of a size beyond all": (request(b"f" * 40 + b"\r\n" + GOOD, CHUNKED, length=False), [400]),
    "a piece that is longer than it says": (request(b"3\r\n" + GOOD + b"\r\n0\r\n\r\n", CHUNKED, length=False), [400]),
    "pieces without an end": (request(b"5\r\n" + GOOD[:5] + b"\r\n", CHUNKED, length=False), []),
    "a piece of no size from another host": (request(b"zz\r\n", CHUNKED, length=False, host=b"Host: evil.test"), [400]),
    "a hidden request behind a length": (request(b"", b"Content-Length: 0") + request(GOOD), [400, 200]),
    "a wish to be told to go on": (request(GOOD, b"Expect: 100-continue"), [200]),
    "a wish that nobody knows": (request(GOOD, b"Expect: a-miracle"), [200]),
    "a wish for another protocol": (request(GOOD, b"Connection: Upgrade", b"Upgrade: h2c"), [200]),
    "a wish for a web socket": (
        request(b"", b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Key: x", line=b"GET /v1/score HTTP/1.1"),
        [405],
    ),
    "another method by a header": (
        request(GOOD, b"X-HTTP-Method-Override: POST", line=b"GET /v1/score HTTP/1.1"), [405],
    ),
    "a compressed body": (request(gzip.compress(GOOD), b"Content-Encoding: gzip"), [400]),
    "UTF-16": (request(GOOD.decode().encode("utf-16")), [400]),
    "UTF-16 that says so": (
        request(GOOD.decode().encode("utf-16"), kind=b"Content-Type: application/json; charset=utf-16"), [400],
    ),
    "UTF-7": (request(b'+AHsAIg-title+ACI-:1}'), [400]),
    "a mark of byte order": (request(b"\xef\xbb\xbf" + GOOD), [400]),
}  # fmt: skip


@pytest.mark.parametrize("name", SENT)
def test_whatever_comes_is_answered_or_refused(port: int, name: str) -> None:
    """With these statuses, in this order, and the connection ends."""
    sent, statuses = SENT[name]
    answers = exchange(port, sent, len(statuses))
    assert [status for status in check_answers(answers) if status != 100] == statuses, answers
    assert not [answer for answer in answers if "x-injected" in answer.headers]


def test_noise_without_end_stops_nothing(port: int) -> None:
    """Nobody reads what this server says: a line for each of these would fill the pipe, and it would wait for ever."""
    for _ in range(1_500):
        assert [answer.status for answer in exchange(port, b"noise\r\n\r\n")] == [400]


def test_what_breaks_after_the_answer_ends_the_connection(port: int) -> None:
    """The refusal came before the body; of what is wrong in that, nobody can be told, and nothing is logged."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request(b"", CHUNKED, length=False, host=b"Host: evil.test"))
        got = connection.recv(65_536)
        connection.sendall(b"zz\r\n")
        while part := connection.recv(65_536):
            got += part
    assert got.startswith(b"HTTP/1.1 403 ")
    assert got.count(b"HTTP/1.1") == 1


_SERVED = [
    b"POST /v1/score HTTP/1.1", b"POST /v1/score/page HTTP/1.1", b"POST /v1/read HTTP/1.1", b"POST /v1/outcomes HTTP/1.1",
    b"POST /v1/feedback HTTP/1.1", b"POST /v1/undo HTTP/1.1", b"POST /v1/spending HTTP/1.1",
]  # fmt: skip
_OTHERS = [
    b"GET /v1/postings/1 HTTP/1.1", b"GET / HTTP/1.1", b"POST /v1/score HTTP/1.0", b"OPTIONS * HTTP/1.1",
    b"GET /page/app.js HTTP/1.1", b"PUT /metrics HTTP/1.1", b"GET /v1/postings/%00%ff%2f..%2f HTTP/1.1",
]  # fmt: skip
_LINES = st.one_of(
    st.sampled_from(_SERVED + _OTHERS),
    st.builds(lambda path: b"GET /" + path + b" HTTP/1.1", st.binary(max_size=40)),
    st.binary(max_size=60),
)
_HEADERS = st.lists(
    st.one_of(
        st.sampled_from([
            CHUNKED, b"Transfer-Encoding: gzip, chunked", b"Content-Length: 0", b"Content-Length: 7",
            b"Content-Length: 9999",
            b"Content-Encoding: gzip", b"Expect: 100-continue", b"Connection: close", b"Connection: Upgrade",
            b"Upgrade: websocket", b"Origin: null", b"Origin: http://127.0.0.1", b"Host: evil.test", b"Sec-Fetch-Site: none",
            b"Sec-Fetch-Site: cross-site", b"Authorization: Bearer \xff", b"Range: bytes=0-1", b"Range: bytes=9-1,x",
            b"If-None-Match: *", b"If-Modified-Since: x", b"Accept: \xff", b"Access-Control-Request-Method: POST",
        ]),
        st.builds(lambda name, value: name + b":" + value, st.binary(max_size=12), st.binary(max_size=24)),
    ),
    max_size=4,
)  # fmt: skip
_ODD = st.sampled_from([
    b"1e999", b"-0", b"-0.0", b"1e-999", b"9" * 400, b"0.1e1", b"NaN", b"Infinity", b"01", b"0x1", b"null", b"true", b"{}",
    b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u0000"', b'"\\u202e\\u200b\\ufeff"', b'"\xf0\x9f\x99\x82"', b'"\xed\xa0\x80"',
    b'"\xc0\x80"', b"[" * 300 + b"]" * 300, b'{"a":' * 300 + b"1" + b"}" * 300, b'"' + b"x" * 5_000 + b'"', b"[[],[[]]]",
])  # fmt: skip
_FIELDS = st.sampled_from([
    b"title", b"description", b"skills", b"pay", b"client", b"activity", b"connects", b"id", b"observed_at", b"posted_at",
    b"questions", b"postings", b"profile", b"text", b"label", b"outcome", b"event", b"at", b"value_usd", b"__proto__", b"",
])  # fmt: skip
_VALUES = st.one_of(_ODD, st.text(max_size=40).map(lambda text: json.dumps(text).encode()), st.binary(max_size=12))
#: Objects as bytes: only so can a field come twice, or a value be none of JSON's.
_OBJECTS = st.lists(st.tuples(_FIELDS, _VALUES), max_size=5).map(
    lambda pairs: b"{" + b",".join([b'"title":"x","description":""', *(b'"%s":%s' % pair for pair in pairs)]) + b"}"
)
_BODIES = st.one_of(_OBJECTS, _OBJECTS.map(gzip.compress), _OBJECTS.map(_chunks), st.binary(max_size=200))


_WELL_FORMED = st.builds(lambda body, line: request(body, line=line), _OBJECTS, st.sampled_from(_SERVED))
_NEARLY = st.builds(
    lambda body, headers, line, length: request(body, *headers, line=line, length=length),
    _BODIES, _HEADERS, _LINES, st.booleans(),
)  # fmt: skip


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    """Return what a client sends on one connection: some requests, perhaps with a few bytes changed or cut off."""
    sent = b"".join(draw(st.lists(st.one_of(_WELL_FORMED, _WELL_FORMED, _NEARLY), min_size=1, max_size=3)))
    if draw(st.integers(0, 2)) == 0:
        for place, byte in draw(st.lists(st.tuples(st.integers(0, len(sent) - 1), st.binary(max_size=2)), max_size=3)):
            sent = sent[:place] + byte + sent[place + 1 :]
    return sent[: draw(st.integers(1, len(sent)))] if draw(st.integers(0, 4)) == 0 else sent


def check_stream(port: int, sent: bytes) -> list[int]:
    """Send one stream to a server and assert that it is answered as it must be; return the statuses."""
    # What waits for more of a request is told soon that there is none.
    return check_answers(exchange(port, sent, patience_s=0.1))


@given(sent=streams())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_stream_of_bytes_is_a_fault_of_ours(port: int, sent: bytes) -> None:
    """Whatever it is: answers or refusals in one shape, and an end."""
    check_stream(port, sent)
    assert check_answers(exchange(port, request(GOOD))) == [200]
