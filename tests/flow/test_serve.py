"""The site as it is run: a real server process on the demo's home, signed in to over HTTP, stopped cleanly."""

import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from tests.flow.conftest import Home


@pytest.fixture(scope="module")
def site(demo_home: Home) -> Iterator[str]:
    """The address of `forbear serve` on the demo's home; at the end it must stop by itself within its patience."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    environment = {"FORBEAR_DEMO": "true", "FORBEAR_PUBLIC_URL": f"http://127.0.0.1:{port}"}
    with demo_home.start("serve", "--port", str(port), "--workers", "1", **environment) as server:
        url = f"http://127.0.0.1:{port}"
        answer(url + "/healthz", server)
        yield url
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=60) == 0


def answer(url: str, server: "subprocess.Popen[str]") -> str:
    """What the server says once it listens; fails when it ends first."""
    while server.poll() is None:
        try:
            return browser().open(url, timeout=30).read().decode()  # type: ignore[no-any-return]
        except OSError as error:
            if isinstance(error, HTTPError):
                raise
    raise AssertionError("the server ended before it answered")


def browser() -> OpenerDirector:
    return build_opener(HTTPCookieProcessor(CookieJar()))


def test_it_says_what_it_depends_on_and_that_all_is_well(site: str) -> None:
    ready = browser().open(site + "/readyz").read().decode()
    assert "false" not in ready


def test_a_member_of_staff_signs_in_and_sees_the_day(site: str, demo_home: Home) -> None:
    visitor = browser()
    form = visitor.open(site + "/desk/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token is not None
    password = (demo_home.path / "demo-password").read_text()
    fields = urlencode({"csrfmiddlewaretoken": token.group(1), "username": "lead", "password": password}).encode()
    page = visitor.open(Request(site + "/desk/sign-in/?next=/desk/", fields, {"Referer": site})).read().decode()
    assert "CN-HOURS" in page or "24" in page
    assert "csrfmiddlewaretoken" in page


def test_pages_carry_a_strict_policy_and_load_nothing_from_elsewhere(site: str) -> None:
    opened = browser().open(site + "/")
    policy = opened.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert not re.findall(r'(?:src|href)="https?://', opened.read().decode())
