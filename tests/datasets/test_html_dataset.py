import inspect

from kedro.io import Version

from review_sentiment.datasets import HtmlDataset

PAGE = """<style>p { color: red }</style><p>not this</p>
<!-- preview --><p>first
line</p><!-- /preview --><script>run()</script>
<!-- preview --><table></table><!-- /preview -->"""


def test_the_preview_is_the_marked_parts_on_one_line_and_the_path(tmp_path):
    dataset = HtmlDataset(filepath=str(tmp_path / "page.html"), version=Version(None, "now"))
    dataset.save(PAGE)
    assert dataset.load() == PAGE
    path = "page.html/now/page.html"
    assert dataset.preview() == (
        "<p>first line</p> <table></table>"
        f"<p>The whole page, its figures and what can be tried on it: {path}</p>"
    )


def test_kedro_viz_takes_the_preview_for_html():
    # it reads the name of the annotation
    annotation = inspect.signature(HtmlDataset.preview).return_annotation
    assert getattr(annotation, "__name__", annotation) == "HTMLPreview"
