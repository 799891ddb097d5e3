"""Who is refused, what every answer carries, and that a fast talker waits."""

import asyncio
import base64
import hashlib
import html.parser

import pytest
from starlette.types import Message, Receive, Scope, Send

from cmo_model.server.allowances import (
    ARRIVAL,
    BURST,
    LETTERS,
    MOST_ARRIVING,
    MOST_EACH,
    MOST_WAITING,
    REFILL,
    Allowances,
    Bucket,
    person,
)
from cmo_model.server.guard import MOST_SOCKETS, Guard, index, policy
from tests.server.asgi import Echo, ask, connect, scope_of

HOST = "calc.example.ca"


def guarded(app: Echo | None = None) -> Guard:
    return Guard(app or Echo(), (HOST,))


EVIL_HOSTS = (
    "(none)",
    "",
    "evil.example",
    "evil.example:8501",
    f"{HOST}.evil.example",
    f"evil.example/{HOST}",
    f"{HOST}@evil.example",
    f"evil.example#{HOST}",
    "localhost:8501:8501",
    "localhost:x",
    "localhost, evil.example",
    "[::1",
    "[::1]]:1",
    "[fe80::1]",
    "::1",
    "loc\xe4lhost",
    "localhost\n",
    "\x00",
)


@pytest.mark.parametrize("host", EVIL_HOSTS)
def test_another_host_is_refused(host: str) -> None:
    answer = ask(guarded(), "/", ("host", host))
    assert (answer.status, answer.body) == (400, b"host not allowed")
    assert connect(guarded(), ("host", host)) == [{"type": "websocket.close", "code": 1008}]


def test_two_hosts_are_refused() -> None:
    assert ask(guarded(), "/", ("host", "localhost"), ("host", HOST)).status == 400


OURS = ("localhost", "LocalHost:8501", "127.0.0.1:80", "[::1]", "[::1]:8501", HOST, f"{HOST}:443", f"{HOST.upper()}.")


@pytest.mark.parametrize("host", OURS)
def test_our_hosts_are_served(host: str) -> None:
    assert ask(guarded(), "/", ("host", host)).status == 200
    assert connect(guarded(), ("host", host)) == [{"type": "websocket.accept"}]


EVIL_ORIGINS = (
    "null",
    "",
    "https://evil.example",
    f"https://{HOST}.evil.example",
    f"https://{HOST}@evil.example",
    f"https://evil.example/{HOST}",
    "https://localhost",  # a program on the visitor's computer is not the published page
    f"file://{HOST}",
    HOST,
    f"https://{HOST}:x",
    "https://[::1",
    "https://\xe9",
)


@pytest.mark.parametrize("origin", EVIL_ORIGINS)
def test_a_page_of_another_host_is_refused(origin: str) -> None:
    here = ("host", HOST)
    answer = ask(guarded(), "/", here, ("origin", origin))
    assert (answer.status, answer.body) == (403, b"origin not allowed")
    assert connect(guarded(), here, ("origin", origin)) == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    ("host", "origin"),
    [(HOST, f"https://{HOST}"), (f"{HOST}:8501", f"http://{HOST.upper()}:8501"), ("127.0.0.1:8501", "http://localhost:8501")],
)
def test_our_own_page_is_served(host: str, origin: str) -> None:
    assert ask(guarded(), "/", ("host", host), ("origin", origin)).status == 200
    assert connect(guarded(), ("host", host), ("origin", origin)) == [{"type": "websocket.accept"}]


def test_a_second_origin_does_not_hide_behind_the_first() -> None:
    assert ask(guarded(), "/", ("origin", "http://localhost"), ("origin", "https://evil.example")).status == 403


def test_without_hosts_this_computer_alone_is_served() -> None:
    assert ask(Guard(Echo()), "/", ("host", "localhost")).status == 200
    assert ask(Guard(Echo()), "/", ("host", HOST)).status == 400


@pytest.mark.parametrize("host", ["https://calc.example.ca", "*.example.ca", ""])
def test_a_host_that_is_none_is_told_at_the_start(host: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Guard(Echo(), (host,))


@pytest.mark.parametrize("headers", [(), (("host", "evil.example"),), (("origin", "null"),)])
def test_every_answer_carries_the_headers(headers: tuple[tuple[str, str], ...]) -> None:
    """Refusals too; and where the application says otherwise, ours stand, once."""
    app = Echo((b"Referrer-Policy", b"unsafe-url"), (b"x-frame-options", b"SAMEORIGIN"), (b"x-own", b"kept"))
    answer = ask(Guard(app), "/", *headers)
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["permissions-policy"] == "camera=(), geolocation=(), microphone=()"
    assert "Referrer-Policy" not in answer.headers
    assert answer.headers.get("x-own") == (None if headers else "kept")


class InlineScripts(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and "src" not in dict(attrs)

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._inside = False


def test_the_policy_lets_no_script_in_but_files_of_ours_and_streamlits_own() -> None:
    said = ask(Guard(Echo())).headers["content-security-policy"]
    directives = {name: set(values) for name, *values in (one.split() for one in said.split("; "))}
    page = InlineScripts()
    page.feed(index())
    hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in page.found}
    assert len(hashes) == 1
    assert directives["script-src"] == {"'self'", "blob:", "'wasm-unsafe-eval'"} | hashes
    assert (
        directives["default-src"] == directives["connect-src"] == directives["base-uri"] == directives["form-action"] == {"'self'"}
    )
    assert directives["object-src"] == directives["frame-ancestors"] == {"'none'"}
    unsafe = {(name, value) for name, values in directives.items() for value in values if "unsafe" in value}
    assert unsafe == {("style-src", "'unsafe-inline'"), ("script-src", "'wasm-unsafe-eval'")}
    assert not [v for values in directives.values() for v in values if "*" in v or "://" in v]


def test_the_policy_follows_the_page() -> None:
    assert "sha256" not in policy('<script src="a.js"></script>')
    assert policy("<script>1</script><script type='module'>2</script>").count("'sha256-") == 2


class Time:
    """A clock that sleeping moves."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, [0.0]

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept.append(seconds)


def test_who_talks_too_fast_waits_and_nothing_is_lost() -> None:
    time, app = Time(), Echo()
    connect(Guard(app, clock=time.clock, sleep=time.sleep), messages=BURST + 25)
    assert app.heard == [b"%d" % n for n in range(BURST + 25)]
    assert sum(time.slept) == pytest.approx(25 / REFILL, rel=0.01)


def test_who_talks_as_a_visitor_does_never_waits() -> None:
    time, app = Time(), Echo()
    connect(Guard(app, clock=time.clock, sleep=time.sleep), messages=BURST - 1)
    assert sum(time.slept) == 0


def test_an_allowance_fills_again() -> None:
    time = Time()
    bucket = Bucket(time.clock)
    assert [bucket.wait() for _ in range(BURST)] == [0.0] * BURST
    assert bucket.wait() == pytest.approx(1 / REFILL)
    time.now += 1e6
    assert [bucket.wait() for _ in range(BURST)] == [0.0] * BURST
    assert bucket.wait() > 0


def test_an_allowance_outlives_its_socket_and_is_its_persons_own() -> None:
    time, app = Time(), Echo()
    one = Guard(app, clock=time.clock, sleep=time.sleep)
    connect(one, messages=BURST - 1, client="203.0.113.7")
    connect(one, messages=BURST - 1, client="203.0.113.8")
    assert sum(time.slept) == 0
    connect(one, messages=10, client="203.0.113.7")
    assert sum(time.slept) == pytest.approx(9 / REFILL, rel=0.01)


def test_from_this_computer_each_socket_speaks_for_itself_and_coming_in_is_shared() -> None:
    time, app = Time(), Echo()
    one = Guard(app, clock=time.clock, sleep=time.sleep)
    for _ in range(BURST // ARRIVAL):
        connect(one, messages=BURST - 1)
    assert sum(time.slept) == 0
    connect(one)
    assert sum(time.slept) == pytest.approx(ARRIVAL / REFILL)


def test_a_large_message_counts_by_its_size() -> None:
    time, app = Time(), Echo()
    connect(Guard(app, clock=time.clock, sleep=time.sleep), messages=1, size=(BURST + 9) * LETTERS)
    assert sum(time.slept) == pytest.approx(10 / REFILL, rel=0.01)


def test_who_comes_in_without_end_is_asked_to_come_again_later() -> None:
    time, app = Time(), Echo()

    async def passes(seconds: float) -> None:
        time.slept.append(seconds)  # others come meanwhile

    one = Guard(app, clock=time.clock, sleep=passes)
    sent = [connect(one, client="203.0.113.7")[0]["type"] for _ in range(200)]
    assert sent.count("websocket.accept") == pytest.approx((BURST + MOST_ARRIVING * REFILL) / ARRIVAL, abs=1)
    assert max(time.slept) <= MOST_ARRIVING + ARRIVAL / REFILL < 15  # which a browser waits
    assert connect(one, client="203.0.113.8")[0]["type"] == "websocket.accept"
    time.now += MOST_ARRIVING
    assert connect(one, client="203.0.113.7")[0]["type"] == "websocket.accept"


@pytest.mark.parametrize(
    ("address", "who"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("::ffff:127.0.0.1", ""),
        ("2001:db8:1:1200::7", "2001:db8:1:1200::/56"),
        ("2001:db8:1:12ff:ffff::1", "2001:db8:1:1200::/56"),
        ("127.0.0.1", ""),
        ("::1", ""),
        (None, ""),
        ("testclient", ""),
    ],
)
def test_a_person_is_an_address_or_a_household(address: str | None, who: str) -> None:
    assert person(address) == who


def test_allowances_that_are_whole_again_and_held_by_nobody_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmo_model.server.allowances._MANY", 10)
    time = Time()
    everybody = Allowances(time.clock)
    with everybody.of("held") as held, everybody.of("spent") as spent:
        spent.wait(BURST + 1_000 * REFILL)
        for number in range(100):
            with everybody.of(f"{number}") as one:
                one.wait()
            time.now += 1
        with everybody.of("held") as again:
            assert again is held
    with everybody.of("spent") as again:
        assert again is spent
    assert len(everybody._kept) <= 11


def test_who_would_wait_too_long_loses_the_socket_and_nobody_else_does() -> None:
    time, app = Time(), Echo()
    one, most = Guard(app, clock=time.clock, sleep=time.sleep), int((BURST + MOST_WAITING * REFILL) * LETTERS)
    connect(one, messages=1, size=most + LETTERS, client="203.0.113.7")
    assert app.heard == [] and sum(time.slept) == 0
    connect(one, messages=1, size=most - 2 * LETTERS, client="203.0.113.8")
    assert len(app.heard) == 1 and sum(time.slept) <= MOST_WAITING


def test_a_message_of_text_ends_its_socket() -> None:
    app, heard = Echo(), asyncio.Queue[Message]()
    for message in ({"type": "websocket.connect"}, {"type": "websocket.receive", "text": "a"}):
        heard.put_nowait(message)

    async def send(_: Message) -> None:
        """Nobody hears it."""

    asyncio.run(Guard(app)(scope_of("websocket"), heard.get, send))
    assert app.heard == [] and heard.empty()


def test_so_many_sockets_and_no_more_until_one_leaves() -> None:
    accepted: list[Message] = []
    sent: list[Message] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "websocket.accept"})
        await receive()
        raise ConnectionResetError

    async def note(message: Message) -> None:
        accepted.append(message)

    async def note_late(message: Message) -> None:
        sent.append(message)

    async def connected() -> Message:
        return {"type": "websocket.connect"}

    async def scene() -> None:
        leave = asyncio.Event()

        async def until_told() -> Message:
            await leave.wait()
            return {"type": "websocket.disconnect"}

        gate = Guard(app)
        crowd = [asyncio.create_task(gate(scope_of("websocket"), until_told, note)) for _ in range(MOST_SOCKETS)]
        await asyncio.sleep(0)
        assert len(accepted) == MOST_SOCKETS
        await gate(scope_of("websocket"), connected, note_late)
        assert sent.pop() == {"type": "websocket.close", "code": 1013}
        leave.set()
        ends = await asyncio.gather(*crowd, return_exceptions=True)
        assert all(isinstance(end, ConnectionResetError) for end in ends)
        with pytest.raises(ConnectionResetError):
            await gate(scope_of("websocket"), connected, note_late)
        assert sent == [{"type": "websocket.accept"}]

    asyncio.run(scene())


def test_one_person_opens_so_many_sockets_and_others_still_come_in() -> None:
    refused: list[str] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()

    async def scene() -> None:
        leave = asyncio.Event()

        async def until_told() -> Message:
            await leave.wait()
            return {"type": "websocket.disconnect"}

        async def note(message: Message) -> None:
            refused.append(message["type"])

        def socket(address: str) -> asyncio.Task[None]:
            return asyncio.create_task(gate({**scope_of("websocket"), "client": (address, 1)}, until_told, note))

        gate = Guard(app)
        come = [socket("203.0.113.7") for _ in range(MOST_EACH + 3)] + [socket("203.0.113.8")]
        await asyncio.sleep(0)
        assert refused == ["websocket.close"] * 3
        leave.set()
        await asyncio.gather(*come)
        assert not gate._open
        socket("203.0.113.7")
        await asyncio.sleep(0.0)
        assert len(refused) == 3

    asyncio.run(scene())


def test_bodies_and_the_server_itself_pass_untouched() -> None:
    app = Echo()
    assert ask(guarded(app), "/media/file", method="PUT", body=(b"a" * 70_000, b"\x00", b"")).body == b"yes"
    assert app.heard == [b"a" * 70_000, b"\x00", b""]
    connectless: list[Message] = []

    async def receive() -> Message:
        return connectless[0]

    async def send(message: Message) -> None:
        connectless.append(message)

    asyncio.run(guarded(app)({"type": "lifespan"}, receive, send))
    assert app.heard[-1] == "lifespan"
