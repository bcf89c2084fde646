"""The pages work by keyboard alone, and without a line of script; script only saves a reload."""

import re
from typing import Any

import pytest

from tests.browser.conftest import Site, opened
from tests.doors import small_day

pytestmark = pytest.mark.browser
_RING = "getComputedStyle(document.activeElement).outlineStyle"


def _walk(page: Any, steps: int) -> list[str]:
    """Press Tab `steps` times; what holds the focus each time. Every stop must show its ring."""
    stops = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        assert page.evaluate(_RING) == "solid"
        stops.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name"))
    return stops


def test_the_first_tab_skips_to_the_content(chromium: Any, site: Site) -> None:
    for who, address in (("borrower", "/"), ("lead", "/desk/")):
        with opened(chromium, site, who) as page:
            page.goto(site.url + address)
            assert _walk(page, 1) == ["Skip to the content"]
            assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
            page.keyboard.press("Enter")
            page.wait_for_function("document.activeElement.id == 'main'")


def test_a_borrower_asks_for_time_by_keyboard_alone(chromium: Any, site: Site) -> None:
    with opened(chromium, site, "borrower") as page:
        page.goto(site.url)
        stops = _walk(page, 9)
        page.goto(site.url)
        _walk(page, stops.index("I need time") + 1)
        page.keyboard.press("Enter")
        page.wait_for_url("**/time/")
        page.get_by_label("I lost work or hours").focus()
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type("short weeks")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/done/time/")
        page.goto(site.url)
        assert page.get_by_text("You told us that you need time.").is_visible()


def test_a_borrower_signs_in_without_script(chromium: Any, site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(chromium, site, "", java_script_enabled=False) as page:
        page.goto(site.url)
        page.get_by_label("Customer number").fill(small_day.REFERENCE)
        page.get_by_role("button", name="Send me a code").click()
        code = re.findall(r": (\d{6})$", capsys.readouterr().err, re.MULTILINE)[-1]
        page.get_by_label("Code").fill(code)
        page.get_by_role("button", name="Open my page").click()
        assert page.get_by_text("¥2,010.00").first.is_visible()
        page.get_by_role("button", name="繁體").click()
        assert page.get_by_text("人民幣2,010.00元").first.is_visible()


def test_an_agent_works_without_script(chromium: Any, site: Site) -> None:
    with opened(chromium, site, "", java_script_enabled=False) as page:
        page.goto(site.url + "/desk/people/?stage=missed_1_30")
        page.get_by_label("Name").fill("agent")
        page.get_by_label("Password").fill(small_day.PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        assert "stage=missed_1_30" in page.url
        page.get_by_label("Risk").select_option("high")
        page.get_by_role("button", name="Show").click()
        assert "band=high" in page.url
        page.goto(site.url + "/desk/tasks/")
        before = page.get_by_role("button", name="Done").count()
        page.get_by_placeholder("What came of it").first.fill("will pay on Friday")
        page.get_by_role("button", name="Done").first.click()
        assert page.get_by_role("status").is_visible()
        assert page.get_by_role("button", name="Done").count() == before - 1


def test_script_saves_the_reload(chromium: Any, site: Site) -> None:
    with opened(chromium, site, "agent") as page:
        page.goto(site.url + "/desk/people/")
        page.evaluate("window.untouched = true")
        page.get_by_label("Stage").select_option("missed_31_60")
        page.wait_for_url("**stage=missed_31_60**")
        assert page.locator("#people tbody tr").count() == 4
        page.goto(site.url + "/desk/tasks/")
        page.evaluate("window.untouched = true")
        page.get_by_placeholder("What came of it").first.fill("will pay on Friday")
        page.get_by_role("button", name="Done").first.click()
        page.get_by_text("The task is done and recorded.").wait_for()
        assert page.evaluate("window.untouched") and page.complaints == []
