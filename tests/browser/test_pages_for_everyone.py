"""Every page, in every language, on a desk and on a phone, in light and dark: WCAG 2.2 AA by axe, and no complaint.

A strict policy is in force: an inline style or script would be a complaint on the console.
"""

from typing import Any

import pytest

from tests.browser.conftest import Site, opened
from tests.doors import small_day

pytestmark = pytest.mark.browser
STAFF = ("/desk/", "/desk/people/", f"/desk/people/{small_day.BORROWER}/", "/desk/people/?q=nobody", "/desk/tasks/",
         "/desk/alerts/", "/desk/refusals/", "/desk/outbox/", "/desk/audit/", "/desk/requests/",
         "/desk/people/Pnobody/")  # fmt: skip
BORROWER = ("/", "/owed/", "/pay/", "/time/", "/not-right/", "/talk/", "/complain/", "/write/", "/stop/", "/messages/",
            "/why/", "/help/", "/preferences/", "/my-data/", "/done/time/", "/no-such-page/")  # fmt: skip
NOBODY = ("/sign-in/", "/help/", "/desk/sign-in/", "/stop/00000000-0000-0000-0000-000000000001/")
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
KILOBYTE, HEAVIEST = 1000, 100


def _violations(page: Any, **options: Any) -> list[str]:
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return [f"{one['id']}: {[node['html'][:90] for node in one['nodes'][:2]]}" for one in found]


def _looked_at(page: Any, axe: str) -> list[str]:
    """Light and dark, on a desk and on a phone; dark changes colours only."""
    found = []
    page.evaluate(axe)
    for viewport in (DESK, PHONE):
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme="light")
        found += _violations(page, runOnly={"type": "tag", "values": WCAG})
        page.emulate_media(color_scheme="dark")
        found += _violations(page, runOnly={"type": "rule", "values": ["color-contrast"]})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"the page scrolls sideways at {viewport['width']}")
    return found


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize(
    ("who", "pages"), [("compliance", STAFF), ("borrower", BORROWER), ("", NOBODY)], ids=["staff", "borrower", "nobody"]
)
def test_every_page_is_for_everyone(
    chromium: Any, site: Site, axe: str, who: str, pages: tuple[str, ...], language: str
) -> None:
    faults = {}
    with opened(chromium, site, who, language, viewport=DESK, reduced_motion="reduce") as page:
        for address in pages:
            page.goto(site.url + address)
            found = _looked_at(page, axe)
            expected = [
                said
                for said in page.complaints
                if "404" in said and address in ("/no-such-page/", "/desk/people/Pnobody/")
            ]
            found += [said for said in page.complaints if said not in expected]
            page.complaints.clear()
            if found:
                faults[address] = found
    assert not faults


def test_the_looking_finds_what_is_wrong(chromium: Any, site: Site, axe: str) -> None:
    with opened(chromium, site, "borrower") as page:
        page.goto(site.url)
        page.evaluate("""() => {
            document.querySelector('main').insertAdjacentHTML('beforeend', '<p style="color:#ddd">pale</p><input>');
            const wide = document.createElement('div');
            wide.style.width = '3000px'; wide.textContent = 'wide';
            document.querySelector('main').append(wide);
        }""")
        found = "\n".join(_looked_at(page, axe))
        assert "label" in found and "sideways" in found
        assert any("style" in said for said in page.complaints)


def test_large_type_is_large_with_wide_targets(chromium: Any, site: Site, axe: str) -> None:
    with opened(chromium, site, "borrower", "zh-hant", viewport=PHONE, reduced_motion="reduce") as page:
        page.goto(site.url)
        page.get_by_role("button", name="大字版").click()
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        small = page.evaluate(
            """[...document.querySelectorAll('main a, main button, .door-foot a, .switches button')]
               .filter(e => !e.closest('p') && e.getBoundingClientRect().height < 48).map(e => e.outerHTML)"""
        )
        assert small == []
        assert _looked_at(page, axe) == [] and page.complaints == []


def test_every_page_weighs_less_than_a_hundred_kilobytes(chromium: Any, site: Site) -> None:
    heavy = {}
    for who, pages in (("compliance", STAFF), ("borrower", BORROWER)):
        for address in pages:
            with opened(chromium, site, who) as page:
                sizes: list[int] = []
                page.on("response", lambda answer, sizes=sizes: sizes.append(len(answer.body())))
                page.goto(site.url + address)
                page.wait_for_load_state("networkidle" if address == "/desk/" else "load")
                if sum(sizes) > HEAVIEST * KILOBYTE:
                    heavy[address] = sum(sizes)
    assert not heavy
