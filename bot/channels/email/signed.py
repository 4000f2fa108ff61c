"""Letters signed as one piece (S/MIME, RFC 8551 3.5.2): the letter inside. Who signed is not looked at: a signature
gives no rights here, the mark does."""

from asn1crypto import cms


def signed_words(data: bytes) -> bytes:
    """The letter inside one that is signed and not sealed (smime-type=signed-data); b"" for anything else."""
    try:
        told = cms.ContentInfo.load(data)
        if told["content_type"].native != "signed_data":
            return b""
        inner = told["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return b""
    return inner if isinstance(inner, bytes) else b""
