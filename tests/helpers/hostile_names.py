"""Names that whoever shows or writes them may take for something else: markup, formulas, paths, commands."""

NAMES = (
    "<img src='file:///etc/passwd'><b>Acme</b>",  # 1
    "<a href='http://127.0.0.1'>click</a>",  # 2
    "&lt;b&gt;",  # 3
    "Robert'); DROP TABLE po;--",  # 4
    "' OR 1=1 --",  # 5
    "\"; ATTACH DATABASE '/tmp/x' AS x; --",  # 6
    "../../etc/passwd",  # 7
    "..\\..\\x",  # 8
    "CON",  # 9
    "aux.pdf",  # 10
    "a" * 5000,  # 11
    "Smith & Sons && Co &File",  # 12
    "=HYPERLINK(\"http://127.0.0.1\";\"x\")",  # 13
    "=cmd|' /C calc'!A0",  # 14
    "@SUM(1+1)",  # 15
    "%s %n {0} {name} $HOME `id`",  # 16
    "<table width=100000><tr><td>x</td></tr></table>",  # 17
    "<style>*{font-size:9999px}</style>",  # 18
    "<script>alert(1)</script>",  # 19
    "<!-- -->",  # 20
    "<font size=7>Large</font>",  # 21
    "qrc:/x.png <img src=':/x.png'>",  # 22
    "javascript:alert(1)",  # 23
    "Ünïcödé Ёлка 株式会社",  # 24
    "e\u0301\u0301\u0301\u0301\u0301 Zalgo",  # 25
    "\U0001f4b8 Money \U0001f468\u200d\U0001f469\u200d\U0001f467",  # 26
    "<p>one<br/>two</p>",  # 27
    "<?xml version='1.0'?><!DOCTYPE x SYSTEM 'file:///etc/passwd'>",  # 28
    "A\tB  C   D",  # 29
)  # fmt: skip
