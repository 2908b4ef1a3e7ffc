"""What an archive asks of a PDF beside its fonts: metadata any tool reads, and what its colours mean.

GB/T 33190 and ISO 19005-2 (PDF/A-2) want an XMP packet that agrees with the document's information and an output intent
for device colours. Both are put in; no conformance is claimed, because no validator has judged these files.
"""

import zlib
from datetime import date
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>zh-CN</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{tool}</xmp:CreatorTool>
<xmp:CreateDate>{day}T00:00:00Z</xmp:CreateDate><xmp:ModifyDate>{day}T00:00:00Z</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""
_DATE = slice(24, 36)  # of an ICC profile: when it was made


def describe(document: Any, *, title: str, author: str, tool: str, day: date) -> None:
    """Put the packet and the output intent into a ReportLab document. *title* and *author* as its information says."""
    catalog = document.Catalog
    words = {"title": escape(title), "author": escape(author), "tool": escape(tool), "day": day.isoformat()}
    packet = pdfdoc.PDFStream(content=_XMP.format(**words).encode("utf-8"), filters=[])
    packet.dictionary["Type"] = pdfdoc.PDFName("Metadata")
    packet.dictionary["Subtype"] = pdfdoc.PDFName("XML")
    catalog.Metadata = packet
    profile = pdfdoc.PDFStream(content=_srgb(), filters=[])
    profile.dictionary["N"] = 3
    profile.dictionary["Filter"] = pdfdoc.PDFName("FlateDecode")
    intent = pdfdoc.PDFDictionary(
        {
            "Type": pdfdoc.PDFName("OutputIntent"),
            "S": pdfdoc.PDFName("GTS_PDFA1"),
            "OutputConditionIdentifier": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "Info": pdfdoc.PDFString("sRGB IEC61966-2.1"),
            "DestOutputProfile": document.Reference(profile, "srgb"),
        }
    )
    catalog.OutputIntents = pdfdoc.PDFArray([intent])
    catalog.__NoDefault__ = [*catalog.__NoDefault__, "OutputIntents"]


@cache
def _srgb() -> bytes:
    """Return the sRGB profile, compressed; without the moment it was made, so that the same paper has the same bytes."""
    from PIL import ImageCms

    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    made[_DATE] = b"\x07\xd0\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00"  # 2000-01-01
    return zlib.compress(bytes(made), 9)
