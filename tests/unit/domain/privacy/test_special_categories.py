"""What the law calls special goes wherever it stands; what remains of the entry, and paid employers, stay."""

from __future__ import annotations

import pytest
from tests.unit.domain.privacy.findings import left


@pytest.mark.parametrize(
    ("lines", "gone", "stays"),
    [
        ("Network Technician (Compulsory Military Service)\n2011", "Compulsory Military Service", "Network Technician"),
        ("Netzwerktechniker (Zivildienst)\n2011 - 2012", "Zivildienst", "Netzwerktechniker"),
        ("Wehrdienst\nBundeswehr, Köln\n2001 - 2002", "Wehrdienst", "2001 - 2002"),
        ("Zivildienst, Caritas Köln, 2001", "Zivildienst", "2001"),
        ("Jandarma Er (Zorunlu Askerlik)\n2010 - 2011", "Zorunlu Askerlik", "2010 - 2011"),
        ("Vatani Görev, Kara Kuvvetleri, 2010", "Vatani Görev", "2010"),
        ("Service militaire, Armée de terre\n2001", "Service militaire", "2001"),
        ("Técnico de redes (servicio militar obligatorio)\n1999", "servicio militar", "Técnico de redes"),
        ("Servizio di leva, Esercito\n1998", "Servizio di leva", "1998"),
        ("Dienstplicht - Koninklijke Landmacht\n1995", "Dienstplicht", "1995"),
        ("Serviço militar obrigatório, Exército\n2003", "Serviço militar", "2003"),
        ("Służba wojskowa, 2004 - 2005", "Służba wojskowa", "2004 - 2005"),
        ("Sergeant, ROK Army (mandatory military service)\n2011", "Sergeant", "2011"),
        ("Software engineer (alternative military service)", "alternative military service", "Software engineer"),
    ],
)
def test_military_service_told_as_a_job_goes_and_the_rest_of_the_entry_stays(lines: str, gone: str, stays: str) -> None:
    text = left(lines)
    assert gone not in text
    assert stays in text


@pytest.mark.parametrize(
    ("lines", "gone", "stays"),
    [
        ("\nVolunteering\nMember of the Ahmadiyya Muslim Community since 2010", "Ahmadiyya Muslim Community", "2010"),
        ("\nVolunteering\nYouth leader, Elm Street Baptist Church, 2015", "Baptist", "Youth leader"),
        ("\nActivities\nSecretary, Islamic Youth Society, 2014", "Islamic", "Secretary"),
        ("\nEhrenamt\nMinistrant, Katholische Pfarrgemeinde St. Anna, Köln", "Katholische", "Köln"),
        ("\nEhrenamt\nSchatzmeister der Jungen Union Bonn", "Jungen Union", "Schatzmeister"),
        ("\nBénévolat\nCatéchiste à la Paroisse Saint-Martin, 2014", "Paroisse", "2014"),
        ("\nEngagements\nTrésorière, Syndicat CFDT Santé", "CFDT", "Trésorière"),
        ("\nVoluntariado\nCatequista en la Parroquia San Juan", "Parroquia", "Catequista"),
        ("\nVolontariato\nAnimatrice, Oratorio San Luigi", "Oratorio", "Animatrice"),
        ("\nVrijwilligerswerk\nOuderling, Hervormde Kerk Gouda", "Hervormde", "Ouderling"),
        ("\nVoluntariado\nAcólito da Paróquia de Santo António", "Paróquia", "Acólito"),
        ("\nWolontariat\nLektor w Parafia św. Anny", "Parafia", "Lektor"),
        ("\nGönüllülük\nGençlik Kolları Sekreteri, Cumhuriyet Halk Partisi", "Halk Partisi", "Sekreteri"),
        ("\nGönüllülük\nHacı Bektaş Cemevi yönetim kurulu üyesi", "Cemevi", "Kestrel Labs"),
        ("Elected shop steward, Unite the Union, 2016", "Unite", "2016"),
    ],
)
def test_a_community_that_somebody_belongs_to_goes(lines: str, gone: str, stays: str) -> None:
    text = left(lines)
    assert gone not in text
    assert stays in text


@pytest.mark.parametrize(
    "line",
    [
        "Nurse, St. Mary's Catholic Hospital, 2015 - 2018",
        "Lehrerin, Evangelisches Gymnasium Bonn, 2015",
        "Secretary, Jewish Museum Berlin, 2015",
        "Krankenschwester, Caritas Köln",
        "Öğretmen, Diyanet Vakfı, 2015",
        "Teller, Credit Union Bank, 2014 - 2016",
        "European Union project member",
        "Third-party integrations; team member",
        "Built payroll for military service members",
        "Military logistics software",
    ],
)
def test_a_paid_employer_and_words_that_are_no_community_stay(line: str) -> None:
    assert line in left(line)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("NÜFUSA KAYITLI OLDUĞU YER: İZMİR / BORNOVA", "BORNOVA"),
        ("Nüfus Kayıt Yeri: Sivas / Zara", "Zara"),
        ("Nüfusa kayıtlı olduğu il/ilçe: Sivas/Zara", "Zara"),
        ("Cilt No: 4711", "4711"),
        ("Place of registry: Bornova", "Bornova"),
        ("Residenza anagrafica: Vattelapesca", "Vattelapesca"),
        ("Lugar de empadronamiento: Villarriba", "Villarriba"),
        ("Commune d'origine : Montcuq", "Montcuq"),
    ],
)
def test_where_somebody_is_registered_goes(line: str, value: str) -> None:
    assert value not in left(line)
