"""A real server process's worth of site over a small day, and a real Chromium to look at it.

The clock of the site stands at the small day's morning, so that pages are the same every time.
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Site:
    """Where it answers, and the session cookies of one who is signed in, by name (roles and `borrower`)."""

    url: str
    sessions: dict[str, str]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site(own_database: str) -> Iterator[Site]:
    """The site, serving the small day from a database of its own."""
    from django.core.wsgi import get_wsgi_application

    from forbear.casefile import clock
    from tests.doors import small_day

    small_day.make()
    application = get_wsgi_application()

    def at_the_morning(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        with clock.at(small_day.MORNING):
            try:
                return application(environ, start)
            finally:
                _close_connections()

    server = make_server("127.0.0.1", 0, at_the_morning, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.server_port}", _sessions())
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _close_connections() -> None:
    from django.db import connections

    connections.close_all()


def _sessions() -> dict[str, str]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from forbear.casefile.models import Staff
    from forbear.portal import guard
    from tests.doors import small_day

    made = {}
    for staff in Staff.objects.all():
        store = SessionStore()
        store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(staff.pk), settings.AUTHENTICATION_BACKENDS[-1]
        store[HASH_SESSION_KEY] = staff.get_session_auth_hash()
        store.save()
        made[staff.username] = store.session_key
    store = SessionStore()
    store[guard.KEY] = small_day.BORROWER
    store.save()
    return {**made, "borrower": store.session_key}


@pytest.fixture
def chromium(site: Site) -> Iterator[Any]:
    """Chromium; without one the test is skipped, saying what is missing."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium here: on Debian or Ubuntu, apt install chromium fonts-noto-cjk")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, headless=True, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(chromium: Any, site: Site, who: str, language: str = "en", **options: Any) -> Iterator[Any]:
    """A page in which `who` is signed in (empty: nobody). `page.complaints` collects what the console complains of."""
    context = chromium.new_context(**options)
    cookies = [{"name": "django_language", "value": language, "url": site.url}]
    if who:
        cookies.append({"name": "sessionid", "value": site.sessions[who], "url": site.url})
    context.add_cookies(cookies)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda said: page.complaints.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    try:
        yield page
    finally:
        context.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, as axe-playwright-python ships it."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return (Path(os.fspath(package.__path__[0])) / "axe.min.js").read_text(encoding="utf-8")
