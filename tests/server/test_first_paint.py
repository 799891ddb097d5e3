"""The page's frame in the visitor's language, and Streamlit's files compressed once, against Streamlit's own file server."""

import asyncio
import gzip
import re
from pathlib import Path

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from streamlit import file_util
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from cmo_model.server import first_paint
from cmo_model.server.first_paint import FirstPaint, language_of
from cmo_model.words import text
from tests.server.asgi import Answer, ask, asked

ROOT = Path(file_util.get_static_dir())
SCRIPT = max((ROOT / "static" / "js").glob("index.*.js"), key=lambda path: path.stat().st_size)
PATH = f"/static/js/{SCRIPT.name}"
FONT = next((ROOT / "static" / "media").glob("*.woff2"))
SMALL = ("accept-encoding", "gzip, deflate, br")


class Files:
    """Streamlit's own files, with a count of the requests that reach them."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._files = create_streamlit_static_handler(str(ROOT), None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope["path"])
        await self._files(scope, receive, send)


def test_a_script_arrives_small_and_whole() -> None:
    answer = ask(FirstPaint(Files()), PATH, SMALL)
    assert gzip.decompress(answer.body) == SCRIPT.read_bytes()
    assert len(answer.body) < SCRIPT.stat().st_size / 2
    assert answer.headers["content-length"] == str(len(answer.body))
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["etag"].startswith('W/"')


def test_a_script_is_compressed_once_however_many_ask_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times = []
    packed = first_paint._packed
    monkeypatch.setattr(first_paint, "_packed", lambda *given: (times.append(1), packed(*given))[1])
    files = Files()
    app = FirstPaint(files)

    async def crowd() -> list[Answer]:
        return await asyncio.gather(*(asked(app, PATH, SMALL) for _ in range(8)))

    bodies = {answer.body for answer in asyncio.run(crowd())}
    assert (len(bodies), len(times), files.asked) == (1, 1, [PATH])


def test_who_leaves_halfway_does_not_leave_half_a_file_to_the_next() -> None:
    """Streamlit's file server stops sending when the client hangs up."""
    assert len(ask(Files(), PATH, stays=False).body) < SCRIPT.stat().st_size
    app = FirstPaint(Files())
    ask(app, PATH, SMALL, stays=False)
    assert gzip.decompress(ask(app, PATH, SMALL).body) == SCRIPT.read_bytes()


@pytest.mark.parametrize("encoding", ["identity", "br", "gzip;q=0", "deflate, gzip; q=0.0"])
def test_a_client_that_takes_no_gzip_gets_the_plain_file(encoding: str) -> None:
    answer = ask(FirstPaint(Files()), PATH, ("accept-encoding", encoding))
    assert answer.body == SCRIPT.read_bytes()
    assert "content-encoding" not in answer.headers
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_client_that_has_the_file_is_not_sent_it_again() -> None:
    app = FirstPaint(Files())
    first = ask(app, PATH, SMALL)
    again = ask(app, PATH, SMALL, ("if-none-match", first.headers["etag"]))
    assert (again.status, again.body) == (304, b"")
    assert again.headers["vary"] == "Accept-Encoding"


def test_a_part_of_a_file_is_a_part_of_the_plain_file() -> None:
    answer = ask(FirstPaint(Files()), PATH, SMALL, ("range", "bytes=10-19"))
    assert (answer.status, answer.body) == (206, SCRIPT.read_bytes()[10:20])
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", [PATH, "/", "/risk"])
def test_a_head_says_what_a_get_would(path: str) -> None:
    app = FirstPaint(Files())
    head, get = ask(app, path, SMALL, method="HEAD"), ask(app, path, SMALL)
    assert head.headers == get.headers
    assert (head.status, head.body) == (200, b"")


def test_what_is_compressed_already_and_paths_that_nobody_ships_stay_out_of_memory() -> None:
    app = FirstPaint(Files())
    assert ask(app, f"/static/media/{FONT.name}", SMALL).body == FONT.read_bytes()
    for path in ("/static/js/invented.js", f"/static/js/./{SCRIPT.name}", f"/static//js/{SCRIPT.name}", "/static/js/../js/x.js"):
        ask(app, path, SMALL)
    assert not app._packed


def test_memory_is_bound_by_what_streamlit_ships() -> None:
    app = FirstPaint(Files())
    assert PATH in app._paths
    shipped = {f"/{path.relative_to(ROOT).as_posix()}" for path in ROOT.rglob("*")}
    assert app._paths <= shipped
    assert sum((ROOT / path[1:]).stat().st_size for path in app._paths) < 40e6


@pytest.mark.parametrize(
    ("accepted", "tag"),
    [
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr-CA"),
        ("fr", "fr-CA"),
        ("FR-be", "fr-CA"),
        ("en-CA,fr-CA;q=0.9", "en-CA"),
        ("en;q=0.5, fr;q=0.7", "fr-CA"),
        ("de", "en-CA"),
        ("*", "en-CA"),
        ("", "en-CA"),
        (";;q=,,fr\xe9;q=9", "en-CA"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/risk", "/index.html"])
def test_the_page_is_in_the_visitors_language(accepted: str, tag: str, path: str) -> None:
    answer = ask(FirstPaint(Files()), path, ("accept-language", accepted))
    page = answer.body.decode()
    product = text("fr" if tag == "fr-CA" else "en")("product")
    assert page.count(f'<html lang="{tag}">') == 1
    assert page.count(f"<title>{product}</title>") == 1
    assert "<title>Streamlit" not in page
    assert answer.headers["content-length"] == str(len(answer.body))
    assert "Accept-Language" in answer.headers["vary"]
    assert "last-modified" not in answer.headers


def test_the_first_choice_wins_a_tie() -> None:
    assert (language_of("en, fr"), language_of("fr, en")) == ("en", "fr")


def test_nothing_else_of_the_page_changes() -> None:
    page = ask(FirstPaint(Files())).body.decode()
    name = text("en")("product")
    ours = f"<title>{name}</title>"
    theirs = (ROOT / "index.html").read_text("utf-8")
    kept = page.replace(ours, "<title>Streamlit</title>").replace('lang="en-CA"', 'lang="en"')
    kept = kept.replace(f'<meta name="description" content="{name}">', "").replace(f'<p class="first-paint">{name}</p>', "")
    assert re.sub(r'<link rel="preload" [^>]*Serif[^>]*><style>.*?</style>(?=</head>)', "", kept, flags=re.DOTALL) == theirs


def test_the_name_and_the_pages_measures_are_there_before_the_app() -> None:
    page = ask(FirstPaint(Files())).body.decode()
    head, body = page.split("</head>")
    assert ".stMainBlockContainer" in head and re.search(r'href="\./static/media/SourceSerif[^"]*\.woff2"', head)
    assert f'<div id="root"><p class="first-paint">{text("en")("product")}</p></div>' in body


def test_the_page_is_small_for_who_takes_it_small() -> None:
    small, plain = ask(FirstPaint(Files()), "/", SMALL), ask(FirstPaint(Files()))
    assert gzip.decompress(small.body) == plain.body
    assert small.headers["content-length"] == str(len(small.body))


def test_each_language_of_the_page_has_its_own_tag() -> None:
    app = FirstPaint(Files())
    french = ("accept-language", "fr")
    first = ask(app, "/", french)
    again = ask(app, "/", french, ("if-none-match", first.headers["etag"]))
    assert (again.status, again.body) == (304, b"")
    assert ask(app, "/", ("if-none-match", first.headers["etag"])).status == 200
    theirs = ask(Files(), "/").headers
    stale = ("if-none-match", theirs["etag"]), ("if-modified-since", theirs["last-modified"])
    assert ask(app, "/", *stale).status == 200


def test_a_file_that_is_missing_is_told_each_time() -> None:
    async def gone(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("gone", 404)(scope, receive, send)

    app = FirstPaint(gone)
    answer = ask(app, PATH, SMALL)
    assert (answer.status, answer.body, app._packed) == (404, b"gone", {})


class Report:
    """A visitor's own page, to be downloaded."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/html"), (b"x-method", scope["method"].encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b'<html lang="en"><title>', "more_body": True})
        await send({"type": "http.response.body", "body": b"Streamlit</title>"})


@pytest.mark.parametrize(
    ("path", "method"), [("/media/a.html", "GET"), ("/component/a/index.html", "GET"), ("/media/a", "HEAD"), ("/", "POST")]
)
def test_downloads_and_what_is_sent_pass_as_they_are(path: str, method: str) -> None:
    answer = ask(FirstPaint(Report()), path, SMALL, ("accept-language", "fr"), method=method)
    assert answer.body == b'<html lang="en"><title>Streamlit</title>'
    assert answer.headers == {"content-type": "text/html", "x-method": method}


def test_the_icon_passes_whole() -> None:
    answer = ask(FirstPaint(Files()), "/favicon.png", SMALL)
    assert answer.body == (ROOT / "favicon.png").read_bytes()
    assert "content-encoding" not in answer.headers
