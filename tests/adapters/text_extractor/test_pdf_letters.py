"""A font that gives other letters than it shows is found out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.adapters.text_extractor.raw_pdf import raw_pdf, words

from cvparser.adapters.text_extractor import pdfium, pdfplumber
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import TextUnreadableError

READERS = pytest.mark.parametrize("read_pdf", [pdfium.read_pdf, pdfplumber.read_pdf], ids=["pdfium", "pdfplumber"])
ENGLISH = (
    "Senior Data Engineer, Kestrel Analytics",
    "Built streaming pipelines for retail customers",
    "and led a team of six people in two countries.",
    "Data Analyst, Harbour Foods, wrote reports",
    "University of Bedford, Computer Science",
    "Native speaker of English, some German and French",
)
TURKISH = (
    "Kidemli Yazilim Muhendisi, Poyraz Lojistik",
    "Perakende musterileri icin veri akislari kurdum",
    "ve iki ulkede alti kisilik bir ekibi yonettim.",
    "Yazilim Gelistirici, Ege Gida, raporlar yazdim",
    "Ege Universitesi, Bilgisayar Muhendisligi",
    "Ana dilim Turkce, biraz Ingilizce ve Almanca",
)
POLISH = (
    "Inzynier danych z dziesiecioletnim doswiadczeniem",
    "w projektowaniu systemow rozproszonych.",
    "Kierowalem zespolem szesciu osob i budowalem",
    "potoki przetwarzania dla sklepow internetowych.",
    "Uniwersytet Warszawski, licencjat z informatyki",
)
PRODUCTS = (
    "AWS, GCP, Kubernetes, Docker, PHP, HTML, CSS, XML, JSON",
    "YAML, SQL, MySQL, jQuery, Vue, Next, Redux, Webpack, Vite",
    "GraphQL, gRPC, Kafka, RabbitMQ, Jenkins, Git, GitHub, SVN",
    "Linux, Bash, VBA, MATLAB, PyTorch, Keras, XGBoost, numpy",
    "pandas, SciPy, dbt, Spark, Hadoop, HDFS, YARN, Hive, Presto",
)


def moved(lines: tuple[str, ...], places: int) -> bytes:
    """Return a PDF whose letters are each so many places on."""
    table = {ord(first) + at: ord(first) + (at + places) % 26 for first in "aA" for at in range(26)}
    return raw_pdf(words(*(line.translate(table) for line in lines)))


@READERS
@pytest.mark.parametrize("places", [1, 3, 13, 25])
@pytest.mark.parametrize("lines", [ENGLISH, TURKISH])
def test_letters_that_are_each_so_many_places_on_are_unreadable(
    read_pdf: Callable[[bytes], CVDocument], lines: tuple[str, ...], places: int
) -> None:
    with pytest.raises(TextUnreadableError):
        read_pdf(moved(lines, places))


@READERS
@pytest.mark.parametrize("lines", [ENGLISH, TURKISH, POLISH, PRODUCTS])
def test_letters_of_any_language_and_names_of_products_are_readable(
    read_pdf: Callable[[bytes], CVDocument], lines: tuple[str, ...]
) -> None:
    assert read_pdf(moved(lines, 0)).text.splitlines() == list(lines)
