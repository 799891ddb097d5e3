"""Whose pages may frame ours: those named, by an origin that is one, and nobody else; and they may do no more than that."""

import pytest

from cmo_model.server.guard import Guard
from tests.server.asgi import Echo, ask, connect

HOST = "calc.example.ca"
FRAMES = ("https://firm.example", "https://www.firm.example:8443", "http://localhost:8000", "http://127.0.0.1")


def test_who_is_named_may_frame_the_page_and_nobody_else() -> None:
    answer = ask(Guard(Echo((b"x-frame-options", b"SAMEORIGIN")), (), ("HTTPS://Firm.example", *FRAMES[1:])), "/")
    assert f"frame-ancestors {' '.join(FRAMES)}" in answer.headers["content-security-policy"].split("; ")
    assert "x-frame-options" not in answer.headers
    others = {name: value for name, value in ask(Guard(Echo()), "/").headers.items() if name != "x-frame-options"}
    kept = {**others, "content-security-policy": answer.headers["content-security-policy"]}
    assert answer.headers == kept
    assert others["content-security-policy"].replace("'none'", " ".join(FRAMES)).count(FRAMES[0]) == 2  # and objects


NO_FRAMES = (
    "",
    "*",
    "https://*",
    "https://*.firm.example",
    "http://firm.example",
    "https://firm.example/",
    "https://firm.example/page",
    "https://firm.example?a",
    "https://firm.example#a",
    "https://firm.example; script-src *",
    "https://firm.example https://evil.example",
    "https://firm.example\nx",
    "https://firm.example\n",
    "https://user@firm.example",
    "https://firm.example:",
    "https://firm.example:0",
    "https://firm.example:65536",
    "https://firm..example",
    "https://-firm.example",
    "https://f\xeerme.example",
    "https://[::1]",
    "firm.example",
    "//firm.example",
    "'self'",
    "data:",
    "null",
)


@pytest.mark.parametrize("origin", NO_FRAMES)
def test_a_frame_that_is_no_origin_is_told_at_the_start(origin: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Guard(Echo(), (), (origin,))


def test_a_page_that_is_framed_speaks_to_its_own_host_alone() -> None:
    gate = Guard(Echo(), (HOST,), ("https://firm.example",))
    assert connect(gate, ("host", HOST), ("origin", f"https://{HOST}")) == [{"type": "websocket.accept"}]
    for kind in (("origin", "https://firm.example"), ("origin", "null")):
        assert connect(gate, ("host", HOST), kind) == [{"type": "websocket.close", "code": 1008}]
        assert ask(gate, "/", ("host", HOST), kind).status == 403
