"""Signatures of PDFs made here: authorities, certificates and time stamps vouch for nobody."""

import datetime as dt
import io
import pathlib
import sys

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, fields, signers
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from catalog.official_documents.reading import Reading, read_apart
from catalog.official_documents.signatures import check_signatures

sys.path.insert(0, str(pathlib.Path(__file__).parent))
NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
PLAIN = (
    b"%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
    b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources <<>>>> endobj\n"
    b"4 0 obj <</Length 9>> stream\n0 0 m S Q\nendstream endobj\n"
)


def plain_pdf():
    body, at, table = PLAIN, 0, [b"0000000000 65535 f \n"]
    for number in range(1, 5):
        at = body.index(b"%d 0 obj" % number, at)
        table.append(b"%010d 00000 n \n" % at)
    return (
        body
        + b"xref\n0 5\n"
        + b"".join(table)
        + b"trailer <</Root 1 0 R /Size 5>>\nstartxref\n%d\n%%%%EOF\n" % len(body)
    )


class Authority:
    """An authority with a key; `issue` gives a signer of pyHanko's."""

    def __init__(self, name):
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.certificate = self._made(self.name, self.key, 2020, 2036, ca=True)

    def _made(self, name, key, first, last, *, ca=False, stamps=False):
        made = (
            x509.CertificateBuilder().subject_name(name).issuer_name(self.name).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(dt.datetime(first, 1, 1, tzinfo=dt.UTC))
            .not_valid_after(dt.datetime(last, 1, 1, tzinfo=dt.UTC)).add_extension(x509.BasicConstraints(ca, None), critical=True)
        )  # fmt: skip
        usage = x509.KeyUsage(True, not ca, False, False, False, ca, ca, False, False)
        made = made.add_extension(usage, critical=True)
        if stamps:
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        return made.sign(self.key, hashes.SHA256())

    def issue(self, name, first=2024, last=2030, *, stamps=False):
        key = rsa.generate_private_key(65537, 2048) if stamps else ec.generate_private_key(ec.SECP256R1())
        certificate = self._made(
            x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]), key, first, last, stamps=stamps
        )
        return as_hanko(certificate), as_hanko_key(key), as_hanko(self.certificate)

    def save(self, folder):
        (folder / "ca.pem").write_bytes(self.certificate.public_bytes(serialization.Encoding.PEM))


def as_hanko(certificate):
    from asn1crypto import x509 as asn1

    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def as_hanko_key(key):
    from asn1crypto.keys import PrivateKeyInfo

    form = (serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return PrivateKeyInfo.load(key.private_bytes(*form))


def signed(data, issued, field="S1", stamper=None):
    certificate, key, root = issued
    store = SimpleCertificateStore()
    store.register(root)
    signer = signers.SimpleSigner(signing_cert=certificate, signing_key=key, cert_registry=store)
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    fields.append_signature_field(writer, fields.SigFieldSpec(field))
    meta = PdfSignatureMetadata(field_name=field, md_algorithm="sha256")
    return signers.sign_pdf(writer, meta, signer=signer, timestamper=stamper).getvalue()


@pytest.fixture(scope="module")
def authority():
    return Authority("Tổ chức chứng thực thử nghiệm")


@pytest.fixture
def folder(authority, tmp_path):
    authority.save(tmp_path)
    (tmp_path / "ghi-chu.pem").write_text("không phải chứng thư")
    return [tmp_path]


def verdict(data, trusted, now=NOW):
    return check_signatures(data, trusted, now=now)


def test_two_signatures_of_a_trusted_authority_are_valid_with_the_names_of_the_signers(authority, folder):
    data = signed(signed(plain_pdf(), authority.issue("Lâm Thị Hòa")), authority.issue("Sở Nội vụ"), "S2")
    found = verdict(data, folder)
    assert (found.count, found.verdict, found.signers) == (2, "valid", ("Lâm Thị Hòa", "Sở Nội vụ"))
    assert not found.timestamp


def test_one_bad_signature_beside_a_good_one_is_never_called_valid(authority, folder):
    stranger = Authority("Không ai biết").issue("Lâm Thị Hòa")
    data = signed(signed(plain_pdf(), authority.issue("Sở Nội vụ")), stranger, "S2")
    assert verdict(data, folder).verdict == "unknown_ca"


@pytest.mark.parametrize("change", ["a byte of the page", "an update of the page", "the end cut off"])
def test_what_was_changed_after_signing_is_told_or_not_checked_and_never_valid(authority, folder, change):
    data = signed(plain_pdf(), authority.issue("Lâm Thị Hòa"))
    if change == "a byte of the page":
        data = data.replace(b"0 0 m S Q", b"9 9 m S Q")
    elif change == "an update of the page":
        writer = IncrementalPdfFileWriter(io.BytesIO(data))
        page = writer.root["/Pages"]["/Kids"][0]
        page["/MediaBox"][2] = page["/MediaBox"][3]
        page[generic.NameObject("/Rotate")] = __import__("pyhanko").pdf_utils.generic.NumberObject(90)
        writer.update_container(page)
        out = io.BytesIO()
        writer.write(out)
        data = out.getvalue()
    else:
        data = data[:-300]
    found = verdict(data, folder)
    assert found.verdict in (("tampered", "unchecked") if change == "the end cut off" else ("tampered",))
    assert verdict(data, []).verdict in ("tampered", "unchecked")


def test_a_certificate_that_ran_out_before_signing_or_is_not_good_yet_is_expired(authority, folder):
    for first, last in ((2022, 2025), (2027, 2030)):
        assert verdict(signed(plain_pdf(), authority.issue("Lâm Thị Hòa", first, last)), folder).verdict == "expired"


def test_a_trusted_time_stamp_keeps_a_signature_valid_after_its_certificate_ran_out(authority, folder):
    certificate, key, root = authority.issue("Dấu thời gian", stamps=True)
    store = SimpleCertificateStore()
    store.register(root)
    at = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
    stamper = DummyTimeStamper(certificate, key, certs_to_embed=store, fixed_dt=at)
    issued = authority.issue("Lâm Thị Hòa", 2024, 2025)
    stamped = verdict(signed(plain_pdf(), issued, stamper=stamper), folder)
    assert (stamped.verdict, stamped.timestamp) == ("valid", True)
    assert verdict(signed(plain_pdf(), issued), folder).verdict == "expired"


def test_without_authorities_a_signature_is_counted_and_called_unchecked(authority):
    found = verdict(signed(plain_pdf(), authority.issue("Lâm Thị Hòa")), [])
    assert (found.count, found.verdict) == (1, "unchecked")


def test_a_file_without_signatures_has_none(folder):
    assert verdict(plain_pdf(), folder).verdict == "none"
    assert verdict(b"%PDF-1.4 /ByteRange [0 1 2 3]", folder).verdict == "unchecked"


def test_a_file_is_read_in_a_process_of_its_own_that_may_hang_or_die(authority, folder):
    data = signed(plain_pdf(), authority.issue("Lâm Thị Hòa"))
    assert read_apart(data, "x.pdf", folder, NOW).signatures.verdict == "valid"
    assert read_apart(data, "x.pdf", folder, NOW, seconds=0.01) == Reading(problem="slow")
    assert read_apart(b"\0" * 50, "x", [], NOW).problem in ("", "unreadable")
