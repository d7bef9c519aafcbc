"""Screen a client with a spinal problem before massage.

The main road of the data; the layers in `pyproject.toml` name every module:

    questions/*.toml -> catalogue -> pack -> interview -> answers -> decision
                                                 ^ prompts ask          |
                              cli joins the steps      presentation  <--+

`condition` is the grammar in which packs say "when"; `sheet` reads answers under a
pack; `screened` is what a screening came to, from which all is shown and printed.
The middle is pure: a contract in `pyproject.toml` keeps clock, files and terminal out.
"""

__version__ = "0.2.0"
