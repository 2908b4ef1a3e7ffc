"""«Our server has a certificate; the line is encrypted and the program checks who answers.»"""

import subprocess

import pytest

from tests.journeys.conftest import serving


@pytest.fixture
def certificate(tmp_path):
    """A certificate of one's own for 127.0.0.1, made by openssl."""
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(cert)],
        check=True, capture_output=True,
    )  # fmt: skip
    return cert, key


def test_with_the_trusted_certificate_it_goes_without_it_nothing_does(both, certificate):
    """A server nobody vouches for gets nothing; with its certificate trusted the batch arrives."""
    county, province = both
    county.does("seal")
    cert, key = certificate

    with serving(province, "--tls-cert", str(cert), "--tls-key", str(key)) as address:
        distrusted = county.says("send", "--server", address)
        trusted = county.does("send", "--server", address, "--ca", cert)

    assert distrusted.status == 1
    assert distrusted.codes
    assert trusted["batches"] == 1
    assert len(province.does("inbox")["batches"]) == 1
