"""The project's own Kedro datasets, one a file. None imports torch before it loads or saves."""

from review_sentiment.datasets.attention import AttentionDataset, AttentionListDataset
from review_sentiment.datasets.folder import FolderDataset
from review_sentiment.datasets.html import HtmlDataset
from review_sentiment.datasets.hub_model import HubModelDataset
from review_sentiment.datasets.hub_reviews import HubReviewsDataset
from review_sentiment.datasets.pretrained_model import PretrainedModelDataset
from review_sentiment.datasets.random_bert import RandomBertDataset
from review_sentiment.datasets.review_table import ReviewTableDataset
from review_sentiment.datasets.snippets import SnippetsDataset
from review_sentiment.datasets.spreadsheet_safe_csv import SpreadsheetSafeCSVDataset
from review_sentiment.datasets.synthetic_reviews import SyntheticReviewsDataset

__all__ = [
    "AttentionDataset",
    "AttentionListDataset",
    "FolderDataset",
    "HtmlDataset",
    "HubModelDataset",
    "HubReviewsDataset",
    "PretrainedModelDataset",
    "RandomBertDataset",
    "ReviewTableDataset",
    "SnippetsDataset",
    "SpreadsheetSafeCSVDataset",
    "SyntheticReviewsDataset",
]
