"""What the vault promises."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.encryption import BadKeyError, SealedWithOtherKeyError, Vault, new_key


@given(st.text(alphabet=st.characters()))
def test_what_was_sealed_opens_again(text: str) -> None:
    vault = Vault([new_key()])
    assert vault.open(vault.seal(text)) == text


def test_the_same_text_never_looks_the_same_twice() -> None:
    vault = Vault([new_key()])
    assert vault.seal("help") != vault.seal("help")


def test_a_changed_key_opens_what_the_old_one_sealed_and_finds_what_it_hashed() -> None:
    old, new = new_key(), new_key()
    sealed, hashed = Vault([old]).seal("07700 900123"), Vault([old]).lookup("07700 900123")
    changed = Vault([new, old])
    assert changed.open(sealed) == "07700 900123"
    assert changed.lookup("07700 900123") == hashed


def test_a_lost_key_is_said_plainly() -> None:
    sealed = Vault([new_key()]).seal("help")
    with pytest.raises(SealedWithOtherKeyError, match="add the old key"):
        Vault([new_key()]).open(sealed)


@pytest.mark.parametrize("keys", [[], [""], ["short"], ["!" * 44], [new_key()[:-4]]])
def test_a_bad_key_says_how_to_make_a_good_one(keys: list[str]) -> None:
    with pytest.raises(BadKeyError, match="connexions key"):
        Vault(keys)
