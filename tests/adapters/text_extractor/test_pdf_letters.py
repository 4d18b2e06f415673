"""A font whose map gives other letters than it shows is found out, and nothing that can be read is taken for one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

import pytest
from tests.adapters.text_extractor.raw_pdf import FONT, raw_pdf, stream, words

from cvparser.adapters.text_extractor import pdfium, pdfplumber
from cvparser.domain.cv.document import CVDocument
from cvparser.domain.errors import TextUnreadableError

READERS = pytest.mark.parametrize("read_pdf", [pdfium.read_pdf, pdfplumber.read_pdf], ids=["pdfium", "pdfplumber"])
CVS = {
    "English": (
        "Senior Data Engineer, Kestrel Analytics",
        "Built streaming pipelines for retail customers",
        "and led a team of six people in two countries.",
        "University of Bedford, Computer Science",
    ),
    "Turkish": (
        "Kidemli Yazilim Muhendisi, Poyraz Lojistik",
        "Perakende musterileri icin veri akislari kurdum",
        "ve iki ulkede alti kisilik bir ekibi yonettim.",
        "Ege Universitesi, Bilgisayar Muhendisligi",
    ),
    "German": (
        "Leitung der Instandhaltung, Nordwerk Maschinenbau",
        "Wartungspläne für vierzig Anlagen erstellt",
        "und ein Team von zwölf Fachkräften geführt.",
        "Ausbildung zum Mechatroniker, Kassel",
    ),
    "French": (
        "Responsable des achats, Ateliers du Ponant",
        "Négociation de contrats avec les fournisseurs",
        "et encadrement d'une équipe de cinq personnes.",
        "Licence en économie, Université de Bretagne",
    ),
    "Spanish": (
        "Enfermera de urgencias, Hospital del Mar Menor",
        "Atención a pacientes y formación de residentes",
        "y coordinación de un equipo de ocho personas.",
        "Grado en Enfermería, Universidad de Murcia",
    ),
}
#: What can be read, though no language that was counted, or hardly any, has such words.
UNUSUAL = {
    "Polish": (
        "Grzegorz Brzeczyszczykiewicz, Szczebrzeszyn",
        "Kierowalem zespolem wdrozen w Przedsiebiorstwie Zeglugi",
    ),
    "Dutch": ("Wijbrand IJsselstein, Schiermonnikoog", "Verantwoordelijk voor bedrijfsvoering en inkoopprocessen"),
    "Vietnamese": ("Nguyen Thi Phuong Thao, Truong Dai hoc", "Ky su phan mem, phat trien ung dung cho khach hang"),
    "Finnish": (
        "Ohjelmistosuunnittelija, Jyvaskylan yliopisto",
        "Vastasin verkkopalveluiden kehityksesta ja testauksesta",
    ),
    "Hungarian": ("Szoftverfejleszto, Szekesfehervar", "Tiz ev tapasztalat elosztott rendszerek tervezeseben"),
    "pinyin": ("Zhang Xiaoqing, Guangzhou", "Xu Zhiqiang, Wang Jingjing, Zheng Qiuxue, Zhejiang Daxue"),
    "products": (
        "AWS, GCP, Kubernetes, Docker, PHP, HTML, CSS, XML, JSON",
        "YAML, SQL, MySQL, jQuery, Vue, Next, Redux, Webpack, Vite",
        "GraphQL, gRPC, Kafka, RabbitMQ, Jenkins, Git, GitHub, SVN",
    ),
    "abbreviations": (
        "TCP/IP, UDP, DNS, DHCP, BGP, OSPF, MPLS, VLAN, HTTPS, SNMP",
        "HPLC GC-MS NMR FTIR XRD SEM TEM AFM XPS ICP-MS DSC TGA",
        "QMS HSEQ HACCP BRC IFS GMP GLP GCP MVVM RxJS CQRS",
    ),
    "capitals": ("CURRICULUM VITAE", "WAREHOUSE CLERK, NORTHFIELD STORES", "FORKLIFT LICENCE, STOCK CONTROL"),
    "three lines": ("Ada Quill", "Welder", "Dunholm Yard, 2014 - 2024"),
    "places held": ("Xxxxxx Xxxxxxx", "Xxxxx xxxxxxxx xxx xxxxxxxxx", "Xxxxxxx xxxxx xxxxxxxx xxxx"),
    "addresses": (
        "https://code.example/xqz83kfj2 www.qwfpgj.example/xvbnzz",
        "kjxqw@zxcvbn.example bit.example/3xYzQwK",
    ),
}


def permuted(seed: int) -> dict[int, int]:
    """Return a map of each letter to any other."""
    order = Random(seed).sample(range(26), 26)
    return {first + at: first + order[at] for first in (65, 97) for at in range(26)}


def around(places: int) -> dict[int, int]:
    """Return a map of each letter to the one so many places on."""
    return {first + at: first + (at + places) % 26 for first in (65, 97) for at in range(26)}


#: From what a font shows to what its map says.
MAPS = {
    "one on": {code: code + 1 for code in range(33, 126)},
    "one back": {code: code - 1 for code in range(33, 126)},
    "three on": {code: code + 3 for code in range(33, 123)},
    "half way round": around(13),
    "all the way but one": around(25),
    "numbers of glyphs": {code: code - 29 for code in range(61, 123)},
    "any other letter": permuted(7),
    "still any other": permuted(23),
}


def mapped(lines: Sequence[str], wrong: Mapping[int, int], *, readable: Sequence[str] = ()) -> bytes:
    """Return a PDF whose body is set in a font with such a map, below headings in one that is right."""
    to = "\n".join(f"<{code:02X}> <{wrong.get(code, code):04X}>" for code in range(32, 256))
    unicode_map = f"1 begincodespacerange <00> <FF> endcodespacerange\n224 beginbfchar\n{to}\nendbfchar"
    cmap = f"/CIDInit /ProcSet findresource begin begincmap\n{unicode_map}\nendcmap end"
    body = words(*lines, at=(72, 600)).replace(b"/F 12", b"/G 12")
    font = "/G<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 5 0 R>>"
    return raw_pdf(
        words(*readable) + b"\n" + body, stream(cmap.encode()), resources=FONT.replace("<</F", f"<<{font}/F")
    )


@READERS
@pytest.mark.parametrize("wrong", MAPS.values(), ids=MAPS)
@pytest.mark.parametrize("lines", CVS.values(), ids=CVS)
def test_a_font_whose_map_gives_other_letters_is_unreadable(
    read_pdf: Callable[[bytes], CVDocument], lines: Sequence[str], wrong: Mapping[int, int]
) -> None:
    with pytest.raises(TextUnreadableError):
        read_pdf(mapped(lines, wrong))


@READERS
@pytest.mark.parametrize("wrong", MAPS.values(), ids=MAPS)
def test_headings_that_can_be_read_do_not_make_a_body_readable_that_cannot(
    read_pdf: Callable[[bytes], CVDocument], wrong: Mapping[int, int]
) -> None:
    with pytest.raises(TextUnreadableError):
        read_pdf(mapped(CVS["English"], wrong, readable=("Curriculum Vitae", "Work Experience and Education")))


@READERS
@pytest.mark.parametrize("wrong", [MAPS["one on"], MAPS["any other letter"]], ids=["one on", "any other letter"])
def test_a_cv_of_two_lines_in_such_a_font_is_unreadable(
    read_pdf: Callable[[bytes], CVDocument], wrong: Mapping[int, int]
) -> None:
    with pytest.raises(TextUnreadableError):
        read_pdf(mapped(("Senior Data Engineer", "Kestrel Analytics, Dunholm"), wrong))


@READERS
@pytest.mark.parametrize("lines", [*CVS.values(), *UNUSUAL.values()], ids=[*CVS, *UNUSUAL])
def test_a_font_whose_map_is_right_is_read_whatever_its_words_are(
    read_pdf: Callable[[bytes], CVDocument], lines: Sequence[str]
) -> None:
    assert read_pdf(mapped(lines, {})).text.splitlines() == list(lines)


@READERS
def test_a_line_of_signs_amid_others_is_no_reason_to_refuse(read_pdf: Callable[[bytes], CVDocument]) -> None:
    key = "MIIEvQIBADANBgkqhkiGxwBAQEFAASCBKcwggSjAgEAAoIBAQC"

    assert key in read_pdf(mapped((*CVS["English"], key), {})).text


@READERS
@pytest.mark.parametrize("first", [0x0410, 0x0627, 0x4E00], ids=["Cyrillic", "Arabic", "Chinese"])
def test_letters_of_other_scripts_are_not_judged(read_pdf: Callable[[bytes], CVDocument], first: int) -> None:
    other = {code: first + code - 65 for code in (*range(65, 91), *range(97, 123))}

    assert len(read_pdf(mapped(CVS["English"], other)).text) > 100
