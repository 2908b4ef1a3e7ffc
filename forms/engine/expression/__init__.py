"""XPath 1.0 as ODK XForms use it, compiled to Python closures over a live form.

`parse` makes a syntax tree, `forms.engine.expression.compiler` turns the tree into a closure and says what it
reads. No word of a form is ever given to eval or exec (`writer` says what is); nothing here reads a file, a clock or the network.

What differs from XPath 1.0 on purpose: numbers are exact (integers and decimals, never binary fractions), so
that 0.1 + 0.2 = 0.3 and money is right to the 分; only pow, sqrt, exp, log and the angles go through floats.
Dates compare as days, as ODK says. No axes but child, parent and self; no `//`, no variables.
"""
