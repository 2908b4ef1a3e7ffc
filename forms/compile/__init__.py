"""XLSForm or XForm → definition, with every problem found at once, each with its place.

`compile_xlsform` is what an author's office does once; `load_xform` is what every office does when it opens a
stored form (fast, without pyxform).
"""

from forms.compile.enclosing import bare, beside, enclosed_media
from forms.compile.keeping import keep
from forms.compile.kept import unfold
from forms.compile.loader import load_xform
from forms.compile.problems import FormProblems
from forms.compile.tables import read_table
from forms.compile.xlsform import CompiledForm, compile_xlsform

__all__ = [
    "CompiledForm",
    "FormProblems",
    "bare",
    "beside",
    "compile_xlsform",
    "enclosed_media",
    "keep",
    "load_xform",
    "read_table",
    "unfold",
]
