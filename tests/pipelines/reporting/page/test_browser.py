"""The page as a reader has it, in a real browser, from a file."""

import shutil

import numpy as np
import pytest
from hostile import HOSTILE_TOKENS

from review_sentiment.pipelines.reporting.page.template import show_invisible

pytestmark = pytest.mark.browser

SCREENS = {"phone": (390, 844), "desktop": (1280, 900)}
NAMES = ("chromium", "chromium-browser", "google-chrome")
# Choosing an option as a person does ends with all of it drawn; the answer is in milliseconds.
TIME_CHANGE = """([name, index]) => {
  const select = document.querySelector(name);
  const start = performance.now();
  select.selectedIndex = index;
  select.dispatchEvent(new Event("change"));
  document.body.getBoundingClientRect();
  return performance.now() - start;
}"""


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api", reason="the extra `browser` is not installed")
    program = next(filter(None, map(shutil.which, NAMES)), None)
    assert program, f"none of {', '.join(NAMES)} is installed"
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def file(report, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(report, encoding="utf-8")
    return path


@pytest.fixture
def open_page(browser, file):
    """`open_page(screen, scheme)`; at its end no page may have complained or asked for anything else."""
    complaints, requests, contexts = [], [], []

    def open_one(screen="desktop", scheme="light"):
        width, height = SCREENS[screen]
        context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []
    assert {url for url in requests if not url.startswith("data:")} <= {file.as_uri()}


@pytest.fixture
def page(open_page):
    return open_page()


def choose(page, name, index):
    page.locator(f".rs-{name}").select_option(index=index)


def read_weights(page):
    """The numbers of the table of all weights, in percent."""
    cells = page.locator(".rs-all tbody .rs-number").all_inner_texts()
    return np.array([float(cell.split()[0]) for cell in cells])


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_every_screen_in_its_colours(open_page, screen, scheme):
    page = open_page(screen, scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == SCREENS[screen][0]
    red = page.evaluate(
        "getComputedStyle(document.querySelector('.rs-report')).backgroundColor.match(/\\d+/)[0]"
    )
    assert (int(red) > 128) == (scheme == "light")
    assert page.locator(".rs-tokens").is_visible()


def test_the_button_turns_the_colours_around(page):
    style = "getComputedStyle(document.querySelector('.rs-report')).backgroundColor"
    light = page.evaluate(style)
    page.get_by_role("button", name="Switch to dark colours").click()
    dark = page.evaluate(style)
    page.get_by_role("button", name="Switch to light colours").click()
    assert light == page.evaluate(style) != dark


def test_layer_and_head_show_the_weights_of_the_array(page, attentions):
    page.locator(".rs-all summary").click()
    weights = attentions["first"][0].weights
    for layer, head, token in ((0, 0, 0), (1, 2, 3), (0, 1, 5)):
        choose(page, "layer", layer)
        choose(page, "head", head)
        page.locator(".rs-token").nth(token).click()
        row = weights[layer, head, token]
        # stored in steps of 1/255 of the largest, and written with a decimal
        assert np.abs(read_weights(page) - 100 * row).max() <= 100 * row.max() / 510 + 0.051


def test_architecture_and_review_show_their_own(page, attentions):
    assert page.locator(".rs-token").count() == 6
    choose(page, "review", 1)
    assert page.locator(".rs-token").count() == 512
    assert page.locator(".rs-small").count() == 12
    assert "strongest weights" in page.locator(".rs-note").inner_text()
    choose(page, "architecture", 1)
    assert page.locator(".rs-token bdi").all_inner_texts() == ["t0", "t1", "t2", "t3"]
    assert page.locator(".rs-layer option").count() == 3
    assert "75.0" in page.locator(".rs-said").inner_text()


def test_a_long_review_shows_its_strongest_weights_and_nothing_else(page, attentions):
    choose(page, "review", 1)
    page.locator(".rs-all summary").click()
    kept = int(page.locator(".rs-note").inner_text().split(" strongest")[0].split()[-1])
    row = attentions["first"][1].weights[1, 0, 0]
    shown, strongest = read_weights(page), np.sort(np.argsort(row)[-kept:])
    assert np.abs(shown[strongest] - 100 * row[strongest]).max() <= 100 * row.max() / 510 + 0.051
    assert np.delete(shown, strongest).max() == 0


def test_heads_have_their_names(page):
    choose(page, "layer", 0)
    named = "1: previous token, 71\N{NO-BREAK SPACE}%"
    assert page.locator(".rs-head option").all_inner_texts() == ["0", named, "2"]
    assert page.get_by_role("radio", name="head 1: previous token, 71 %").is_visible()


def test_tokens_and_heads_are_used_by_keyboard(page):
    tokens = page.get_by_role("listbox", name="Tokens of the review")
    first = tokens.get_by_role("option").first
    first.focus()
    for key, place in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 5), ("Home", 0)):
        page.keyboard.press(key)
        focused = "[...document.activeElement.parentNode.children].indexOf(document.activeElement)"
        assert page.evaluate(focused) == place
        assert f"(token {place + 1} of 6)" in page.locator(".rs-summary").inner_text()
    assert page.locator(".rs-token[tabindex='0']").count() == 1
    page.get_by_role("radio", name="head 0").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".rs-head").evaluate("select => select.selectedIndex") == 1
    assert page.get_by_role("radio", checked=True).get_attribute("aria-label").startswith("head 1")


def test_everything_is_reached_by_tab_and_seen(page):
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the result"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "rs-result"
    seen = []
    for _ in range(30):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.className"))
        if not seen[-1].startswith(("rs-scroll", "rs-canvas")) and page.evaluate(
            "document.activeElement !== document.body"
        ):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    reached = {name.split()[0] for name in seen if name}
    assert {f"rs-{name}" for name in ("architecture", "review", "layer", "head", "token", "small")} <= reached


def test_pointing_at_a_token_shows_where_it_looks_until_one_points_away(page):
    page.locator(".rs-token").nth(3).hover()
    assert "(token 4 of 6)" in page.locator(".rs-summary").inner_text()
    page.locator("h1").hover()
    assert "(token 1 of 6)" in page.locator(".rs-summary").inner_text()


def test_a_small_picture_is_as_strong_as_its_weights(page, attentions):
    choose(page, "layer", 1)
    pixels = page.locator(".rs-small canvas").nth(2)
    read = "canvas => [...canvas.getContext('2d').getImageData(0, 0, 6, 6).data]"
    alphas = np.array(pixels.evaluate(read)).reshape(6, 6, 4)[..., 3]
    expected = 255 * np.sqrt(attentions["first"][0].weights[1, 2])
    assert np.abs(alphas - expected).max() < 12  # 1/510 is 11.3 / 255 once its root is taken


def test_a_hostile_review_runs_nothing_and_reads_as_text(page):
    assert page.title() == "Review Sentiment: the report"
    expected = [show_invisible(token) for token in HOSTILE_TOKENS]
    assert page.locator(".rs-token bdi").evaluate_all("all => all.map(one => one.textContent)") == expected
    page.locator("summary", has_text="confident mistakes").click()
    assert "<script>document.title = 'run'</script>" in page.locator("blockquote").inner_text()
    assert page.evaluate("document.scripts.length") == 2
    assert page.evaluate("document.images.length") == 0


def test_even_a_script_that_got_into_the_page_would_not_run(browser, report, tmp_path):
    path = tmp_path / "broken.html"
    path.write_text(report.replace("<h1>", "<h1><script>document.title = 'run'</script>"), encoding="utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    assert page.title() == "Review Sentiment: the report"
    page.close()


def test_a_long_review_stays_fluid(page, record_property):
    choose(page, "review", 1)
    changes = {
        name: max(page.evaluate(TIME_CHANGE, [f".rs-{name}", i]) for i in (1, 0, 1))
        for name in ("layer", "head", "review")
    }
    record_property("milliseconds", changes)
    print("milliseconds of a change:", {name: round(value) for name, value in changes.items()})  # noqa: T201
    assert max(changes.values()) < 1_000  # it is some 30; a busy machine may take longer


def test_the_contents_lead_to_a_section_and_back(open_page):
    page = open_page()
    start = page.url
    page.get_by_role("link", name="Attention").click()
    assert page.url == f"{start}#rs-attention"
    assert page.locator(":focus").get_attribute("id") == "rs-attention"
    page.go_back()
    assert page.url == start


def test_the_page_works_in_a_frame_as_notebooks_show_it(browser, report):
    page = browser.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content("<iframe width=900 height=600></iframe>")
    page.locator("iframe").evaluate("(frame, text) => { frame.srcdoc = text; }", report)
    frame = page.frame_locator("iframe")
    frame.locator(".rs-token").first.wait_for()
    frame.get_by_role("link", name="Attention").click()
    assert frame.locator(":focus").get_attribute("id") == "rs-attention"
    assert complaints == []
    page.close()


def test_two_reports_stand_in_one_notebook(browser, report):
    page = browser.new_page()
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.set_content("<style>body { margin: 8px }</style><p>cell</p><div></div><div></div>")
    # as JupyterLab does: the text becomes elements, and each script is made anew so that it runs
    page.evaluate(
        """text => document.querySelectorAll("div").forEach(output => {
          output.innerHTML = text;
          output.querySelectorAll("script:not([type])").forEach(old => {
            const made = document.createElement("script");
            made.textContent = old.textContent;
            old.replaceWith(made);
          });
        })""",
        report,
    )
    assert complaints == []
    assert page.locator(".rs-token").count() == 12
    assert page.evaluate("getComputedStyle(document.body).marginTop") == "8px"
    page.close()
