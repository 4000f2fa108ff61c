"""The words of an HTML letter, line by line. In HTML a quote is a branch of the tree: it is cut before the words are
taken."""

import re

import lxml.etree
import lxml.html

LONGEST = 2_000_000
"""Characters of HTML that are looked at."""

_QUOTES = (
    "//blockquote", "//*[contains(concat(' ', @class, ' '), ' gmail_quote ')]",
    "//*[contains(concat(' ', @class, ' '), ' gmail_attr ')]", "//*[starts-with(@class, 'yahoo_quoted')]",
    "//*[starts-with(@id, 'mail-editor-reference')]", "//*[contains(@class, 'moz-cite-prefix')]",
    "//*[contains(@class, 'zmail_extra')]", "//*[@id='reply-intro']",
)  # fmt: skip
_FROM_HERE_ON = (
    "//*[@id='divRplyFwdMsg']",
    "//*[@id='appendonsend']",
    "//hr[@id='zwchr']",
    "//*[@id='x_divRplyFwdMsg']",
)
_UNSEEN = ("script", "style", "head", "title", "template")
_BLOCKS = frozenset(
    ["address", "article", "div", "dl", "dd", "dt", "fieldset", "figure", "footer", "form",
     "h1", "h2", "h3", "h4", "h5",
     "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul", "blockquote"]
)  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def words_of(html: str) -> str:
    """What of an HTML letter may be new, as plain text; "" where it cannot be read as HTML."""
    try:
        root = lxml.html.document_fromstring(html[:LONGEST].replace("\0", ""))
    except (lxml.etree.LxmlError, ValueError, AssertionError):
        return ""
    _cut_quotes(root)
    lines = [""]
    _take(root, lines)
    return "\n".join(line.strip() for line in lines).strip()


def _cut_quotes(root: lxml.html.HtmlElement) -> None:
    if not root.text_content().strip():
        return
    for path in _QUOTES:
        for quote in root.xpath(path):
            _drop(quote)
    for path in _FROM_HERE_ON:
        for begins in root.xpath(path):
            for one in [begins, *begins.itersiblings()]:
                one.tail = None
                _drop(one)


def _drop(element: lxml.html.HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _take(root: lxml.html.HtmlElement, lines: list[str]) -> None:
    """Without recursion: a hostile tree is as deep as it likes."""
    for event, element in lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("comment", "pi") or not isinstance(element.tag, str):
            _more(lines, element.tail)
            continue
        tag = element.tag.lower()
        if event == "start":
            if tag in _BLOCKS:
                _line(lines)
            if tag == "br":
                lines.append("")
            if tag not in _UNSEEN and not _inside_unseen(element):
                _more(lines, element.text)
        else:
            if tag in _BLOCKS:
                _line(lines)
            if tag in ("td", "th"):
                lines[-1] += " "
            if element is not root and not _inside_unseen(element):
                _more(lines, element.tail)


def _inside_unseen(element: lxml.html.HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in _UNSEEN


def _more(lines: list[str], words: str | None) -> None:
    if words:
        lines[-1] += _BLANKS.sub(" ", words)


def _line(lines: list[str]) -> None:
    if lines[-1].strip():
        lines.append("")
