from __future__ import annotations

from random import Random

import pytest
from benchmarks.privacy import identifiers
from hypothesis import given
from hypothesis import strategies as st
from stdnum import iban
from stdnum.de import idnr
from stdnum.es import dni
from stdnum.fr import nir
from stdnum.gb import utr
from stdnum.tr import tckimlik, vkn

SEEDS = st.integers(0, 2**32).map(Random)


@given(rng=SEEDS)
def test_invented_numbers_pass_the_check_of_their_kind(rng: Random) -> None:
    assert tckimlik.is_valid(identifiers.tckn(rng))
    assert vkn.is_valid(identifiers.vkn(rng))
    assert utr.is_valid(identifiers.utr(rng))
    assert idnr.is_valid(identifiers.steuer_id(rng))
    assert dni.is_valid(identifiers.dni(rng))
    assert nir.is_valid(identifiers.nir(rng, is_woman=True, year=1984, month=5))


@pytest.mark.parametrize("country", ["tr", "en", "de", "fr", "es"])
@given(rng=SEEDS)
def test_invented_accounts_pass_the_check_of_their_country(country: str, rng: Random) -> None:
    assert iban.is_valid(identifiers.iban(rng, country))
