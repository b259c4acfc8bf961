from pathlib import Path

import pytest

from dabir_core.models.digest import Digest, DigestKind


@pytest.mark.parametrize(
    ("kind", "content", "hexadecimal"),
    [
        # FIPS 180-2, appendix B.1
        (DigestKind.SHA256, b"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        # Pro Git, § 10.2: `echo 'test content' | git hash-object`, and git's name of the empty file
        (DigestKind.GIT_BLOB, b"test content\n", "d670460b4b4aece5915caf5c68d12f560a9fe3e4"),
        (DigestKind.GIT_BLOB, b"", "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"),
    ],
)
def test_a_file_is_told_by_what_it_holds(tmp_path: Path, kind: DigestKind, content: bytes, hexadecimal: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    digest = Digest(kind, hexadecimal)
    assert digest.fits(path)
    path.write_bytes(content + b"!")
    assert not digest.fits(path)
