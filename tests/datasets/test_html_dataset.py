import inspect

from review_sentiment.datasets import HtmlDataset

PAGE = """<style>p { color: red }</style><p>not this</p>
<!-- preview --><p>first
line</p><!-- /preview --><script>run()</script>
<!-- preview --><table></table><!-- /preview -->"""


def test_the_preview_is_the_marked_parts_on_one_line_and_the_path(tmp_path):
    dataset = HtmlDataset(filepath=str(tmp_path / "page.html"))
    dataset.save(PAGE)
    assert dataset.load() == PAGE
    path = tmp_path / "page.html"
    assert dataset.preview() == f"<p>first line</p> <table></table><p>The whole page: {path}</p>"


def test_kedro_viz_takes_the_preview_for_html():
    # it reads the name of the annotation
    annotation = inspect.signature(HtmlDataset.preview).return_annotation
    assert getattr(annotation, "__name__", annotation) == "HTMLPreview"
